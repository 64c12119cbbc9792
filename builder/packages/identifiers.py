"""Identifiers that a learning system files progress under: the same in every version, different for every course.

They are NCNames (Namespaces in XML 1.0, section 3) of ASCII letters, digits, ``-`` and ``_``. A slug has no ``_``, so
parts joined by ``_``, and digests and facets set off by ``__``, can be told apart: no two things share an identifier.
"""

from __future__ import annotations

import hashlib
import re

from builder.model.identity import SLUG

LONGEST_PART = 100
"""Characters; learning systems keep 255 for an identifier, which has at most two parts here."""


def identifier(*parts: str) -> str:
    """Return the identifier of what ``parts`` name: a course's id, then perhaps an id of its content."""
    return "_".join(("cw", *(_part(part) for part in parts)))


def facet(of: str, name: str) -> str:
    """Return the identifier of one side of a thing, such as its ``organization``; ``name`` is no hex number."""
    return f"{of}__{name}"


def _part(text: str) -> str:
    """``text`` itself if it is a slug of fair length, else a readable beginning and a digest of the whole."""
    if len(text) <= LONGEST_PART and SLUG.fullmatch(text):
        return text
    readable = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]
    return f"{readable}__{hashlib.sha256(text.encode('utf-8')).hexdigest()[:16]}"
