"""What is documented about a learning system that decides which formats to send to it (docs/reference/presets.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Preset:
    """One learning system. ``takes`` are the formats that it is documented to import, in the order of preference;
    ``unfit`` says of another format why it is not written for it, ``mind`` what to know of one that is; ``whole`` names
    those that are launched as one where they would have several parts."""

    name: str
    title: str
    takes: tuple[str, ...]
    unfit: Mapping[str, str] = field(default_factory=lambda: _NONE)
    mind: Mapping[str, str] = field(default_factory=lambda: _NONE)
    whole: tuple[str, ...] = ()


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "generic": Preset("generic", "any learning system", ()),
        "moodle": Preset(
            "moodle",
            "Moodle",
            ("scorm12", "cc11", "moodle-xml"),
            unfit=MappingProxyType(
                {
                    "cc13": "Moodle's import does not recognise Common Cartridge 1.3; cc11 holds the same",
                    "cmi5": "Moodle plays cmi5 only with a plugin",
                }
            ),
            mind=MappingProxyType(
                {"scorm2004": "Moodle plays SCORM 2004 without its sequencing: nothing is blocked there"}
            ),
        ),
        "ilias": Preset(
            "ilias",
            "ILIAS",
            ("scorm2004", "scorm12", "cmi5"),
            unfit=MappingProxyType(
                {
                    "cc11": "ILIAS imports no Common Cartridge",
                    "cc13": "ILIAS imports no Common Cartridge",
                    "moodle-xml": "it is a question bank for Moodle",
                }
            ),
            mind=MappingProxyType(
                {"cmi5": "written with one assignable unit: several are documented as not supported by ILIAS"}
            ),
            whole=("cmi5",),
        ),
        "canvas": Preset(
            "canvas",
            "Canvas",
            ("cc13", "scorm12"),
            unfit=MappingProxyType(
                {
                    "cc11": "Canvas takes Common Cartridge 1.3, which holds the same",
                    "moodle-xml": "it is a question bank for Moodle",
                }
            ),
            mind=MappingProxyType({"scorm12": "Canvas plays SCORM only where the SCORM tool is switched on"}),
        ),
    }
)
"""The registry. Where nothing is documented, the same bytes serve every system."""
