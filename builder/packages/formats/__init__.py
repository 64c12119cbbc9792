"""The formats that a package can be written in: one file each, one line each in the registry below."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.packages.format import Format
from builder.packages.formats import cmi5, common_cartridge, epub, html, moodle_xml, pdf, scorm12, scorm2004, web

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "scorm12": scorm12.FORMAT,
        "scorm2004": scorm2004.FORMAT,
        "cmi5": cmi5.FORMAT,
        "cc11": common_cartridge.CC11_FORMAT,
        "cc13": common_cartridge.CC13_FORMAT,
        "moodle-xml": moodle_xml.FORMAT,
        "epub": epub.FORMAT,
        "pdf": pdf.FORMAT,
        "web": web.FORMAT,
        "html": html.FORMAT,
    }
)
