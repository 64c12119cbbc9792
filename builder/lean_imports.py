"""One import that costs more than all others together, and that nothing here needs.

jsonschema tries to import `rfc3987_syntax`, which compiles a grammar for international addresses (about 1.5 s), to
check the format `iri`. Neither Jupyter Book nor nbformat checks formats; without it jsonschema leaves that one out.
"""

from __future__ import annotations

import sys


def skip_address_grammar() -> None:
    """Let jsonschema find that `rfc3987_syntax` is not there, unless something has imported it already."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
