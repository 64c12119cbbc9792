"""Markup as values: elements in, UTF-8 out, so that nothing is ever quoted by hand."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree


def element(
    name: str,
    attributes: Mapping[str, str],
    *content: etree._Element | str,
    namespaces: Mapping[str | None, str] | None = None,
) -> etree._Element:
    """Return an element with its content in order; ``name`` may be ``{namespace}name``.

    ``namespaces`` are the prefixes to declare on it (None: the default one), for a document's root.
    """
    # lxml-stubs forget that None names the default namespace
    made = etree.Element(name, attrib=dict(attributes), nsmap=namespaces)  # type: ignore[arg-type]
    for part in content:
        if not isinstance(part, str):
            made.append(part)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + part
        else:
            made.text = (made.text or "") + part
    return made


def xml_document(root: etree._Element) -> bytes:
    """Return ``root`` as an XML document, indented."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def html_document(root: etree._Element) -> bytes:
    """Return ``root`` as an HTML document."""
    return etree.tostring(root, method="html", doctype="<!DOCTYPE html>", encoding="UTF-8")
