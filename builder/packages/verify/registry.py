"""Every rule of verification, in the order of docs/reference/verify.md, which tells the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from builder.packages.verify.archive_rules import NAMES, SAFETY
from builder.packages.verify.cartridge_rules import CARTRIDGE_RULES
from builder.packages.verify.cmi5_rules import CMI5_RULES
from builder.packages.verify.content_rules import CONTENT_RULES, DAMAGE, MEDIA_RULES
from builder.packages.verify.entry_rules import ENTRY_RULES
from builder.packages.verify.epub_file_rules import EPUB_FILE_RULES
from builder.packages.verify.epub_part_rules import EPUB_PART_RULES
from builder.packages.verify.epub_rules import EPUB_RULES
from builder.packages.verify.file_rules import FILE_RULES
from builder.packages.verify.finding import Rule
from builder.packages.verify.legal_values import QTI_VALUE_RULES, SEQUENCING_VALUE_RULES
from builder.packages.verify.manifest_rules import NAME_RULES
from builder.packages.verify.qti_rules import QTI_RULES
from builder.packages.verify.scorm_rules import SCORM_RULES
from builder.packages.verify.sequencing_rules import SEQUENCING_RULES
from builder.packages.verify.session_rules import CMI5_SESSION_RULES, SCORM_SESSION_RULES
from builder.packages.verify.structure import STRUCTURE

RULES: Mapping[str, tuple[Rule[Any], ...]] = MappingProxyType(
    {
        "The zip": (*SAFETY, *NAMES, *DAMAGE),
        "The way in": ENTRY_RULES,
        "Elements and attributes": STRUCTURE,
        "Names and references in `imsmanifest.xml`": NAME_RULES,
        "Files in `imsmanifest.xml`": FILE_RULES,
        "SCORM": SCORM_RULES,
        "Sequencing (SCORM 2004)": (*SEQUENCING_RULES, *SEQUENCING_VALUE_RULES),
        "cmi5": CMI5_RULES,
        "Sessions (SCORM and cmi5)": tuple(dict.fromkeys((*SCORM_SESSION_RULES, *CMI5_SESSION_RULES))),
        "Common Cartridge": CARTRIDGE_RULES,
        "Questions of a cartridge": (*QTI_RULES, *QTI_VALUE_RULES),
        "EPUB": (*EPUB_RULES, *EPUB_FILE_RULES, *EPUB_PART_RULES),
        "Pages": (*CONTENT_RULES, *MEDIA_RULES),
    }
)
"""Rules by heading; a rule that holds of several kinds is told once."""
