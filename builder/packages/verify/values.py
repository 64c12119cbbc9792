"""Small values that several standards share: numbers in a range, language tags, IRIs."""

from __future__ import annotations

import re

NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?|[+-]?\.\d{1,20}")
"""xs:decimal, of fair length."""
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
"""xs:language, as BCP 47 tags are made."""
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")
"""An IRI with its scheme (RFC 3987); no reference that hangs on something else."""
TRUE = ("true", "1")
BOOLEANS = (*TRUE, "false", "0")


def out_of_range(value: str, low: float, high: float) -> bool:
    """Whether ``value`` is no decimal number from ``low`` to ``high``."""
    return not NUMBER.fullmatch(value) or not low <= float(value) <= high


def is_language(value: str) -> bool:
    """Whether ``value`` has the form of a language tag."""
    return bool(LANGUAGE.fullmatch(value))


def is_iri(value: str) -> bool:
    """Whether ``value`` is an absolute IRI."""
    return bool(IRI.fullmatch(value))
