"""An exercise of the course becomes what a worker needs to grade it, without a gradebook."""

from __future__ import annotations

from pathlib import Path

from builder.grading.reading_names import packages_in, reads_of_tests
from builder.grading.release import fingerprint, source_files
from builder.grading.work import Prepared
from builder.model.exercise import Exercise


def prepare_exercise(exercise: Exercise, root: Path) -> Prepared:
    """Return ``exercise`` of the course in ``root`` as plain data. Raises `builder.grading.scores.GradingError` for a
    notebook that nbgrader refuses and OSError for a file that is not there."""
    return prepare_files(exercise.id, dict(source_files(exercise, root)))


def prepare_files(exercise: str, files: dict[str, bytes]) -> Prepared:
    """Return the exercise whose files, by name, are ``files``: its notebook ``<exercise>.ipynb`` and what lies beside
    it. Raises `builder.grading.scores.GradingError`."""
    from builder.grading.nbgrader_steps import read_notebook, source_cells

    model = files[f"{exercise}.ipynb"]
    cells, kernelspec = source_cells(model, exercise)
    locked = {cell.id for cell in cells if cell.locked}
    code = [cell for cell in read_notebook(model).cells if cell.cell_type == "code"]
    answers = [cell.source for cell in code if cell.metadata.get("nbgrader", {}).get("grade_id") not in locked]
    support = tuple(sorted((name, content) for name, content in files.items() if name != f"{exercise}.ipynb"))
    modules = [content.decode("utf-8", "replace") for name, content in support if name.endswith(".py")]
    own = [Path(name).parts[0].removesuffix(".py") for name, _ in support]
    return Prepared(
        exercise=exercise,
        version=fingerprint(files),
        kernelspec=kernelspec,
        cells=cells,
        reads=reads_of_tests(cells, answers),
        model=model,
        files=support,
        packages=packages_in([*(cell.source for cell in code), *modules], own),
    )
