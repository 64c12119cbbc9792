"""The kinds of question, one dataclass a kind.

Points are whole numbers, 0 for a question that is asked and not scored (a pre-test); a question is right or wrong
as a whole, and a right answer within the allowed tries earns all its points (docs/explanation/scoring.md).
``prompt`` and every feedback text are Markdown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from builder.model.problem import Place


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a learner reads after an answer: one text for a right answer, one for a wrong one."""

    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; ``id`` is a single character of ``a-z0-9`` (SCORM 1.2 RTE, CMIFeedback for ``choice``)."""

    id: str
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a matching question: ``left`` belongs to ``right``."""

    id: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Near:
    """A wrong number worth a word of its own, such as a forgotten division by 100."""

    value: float
    tolerance: float
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBase:
    """What every question has. ``objective`` is an `Objective` id of the question's module.

    ``scored`` is what the kind allows; `counts` says whether this question adds to the score.
    """

    id: str
    objective: str
    prompt: str
    where: Place
    points: int = 1
    tries: int = 2
    kind: ClassVar[str]
    scored: ClassVar[bool] = True

    @property
    def counts(self) -> bool:
        """Whether an answer adds to the score."""
        return self.scored and self.points > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice(QuestionBase):
    """Exactly one option is right."""

    options: tuple[Option, ...]
    kind: ClassVar[str] = "single"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralChoice(QuestionBase):
    """One or more options are right; the answer is right when exactly those are chosen."""

    options: tuple[Option, ...]
    kind: ClassVar[str] = "several"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(QuestionBase):
    """A statement to be judged."""

    answer: bool
    feedback: Feedback
    kind: ClassVar[str] = "true-false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(QuestionBase):
    """Pairs to be restored; ``distractors`` are right-hand texts that belong to nothing."""

    pairs: tuple[Pair, ...]
    distractors: tuple[str, ...]
    feedback: Feedback
    kind: ClassVar[str] = "matching"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(QuestionBase):
    """Items given in their right order; the page shows them in another."""

    items: tuple[str, ...]
    feedback: Feedback
    kind: ClassVar[str] = "ordering"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(QuestionBase):
    """A number, right when within ``tolerance`` of ``answer`` on either side; ``unit`` is shown, never typed."""

    answer: float
    tolerance: float
    unit: str
    near: tuple[Near, ...]
    feedback: Feedback
    kind: ClassVar[str] = "numeric"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(QuestionBase):
    """A word or two; compared without regard to case, outer blanks, runs of blanks and a final full stop."""

    accepted: tuple[str, ...]
    feedback: Feedback
    kind: ClassVar[str] = "short-text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(QuestionBase):
    """A thought to write down; never scored. ``guidance`` is shown after writing."""

    guidance: str
    kind: ClassVar[str] = "reflection"
    scored: ClassVar[bool] = False


Question = SingleChoice | SeveralChoice | TrueFalse | Matching | Ordering | Numeric | ShortText | Reflection

KINDS: tuple[type[Question], ...] = (
    SingleChoice,
    SeveralChoice,
    TrueFalse,
    Matching,
    Ordering,
    Numeric,
    ShortText,
    Reflection,
)
"""The registry of kinds; ``kind`` in questions.yml is a class's ``kind``."""
