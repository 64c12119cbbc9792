"""What a question offers to answer with, kind by kind, as it reads without JavaScript (docs/reference/pages.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docutils import nodes

from builder.book.markup import tag, text_tag
from builder.book.shown_order import matching_targets, ordering_shown
from builder.model.question import Matching, Numeric, Ordering, Question, SeveralChoice, SingleChoice, TrueFalse


def answer_area(
    question: Question, words: Mapping[str, str], markdown: Callable[[str], list[nodes.Node]]
) -> list[nodes.Node]:
    """Return what can be chosen, or a line to write on; ``markdown`` parses a text of the question."""
    match question:
        case SingleChoice() | SeveralChoice():
            options = (tag("li", *markdown(option.text), data_option=option.id) for option in question.options)
            return [tag("ol", *options, classes="cw-options", type="a")]
        case TrueFalse():
            true = text_tag("li", words["true"], data_option="t")
            false = text_tag("li", words["false"], data_option="f")
            return [tag("ul", true, false, classes="cw-options")]
        case Matching():
            items = (tag("li", *markdown(pair.left), data_item=pair.id) for pair in question.pairs)
            shown = matching_targets(question).items()
            targets = (tag("li", *markdown(text), data_target=key) for key, text in shown)
            return [tag("ul", *items, classes="cw-items"), tag("ul", *targets, classes="cw-targets")]
        case Ordering():
            entries = (tag("li", *markdown(text), data_item=key) for key, text in ordering_shown(question))
            return [tag("ul", *entries, classes="cw-items")]
        case Numeric():
            line = f"{words['your-answer']}: ________ {question.unit}".rstrip()
            return [text_tag("p", line, "cw-blank", data_unit=question.unit)]
        case _:
            return [text_tag("p", f"{words['your-answer']}: ________", "cw-blank")]
