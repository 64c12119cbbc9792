"""Names that stay the same from one edition of a course to the next."""

from __future__ import annotations

import base64
import hashlib
import re

TOKEN_LENGTH = 4
"""Characters of a token: 24 bits, so two of 300 ids collide about once in 370 courses; `check` finds it."""

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What an id that an author chooses looks like: lower-case words joined by hyphens."""


def token(identifier: str) -> str:
    """Return the short stable name of ``identifier``: 4 characters of ``A-Z a-z 0-9 - _``.

    The learner's saved state names pages and questions by token (docs/reference/state.md), so a new edition
    finds its way in old state by the ids alone, whatever has been added, removed or moved.
    """
    digest = hashlib.sha256(identifier.encode("utf-8")).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii")[:TOKEN_LENGTH]
