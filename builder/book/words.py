"""The few words that the builder itself writes into a page, in the languages it knows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "question": "Question",
            "true": "True",
            "false": "False",
            "your-answer": "Your answer",
            "scenario": "Scenario",
            "other-side": "What the other side saw",
            "story": "Digital Story",
            "outcomes": "After this lesson you will be able to",
            "outcomes-module": "After this module you will be able to",
            "minutes": "About {minutes} minutes",
            "exercise": "Exercise",
            "download": "Download the exercise (zip)",
            "worksheet": "No computer? Use the worksheet",
            "how-to-run": "How to run it",
            "run-unpack": "Unpack the zip into a folder of its own.",
            "run-open": "Open the notebook in JupyterLab or Jupyter Notebook. No internet is needed.",
            "run-edit": "Change only the cells that say so. Run the checks below each task.",
            "run-send": "Save the notebook and hand it in as your instructor told you.",
            "made-at-build": "The zip is made when the course is built with coursewright.",
            "source": "Source",
            "show": "Show",
            "show-code": "Show the code",
            "hide-code": "Hide the code",
        },
        "es": {
            "question": "Pregunta",
            "true": "Verdadero",
            "false": "Falso",
            "your-answer": "Su respuesta",
            "scenario": "Situación",
            "other-side": "Lo que vio la otra parte",
            "story": "Historia digital",
            "outcomes": "Después de esta lección usted podrá",
            "outcomes-module": "Después de este módulo usted podrá",
            "minutes": "Unos {minutes} minutos",
            "exercise": "Ejercicio",
            "download": "Descargar el ejercicio (zip)",
            "worksheet": "¿Sin computadora? Use la hoja de trabajo",
            "how-to-run": "Cómo ejecutarlo",
            "run-unpack": "Descomprima el zip en una carpeta propia.",
            "run-open": "Abra el cuaderno en JupyterLab o Jupyter Notebook. No hace falta internet.",
            "run-edit": "Cambie solo las celdas indicadas. Ejecute las comprobaciones de cada tarea.",
            "run-send": "Guarde el cuaderno y entréguelo como le indicó su instructor.",
            "made-at-build": "El zip se crea al construir el curso con coursewright.",
            "source": "Fuente",
            "show": "Mostrar",
            "show-code": "Mostrar el código",
            "hide-code": "Ocultar el código",
        },
        "ar": {
            "question": "سؤال",
            "true": "صحيح",
            "false": "خطأ",
            "your-answer": "إجابتك",
            "scenario": "موقف",
            "other-side": "ما رآه الطرف الآخر",
            "story": "قصة رقمية",
            "outcomes": "بعد هذا الدرس ستكون قادرًا على",
            "outcomes-module": "بعد هذه الوحدة ستكون قادرًا على",
            "minutes": "حوالي {minutes} دقيقة",
            "exercise": "تمرين",
            "download": "تنزيل التمرين (zip)",
            "worksheet": "ليس لديك حاسوب؟ استخدم ورقة العمل",
            "how-to-run": "كيفية التشغيل",
            "run-unpack": "فك ضغط الملف في مجلد خاص به.",
            "run-open": "افتح الدفتر في JupyterLab أو Jupyter Notebook. لا حاجة إلى الإنترنت.",
            "run-edit": "غيّر الخلايا المحددة فقط. شغّل عمليات التحقق أسفل كل مهمة.",
            "run-send": "احفظ الدفتر وسلّمه كما أوضح لك المدرّب.",
            "made-at-build": "يُنشأ ملف zip عند بناء الدورة باستخدام coursewright.",
            "source": "المصدر",
            "show": "إظهار",
            "show-code": "إظهار الشيفرة",
            "hide-code": "إخفاء الشيفرة",
        },
    }
)


def words_for(language: str) -> Mapping[str, str]:
    """Return the catalogue for a BCP 47 tag; English where a language is not there yet."""
    return WORDS.get(language.split("-")[0].lower(), WORDS["en"])
