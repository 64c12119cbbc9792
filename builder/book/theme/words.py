"""The theme's own words, one `Words` a language; Sphinx's words come from Sphinx's catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Words:
    """What the templates say, as plain text; in ``search_found`` the number stands for ``${resultCount}``."""

    skip: str
    contents: str
    pages_in: str
    on_this_page: str
    turn: str
    previous: str
    next: str
    search: str
    search_needs_script: str
    searching: str
    search_found: str
    search_none: str
    light: str
    table: str
    code: str
    licence: str
    version: str


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": Words(
            skip="Skip to content",
            contents="Contents",
            pages_in="Pages in",
            on_this_page="On this page",
            turn="Previous and next page",
            previous="Previous",
            next="Next",
            search="Search",
            search_needs_script="Search needs JavaScript. The contents list every page without it.",
            searching="Searching",
            search_found="Pages found: ${resultCount}",
            search_none="No page has all of these words. Check the spelling, or search for one word.",
            light="Light or dark",
            table="Table",
            code="Code or output",
            licence="Licence",
            version="Version",
        ),
        "es": Words(
            skip="Ir al contenido",
            contents="Contenido",
            pages_in="Páginas de",
            on_this_page="En esta página",
            turn="Página anterior y siguiente",
            previous="Anterior",
            next="Siguiente",
            search="Buscar",
            search_needs_script="La búsqueda necesita JavaScript. El contenido enumera todas las páginas sin él.",
            searching="Buscando",
            search_found="Páginas encontradas: ${resultCount}",
            search_none="Ninguna página tiene todas estas palabras. Revise la ortografía o busque una sola palabra.",
            light="Claro u oscuro",
            table="Tabla",
            code="Código o resultado",
            licence="Licencia",
            version="Versión",
        ),
        "ar": Words(
            skip="انتقل إلى المحتوى",
            contents="المحتويات",
            pages_in="صفحات",
            on_this_page="في هذه الصفحة",
            turn="الصفحة السابقة والتالية",
            previous="السابق",
            next="التالي",
            search="بحث",
            search_needs_script="يحتاج البحث إلى جافاسكريبت. وتجد كل الصفحات في المحتويات من دونه.",
            searching="جارٍ البحث",
            search_found="عدد الصفحات التي وُجدت: ${resultCount}",
            search_none="لا توجد صفحة فيها كل هذه الكلمات. راجع الإملاء أو ابحث عن كلمة واحدة.",
            light="فاتح أو داكن",
            table="جدول",
            code="شيفرة أو ناتجها",
            licence="الرخصة",
            version="الإصدار",
        ),
    }
)


def words_for(language: str) -> Words:
    """Return the words of a language tag's first part (``pt-BR``, ``pt_BR``: ``pt``), English where there are none."""
    return WORDS.get(primary(language), WORDS["en"])


def primary(language: str) -> str:
    """Return the first part of a language tag (BCP 47), in lower case."""
    return language.replace("_", "-").split("-")[0].lower()
