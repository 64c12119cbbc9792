"""The formats that a package can be written in: one file each, one line each in the registry below."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.packages.format import Format, Formats

FORMATS: Mapping[str, Format] = Formats(
    __name__,
    MappingProxyType(
        {
            "scorm12": "scorm12:FORMAT",
            "scorm2004": "scorm2004:FORMAT",
            "cmi5": "cmi5:FORMAT",
            "cc11": "common_cartridge:CC11_FORMAT",
            "cc13": "common_cartridge:CC13_FORMAT",
            "moodle-xml": "moodle_xml:FORMAT",
            "epub": "epub:FORMAT",
            "pdf": "pdf:FORMAT",
            "web": "web:FORMAT",
            "html": "html:FORMAT",
        }
    ),
)
"""By name: the file in this folder, and the format's name there."""
