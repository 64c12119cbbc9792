"""Each rule finds its defect and nothing else; sound packages give no finding."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.packages.verify.registry import RULES
from builder.packages.verify.verifying import verify_package
from tests.unit.packages.verify.good import GOOD, KINDS, Change, add, both, drop, edit, write

IMS = "imsmanifest.xml"
FILES = '<file href="s.css"/>'


def manifest(old: str, new: str) -> Change:
    return edit(IMS, old, new)


def cmi5(old: str, new: str) -> Change:
    return edit("cmi5.xml", old, new)


def quiz(old: str, new: str) -> Change:
    return edit("q.xml", old, new)


def opf(old: str, new: str) -> Change:
    return edit("E/p.opf", old, new)


def nav(old: str, new: str) -> Change:
    return edit("E/nav.xhtml", old, new)


def page(html: str) -> Change:
    return edit("a.html", "<p>", f"{html}<p>")


def chapter(html: str) -> Change:
    return edit("E/c.xhtml", "<p>", f"{html}<p>")


DEFECTS: list[tuple[str, str, str, Change]] = [
    # Elements and attributes.
    ("element-missing", "scorm12", "no title", manifest("<title>T</title>\n<item", "\n<item")),
    ("element-missing", "scorm2004", "no metadata", lambda m: {**m, IMS: _without(m[IMS], "metadata")}),
    ("element-missing", "cmi5", "no description", lambda m: {**m, "cmi5.xml": _without(m["cmi5.xml"], "description")}),
    (
        "element-missing",
        "cmi5",
        "an objective's description",
        cmi5('<description><langstring lang="en">D</langstring></description></objective>', "</objective>"),
    ),
    ("element-missing", "cc11", "no title", manifest("<title>Page</title>", "")),
    (
        "element-order",
        "scorm12",
        "ADL before the title",
        manifest(
            '"?p=1"><title>T</title>\n<adlcp:prerequisites type="aicc_script">R</adlcp:prerequisites>',
            '"?p=1"><adlcp:prerequisites type="aicc_script">R</adlcp:prerequisites><title>T</title>',
        ),
    ),
    (
        "element-order",
        "scorm12",
        "dependency before file",
        both(
            manifest(
                "</resources>", '<resource identifier="R2" type="webcontent" adlcp:scormtype="asset"/></resources>'
            ),
            manifest(FILES, f'<dependency identifierref="R2"/>{FILES}'),
        ),
    ),
    (
        "element-order",
        "cmi5",
        "url before title",
        both(cmi5("<url>a.html?p=1</url>", ""), cmi5('lesson"><title>', 'lesson"><url>a.html?p=1</url><title>')),
    ),
    ("element-order", "scorm2004", "objectives before rules", lambda m: {**m, IMS: _objectives_first(m[IMS])}),
    (
        "element-repeated",
        "scorm12",
        "two titles",
        manifest("<title>T</title>\n<item", "<title>T</title><title>U</title>\n<item"),
    ),
    ("element-unknown", "scorm12", "an element of nobody", manifest("<resources>", "<files/><resources>")),
    (
        "element-unknown",
        "cc11",
        "title at the root item",
        manifest('<item identifier="root">', '<item identifier="root"><title>T</title>'),
    ),
    ("attribute-missing", "scorm12", "resource without type", manifest(' type="webcontent"', "")),
    ("attribute-missing", "cc11", "organization without structure", manifest(' structure="rooted-hierarchy"', "")),
    (
        "attribute-unknown",
        "scorm12",
        "a prefix forgotten",
        manifest('href="a.html?q=1"', 'href="a.html?q=1" mastery="1"'),
    ),
    ("attribute-unknown", "cc13", "isvisible", manifest('"I1" ', '"I1" isvisible="true" ')),
    # Names and references.
    ("manifest-namespace", "scorm12", "of nobody", manifest("imscp_rootv1p1p2", "imscp_rootv1p1p9")),
    ("manifest-schema", "scorm12", "in small letters", manifest("ADL SCORM", "adl scorm")),
    ("manifest-schema", "scorm2004", "an edition that is none", manifest("2004 4th Edition", "2004 5th Edition")),
    ("manifest-schema", "cc13", "of another version", manifest("1.3.0", "1.2.0")),
    ("manifest-schema-missing", "scorm12", "no version", manifest("<schemaversion>1.2</schemaversion>", "")),
    ("manifest-schema-missing", "cc13", "an empty one", manifest(">1.3.0<", "><")),
    (
        "manifest-namespace",
        "scorm12",
        "another root",
        lambda m: {**m, IMS: m[IMS].replace("<manifest ", "<Manifest ").replace("</manifest>", "</Manifest>")},
    ),
    ("title-empty", "scorm12", "of an item", manifest("<title>T</title>\n<adlcp", "<title> </title>\n<adlcp")),
    ("title-empty", "cc13", "of an item", manifest(">Quiz<", "><")),
    (
        "organization-default",
        "scorm12",
        "two and none named",
        both(
            manifest(' default="O"', ""),
            manifest(
                "</organizations>", '<organization identifier="P"><title>P</title></organization></organizations>'
            ),
        ),
    ),
    ("organization-default", "scorm2004", "none", manifest(' default="O"', "")),
    ("identifier-repeated", "scorm12", "item and resource", manifest('"I"', '"R"')),
    ("identifier-illegal", "scorm12", "begins with a digit", manifest('"I"', '"1"')),
    ("identifier-illegal", "cc11", "with a space", manifest('"I1"', '"I 1"')),
    ("reference-unresolved", "scorm12", "of an item", manifest('identifierref="R"', 'identifierref="X"')),
    ("reference-unresolved", "scorm12", "default organization", manifest('default="O"', 'default="X"')),
    (
        "reference-unresolved",
        "cc11",
        "of a dependency",
        manifest('<dependency identifierref="R6"/>', '<dependency identifierref="X"/>'),
    ),
    (
        "dependency-circular",
        "cc11",
        "itself",
        manifest('<dependency identifierref="R6"/>', '<dependency identifierref="R1"/>'),
    ),
    ("item-empty", "scorm12", "no reference", manifest(' identifierref="R"', "")),
    ("nothing-to-open", "scorm12", "no item", lambda m: {**m, IMS: _without(m[IMS], "item")}),
    # Files.
    (
        "address-illegal",
        "scorm12",
        "a stray percent sign",
        both(
            manifest('"s.css"', '"100%.css"'), add("100%.css", ""), drop("s.css"), edit("a.html", "s.css", "100%25.css")
        ),
    ),
    ("address-outside", "scorm12", "above the root", manifest(FILES, f'{FILES}<file href="../s.css"/>')),
    ("launch-remote", "scorm12", "on a host", manifest("a.html?q=1", "https://example.org/a.html")),
    ("file-missing", "scorm12", "a style", manifest(FILES, f'{FILES}<file href="t.css"/>')),
    ("file-unlisted", "scorm12", "a text", add("more.txt", "")),
    ("file-unlisted", "cc13", "a text", add("evenmore.txt", "")),
    ("file-listed-twice", "scorm12", "a style", manifest(FILES, FILES * 2)),
    ("launch-unlisted", "scorm12", "the page", manifest('<file href="a.html"/>', "")),
    ("launch-missing", "scorm12", "no address", manifest(' href="a.html?q=1"', "")),
    ("launch-missing", "cc11", "another page", manifest('"a.html"', '"A.html"')),
    ("launch-not-html", "scorm12", "an image", manifest("a.html?q=1", "dot.png")),
    # SCORM.
    ("scorm-adl-namespace", "scorm12", "of 2004", manifest("adlcp_rootv1p2", "adlcp_v1p3")),
    (
        "scorm-adl-namespace",
        "scorm12",
        "of nobody",
        manifest("<adlcp:masteryscore>70</adlcp:masteryscore>", '<masteryscore xmlns="urn:x">70</masteryscore>'),
    ),
    (
        "element-unknown",
        "scorm2004",
        "of nobody",
        manifest('<imsss:objective objectiveID="Q"/>', '<objective xmlns="urn:x" objectiveID="Q"/>'),
    ),
    (
        "element-unknown",
        "scorm2004",
        "no sequencing of ADL",
        manifest(
            "</imsss:objectives></imsss:sequencing>",
            '</imsss:objectives><rollupconsiderations xmlns="http://www.adlnet.org/xsd/adlseq_v1p3"/></imsss:sequencing>',
        ),
    ),
    ("scorm-type", "scorm12", "capital T", manifest("scormtype", "scormType")),
    ("scorm-type", "scorm2004", "small t", manifest("scormType", "scormtype")),
    ("scorm-type", "scorm12", "capital value", manifest('"sco"', '"SCO"')),
    ("scorm-resource-type", "scorm12", "empty", manifest('"webcontent"', '""')),
    ("scorm-resource-type", "scorm12", "a test", manifest('"webcontent"', '"test"')),
    ("scorm-no-sco", "scorm12", "an asset alone", manifest('"sco"', '"asset"')),
    (
        "scorm-element-unknown",
        "scorm12",
        "as in 2004",
        both(
            manifest("<adlcp:datafromlms>", "<adlcp:dataFromLMS>"),
            manifest("</adlcp:datafromlms>", "</adlcp:dataFromLMS>"),
        ),
    ),
    (
        "scorm-element-order",
        "scorm12",
        "mastery first",
        both(
            manifest("<adlcp:masteryscore>70</adlcp:masteryscore>", ""),
            manifest("<adlcp:datafromlms>", "<adlcp:masteryscore>70</adlcp:masteryscore><adlcp:datafromlms>"),
        ),
    ),
    (
        "scorm-element-repeated",
        "scorm12",
        "two scores",
        manifest("</item>", "<adlcp:masteryscore>80</adlcp:masteryscore></item>"),
    ),
    ("scorm12-mastery", "scorm12", "over 100", manifest(">70<", ">170<")),
    ("scorm12-mastery", "scorm12", "a share", manifest(">70<", ">0.7<")),
    ("scorm12-mastery", "scorm12", "a word", manifest(">70<", ">good<")),
    ("scorm2004-threshold", "scorm2004", "over 1", manifest('"0.5"', '"50"')),
    (
        "scorm2004-threshold",
        "scorm2004",
        "as in the third edition",
        manifest(' completedByMeasure="true" minProgressMeasure="0.5"/>', ">0.5</adlcp:completionThreshold>"),
    ),
    ("scorm-time-limit", "scorm12", "a wish", manifest("exit,message", "stop")),
    ("scorm-time-limit", "scorm12", "minutes", manifest("0001:30:00", "90")),
    ("scorm12-prerequisites", "scorm12", "no type", manifest(' type="aicc_script"', "")),
    ("scorm-too-long", "scorm12", "launch data", manifest(">d<", f">{'d' * 256}<")),
    ("scorm-too-long", "scorm12", "version", manifest('version="1"', f'version="{"1" * 21}"')),
    ("scorm-visible", "scorm12", "a capital", manifest('isvisible="true"', 'isvisible="True"')),
    ("scorm-parameters", "scorm12", "no question mark", manifest('"?p=1"', '"p=1"')),
    # Sequencing.
    ("sequencing-measure", "scorm2004", "over 1", manifest(">0.7<", ">70<")),
    ("sequencing-weight", "scorm2004", "over 1", manifest('Weight="1"', 'Weight="100"')),
    ("sequencing-measure-unused", "scorm2004", "not asked for", manifest(' satisfiedByMeasure="true"', "")),
    (
        "sequencing-map",
        "scorm2004",
        "a global objective",
        manifest(
            '<imsss:objective objectiveID="Q"/>',
            '<imsss:objective objectiveID="Q"><imsss:mapInfo targetObjectiveID="G"/></imsss:objective>',
        ),
    ),
    ("sequencing-objective-repeated", "scorm2004", "the primary's", manifest('objectiveID="Q"', 'objectiveID="P"')),
    (
        "sequencing-objective-unknown",
        "scorm2004",
        "of a condition",
        manifest('referencedObjective="P"', 'referencedObjective="X"'),
    ),
    (
        "sequencing-unresolved",
        "scorm2004",
        "no collection",
        manifest("<imsss:sequencing><imsss:controlMode", '<imsss:sequencing IDRef="X"><imsss:controlMode'),
    ),
    ("sequencing-no-way", "scorm2004", "both off", manifest('choice="true" flow="true"', 'choice="false"')),
    (
        "sequencing-never-blocks",
        "scorm2004",
        "one condition",
        manifest('<imsss:ruleCondition operator="not" condition="objectiveStatusKnown"/>', ""),
    ),
    (
        "sequencing-none",
        "scorm2004",
        "two activities",
        manifest(
            '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing></organization>',
            "</organization>",
        ),
    ),
    ("sequencing-value", "scorm2004", "an action of nobody", manifest('"disabled"', '"explode"')),
    # cmi5.
    ("cmi5-namespace", "cmi5", "of nobody", cmi5("cmi5/v1", "cmi5/v9")),
    ("cmi5-id", "cmi5", "no scheme", cmi5('"https://example.org/a"', '"a"')),
    ("cmi5-id-repeated", "cmi5", "course and AU", cmi5('"https://example.org/a"', '"https://example.org/c"')),
    (
        "cmi5-objective-unknown",
        "cmi5",
        "another",
        cmi5('idref="https://example.org/o"', 'idref="https://example.org/x"'),
    ),
    ("cmi5-value", "cmi5", "moveOn in small letters", cmi5('"Passed"', '"passed"')),
    ("cmi5-value", "cmi5", "launchMethod", cmi5("AnyWindow", "Popup")),
    ("cmi5-moveon-missing", "cmi5", "none", cmi5('moveOn="Passed" ', "")),
    ("cmi5-mastery", "cmi5", "a percentage", cmi5('"0.7"', '"70"')),
    ("cmi5-mastery", "cmi5", "five places", cmi5('"0.7"', '"0.70001"')),
    ("cmi5-mastery-missing", "cmi5", "none", cmi5(' masteryScore="0.7"', "")),
    ("cmi5-activity-type", "cmi5", "a word", cmi5("http://adlnet.gov/expapi/activities/lesson", "lesson")),
    ("cmi5-objective-unknown", "cmi5", "no idref", cmi5(' idref="https://example.org/o"', "")),
    ("cmi5-launch-missing", "cmi5", "an empty url", cmi5("a.html?p=1", "")),
    ("cmi5-launch-missing", "cmi5", "another page", cmi5("a.html?", "x.html?")),
    ("cmi5-launch-not-html", "cmi5", "an image", cmi5("a.html?", "dot.png?")),
    ("cmi5-launch-remote", "cmi5", "on a host", cmi5("a.html?", "https://example.org/a.html?")),
    ("cmi5-url-reserved", "cmi5", "fetch", cmi5("?p=1", "?fetch=1")),
    ("cmi5-language", "cmi5", "not said", cmi5(' lang="en">A<', ">A<")),
    ("cmi5-title-empty", "cmi5", "no words", cmi5(">A<", "> <")),
    # Sessions.
    ("session-no-start", "scorm12", "another name", edit("run.js", "LMSInitialize", "begin")),
    ("session-no-start", "scorm2004", "another name", edit("run.js", "Initialize", "begin")),
    ("session-no-end", "scorm12", "another name", edit("run.js", "LMSFinish", "stop")),
    ("session-no-end", "scorm2004", "another name", edit("run.js", "Terminate", "stop")),
    ("session-no-script", "scorm12", "a page alone", manifest("a.html?q=1", "b%20c.html")),
    ("session-no-parameters", "cmi5", "none", edit("run.js", "endpoint = launch.endpoint", "x = 1")),
    ("unload-handler", "scorm12", "in a script", edit("run.js", '"pagehide"', '"unload"')),
    ("unload-handler", "scorm2004", "as a property", edit("run.js", "api.Init", "window.onunload = end; api.Init")),
    # Common Cartridge.
    ("cc-organization", "cc11", "flat", manifest("rooted-hierarchy", "flat")),
    ("cc-outline", "cc11", "none", lambda m: {**m, "imsmanifest.xml": _without(m["imsmanifest.xml"], "organization ")}),
    ("cc-metadata", "cc11", "no LOM", lambda m: {**m, IMS: _without(m[IMS], "l:lom")}),
    ("cc-type", "cc11", "of 1.3", manifest("imswl_xmlv1p1", "imswl_xmlv1p3")),
    ("cc-type", "cc11", "empty", manifest('"imswl_xmlv1p1"', '""')),
    ("cc-href", "cc11", "two files", manifest('<file href="w.xml"/>', '<file href="w.xml"/><file href="more.txt"/>')),
    ("cc-href", "cc11", "of a test", manifest('/assessment">', '/assessment" href="q.xml">')),
    (
        "cc-bank",
        "cc11",
        "in the outline",
        manifest(
            "</item></organization>",
            '<item identifier="I5" identifierref="R5"><title>B</title></item></item></organization>',
        ),
    ),
    (
        "cc-dependency",
        "cc11",
        "on a test",
        manifest('<dependency identifierref="R6"/>', '<dependency identifierref="R2"/>'),
    ),
    ("cc-document", "cc11", "not closed", edit("w.xml", "</webLink>", "")),
    ("cc-root", "cc13", "of 1.1", edit("t.xml", "imsccv1p3", "imsccv1p1")),
    ("cc-weblink", "cc11", "relative", edit("w.xml", "https://example.org/", "a.html")),
    ("cc-weblink", "cc11", "an empty title", edit("w.xml", "<title>T</title>", "<title/>")),
    (
        "element-order",
        "cc11",
        "title after url",
        lambda m: {**m, "w.xml": _title_last(m["w.xml"])},
    ),
    (
        "text-stray",
        "scorm2004",
        "in a rule",
        manifest('"disabled"/>', '"disabled">no</imsss:ruleAction>'),
    ),
    ("text-stray", "cmi5", "between elements", cmi5("<title>", "<title>A")),
    ("cc-topic", "cc11", "no text", edit("t.xml", "What do you think?", "")),
    ("element-repeated", "cc11", "two sections", lambda m: {**m, "q.xml": _doubled(m["q.xml"])}),
    ("qti-container", "cc11", "a bank", lambda m: {**m, "q.xml": m["b.xml"]}),
    (
        "element-unknown",
        "cc11",
        "a section within",
        quiz('<section ident="S">', '<section ident="S"><selection_ordering/>'),
    ),
    ("qti-exam-profile", "cc11", "another", quiz("cc.exam.v0p1", "exam")),
    ("qti-item-profile", "cc11", "another", quiz("cc.true_false.v0p1", "tf")),
    ("attribute-missing", "cc11", "ident of the section", quiz(' ident="S"', "")),
    ("qti-ident", "cc11", "two questions", lambda m: {**m, "q.xml": _asked_twice(m["q.xml"])}),
    ("qti-score", "cc11", "another variable", quiz('varname="SCORE" vartype', 'varname="POINTS" vartype')),
    ("qti-points", "cc11", "over 100", quiz(">100<", ">101<")),
    ("qti-key", "cc11", "no such choice", quiz('"R">b<', '"R">z<')),
    ("qti-choices", "cc11", "several may be chosen", quiz('"Single"', '"Multiple"')),
    ("qti-choices", "cc11", "one ident twice", quiz('<response_label ident="a">', '<response_label ident="b">')),
    ("qti-unanswered", "cc11", "no score", quiz('<setvar action="Set" varname="SCORE">100</setvar>', "")),
    ("qti-value", "cc11", "in small letters", quiz('continue="No"', 'continue="no"')),
    ("qti-feedback", "cc11", "another", quiz('linkrefid="F"', 'linkrefid="X"')),
    ("qti-ident", "cc11", "two feedbacks", lambda m: {**m, "q.xml": _told_twice(m["q.xml"])}),
    ("qti-key", "cc11", "nothing to compare", lambda m: {**m, "q.xml": _written(m["q.xml"]).replace(">b<", "><")}),
    ("qti-words", "cc11", "no title of the test", quiz('title="Quiz"', 'title=""')),
    ("qti-words", "cc11", "no question", quiz("Is it?", "")),
    ("qti-words", "cc11", "no choice", quiz("<material><mattext>True</mattext></material>", "")),
    ("qti-words", "cc11", "no feedback", quiz(">Yes<", "><")),
    # EPUB.
    ("epub-mimetype", "epub", "a line break", edit("mimetype", "zip", "zip\n")),
    ("epub-package", "epub", "another place", edit("META-INF/container.xml", "E/p.opf", "p.opf")),
    ("epub-package", "epub", "another type", edit("META-INF/container.xml", "oebps-package+xml", "xml")),
    ("epub-package", "epub", "a container of nobody", edit("META-INF/container.xml", "opendocument", "other")),
    ("epub-package", "epub", "a package of nobody", opf("http://www.idpf.org/2007/opf", "urn:x")),
    ("epub-spine", "epub", "a chapter twice", opf('<itemref idref="c"/>', '<itemref idref="c"/><itemref idref="c"/>')),
    ("epub-spine", "epub", "linear", opf('<itemref idref="c"/>', '<itemref idref="c" linear="true"/>')),
    ("epub-version", "epub", "four", opf('version="3.0"', 'version="4.0"')),
    ("epub-section", "epub", "no spine", lambda m: {**m, "E/p.opf": _without(m["E/p.opf"], "spine")}),
    ("epub-identifier", "epub", "another id", opf('unique-identifier="id"', 'unique-identifier="x"')),
    ("epub-title", "epub", "none", opf("<dc:title>T</dc:title>", "")),
    ("epub-language", "epub", "a word", opf(">en<", ">plain English<")),
    ("epub-metadata-empty", "epub", "no rights", opf("<dc:title>", "<dc:rights/><dc:title>")),
    (
        "epub-ncx",
        "epub",
        "of another book",
        both(
            opf("</manifest>", '<item id="x" href="x.ncx" media-type="application/x-dtbncx+xml"/></manifest>'),
            add("E/x.ncx", '<ncx><head><meta name="dtb:uid" content="urn:x:2"/></head></ncx>'),
        ),
    ),
    ("epub-modified", "epub", "a day", opf("2026-01-31T12:00:00Z", "2026-01-31")),
    ("epub-item", "epub", "one id twice", opf('id="d"', 'id="s"')),
    (
        "epub-file-missing",
        "epub",
        "a style",
        opf("</manifest>", '<item id="x" href="x.css" media-type="text/css"/></manifest>'),
    ),
    ("epub-file-unlisted", "epub", "a text", add("E/more.txt", "")),
    ("epub-used-unlisted", "epub", "an image", opf('<item id="d" href="dot.png" media-type="image/png"/>', "")),
    ("epub-media-type", "epub", "of a style", opf('"text/css"', '"text/plain"')),
    ("epub-spine", "epub", "an image", opf("</spine>", '<itemref idref="d"/></spine>')),
    ("epub-nav", "epub", "no list", edit("E/nav.xhtml", 'epub:type="toc"', 'epub:type="landmarks"')),
    ("epub-not-well-formed", "epub", "not closed", chapter("<br>")),
    ("epub-properties", "epub", "script", opf(' properties="scripted"', "")),
    (
        "epub-remote",
        "epub",
        "an image",
        both(
            chapter('<img alt="" src="https://example.org/i.png"/>'), opf('"scripted"', '"scripted remote-resources"')
        ),
    ),
    ("element-unknown", "epub", "in the container", edit("META-INF/container.xml", "</rootfiles>", "</rootfiles><x/>")),
    ("element-unknown", "epub", "in the spine", opf("</spine>", "<itemRef/></spine>")),
    ("attribute-unknown", "epub", "of an item", opf('id="s"', 'id="s" mime="1"')),
    ("epub-value", "epub", "a direction", opf("<spine>", '<spine page-progression-direction="left">')),
    ("epub-value", "epub", "a property of nobody", opf('"scripted"', '"scripted interactive"')),
    ("epub-value", "epub", "an id with a space", opf('id="s"', 'id="s 1"')),
    ("epub-value", "epub", "the container's version", edit("META-INF/container.xml", '"1.0"', '"2.0"')),
    (
        "epub-metadata-name",
        "epub",
        "no element of Dublin Core",
        opf("<dc:title>", "<dc:author>A</dc:author><dc:title>"),
    ),
    (
        "epub-metadata-name",
        "epub",
        "of nobody",
        opf("<dc:title>", '<creator xmlns="urn:x">A</creator><dc:title>'),
    ),
    (
        "epub-reference",
        "epub",
        "refines",
        opf("</metadata>", '<meta refines="#x" property="role">aut</meta></metadata>'),
    ),
    ("epub-reference", "epub", "a fallback", opf('id="s"', 'id="s" fallback="x"')),
    ("epub-nav-list", "epub", "an empty list", nav('<li><a href="c.xhtml">C</a></li>', "")),
    ("epub-nav-list", "epub", "no words", nav(">C<", "><")),
    ("epub-nav-list", "epub", "no address", nav('<a href="c.xhtml">', "<a>")),
    ("epub-nav-list", "epub", "a heading alone", nav("</li>", "</li><li><span>S</span></li>")),
    ("epub-nav-target", "epub", "the contents themselves", nav('"c.xhtml"', '"nav.xhtml"')),
    ("epub-document", "epub", "no title", edit("E/c.xhtml", "<title>T</title>", "")),
    ("epub-document", "epub", "of nobody", edit("E/c.xhtml", "http://www.w3.org/1999/xhtml", "urn:x")),
    # The way in.
    ("manifest-nested", "scorm12", "in a folder", lambda m: {f"course/{name}": text for name, text in m.items()}),
    ("kind-unknown", "scorm12", "no manifest", drop(IMS)),
    (
        "kind-unknown",
        "scorm12",
        "of no kind",
        both(
            manifest("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "urn:x"),
            manifest("<schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>", ""),
        ),
    ),
    ("manifest-broken", "scorm12", "not closed", manifest("</manifest>", "")),
    ("manifest-broken", "cmi5", "not closed", cmi5("</courseStructure>", "")),
    ("manifest-entities", "scorm12", "one", manifest("<manifest ", '<!DOCTYPE manifest [<!ENTITY a "b">]><manifest ')),
    (
        "manifest-entities",
        "cmi5",
        "a DTD to be fetched",
        cmi5("<courseStructure ", '<!DOCTYPE courseStructure SYSTEM "https://example.org/x.dtd"><courseStructure '),
    ),
    # Pages.
    (
        "foreign-code",
        "web",
        "by the page's base",
        add("d.html", '<html><head><base href="https://cdn.example.org/"><script src="x.js"></script></head></html>'),
    ),
    ("page-empty", "web", "a page", add("e.html", " ")),
    ("foreign-code", "scorm12", "a script", page('<script src="https://cdn.example.org/x.js"></script>')),
    ("foreign-code", "cc11", "an imported style", edit("s.css", "p {", "@import 'https://cdn.example.org/x.css'; p {")),
    ("foreign-media", "scorm12", "an image", page('<img src="//cdn.example.org/i.png">')),
    ("foreign-media", "cmi5", "a font", edit("s.css", "p {", "@font-face {src: url(https://example.org/f.woff2)} p {")),
    ("foreign-media", "cc13", "a frame", page('<iframe src="https://example.org/"></iframe>')),
    ("foreign-in-script", "scorm12", "a library", edit("run.js", "api.", 'load("https://cdn.example.org/x.js"); api.')),
    ("foreign-in-script", "web", "fetch", edit("run.js", "//", 'fetch("https://api.example.org/v1"); //')),
    ("foreign-in-script", "web", "a request", edit("run.js", "//", 'x.open("GET", "https://example.org/v1"); //')),
    ("foreign-in-script", "web", "a picture", edit("run.js", "//", "new Image().src = '//example.org/i.gif'; //")),
    ("resource-missing", "web", "an image", page('<img src="no.png">')),
    ("style-resource-missing", "web", "an image", edit("s.css", "dot.png", "no.png")),
    ("link-broken", "web", "a page", page('<a href="no.html">on</a>')),
    ("link-broken", "web", "the root of the server", page('<a href="/a.html">on</a>')),
    ("inline-handler", "web", "a click", page('<p onclick="f()">x</p>')),
    # Names in the zip.
    ("zip-clash", "web", "capitals", add("A.HTML", "<p>x")),
    ("zip-windows", "web", "a question mark", add("what?.txt", "")),
    ("zip-backslash", "web", "a folder", add("a\\b.txt", "")),
    ("zip-name", "web", "out of the folder", add("../b.txt", "")),
    ("zip-name", "web", "absolute", add("/b.txt", "")),
    ("zip-name", "web", "a drive", add("C:b.txt", "")),
    ("junk-file", "scorm12", "of a Mac", add("__MACOSX/._a.html", "")),
]


def _without(text: str, element: str) -> str:
    begin = text.index(f"<{element}")
    end = text.index(f"</{element.strip()}>") + len(f"</{element.strip()}>")
    return text[:begin] + text[end:]


def _objectives_first(text: str) -> str:
    begin, end = text.index("<imsss:objectives>"), text.index("</imsss:objectives>") + len("</imsss:objectives>")
    objectives, rest = text[begin:end], text[:begin] + text[end:]
    return rest.replace("<imsss:sequencingRules>", f"{objectives}<imsss:sequencingRules>", 1)


def _doubled(text: str) -> str:
    begin, end = text.index("<section"), text.index("</section>") + len("</section>")
    second = text[begin:end].replace('ident="S"', 'ident="S2"').replace('item ident="Q"', 'item ident="Q2"')
    return text[:end] + second + text[end:]


def _title_last(text: str) -> str:
    return text.replace("<title>T</title>", "").replace("</webLink>", "<title>T</title></webLink>")


def _written(text: str) -> str:
    begin, end = text.index("<response_lid"), text.index("</response_lid>") + len("</response_lid>")
    field = '<response_str ident="R"><render_fib/></response_str>'
    return (text[:begin] + field + text[end:]).replace("cc.true_false.v0p1", "cc.fib.v0p1")


def _told_twice(text: str) -> str:
    begin, end = text.index("<itemfeedback"), text.index("</itemfeedback>") + len("</itemfeedback>")
    return text[:end] + text[begin:]


def _asked_twice(text: str) -> str:
    begin, end = text.index("<item "), text.index("</item>") + len("</item>")
    return text[:end] + text[begin:]


def link(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("l.txt")
    info.external_attr = 0o120777 << 16
    archive.writestr(info, "a.html")


def twice(archive: zipfile.ZipFile) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(zipfile.ZipInfo("a.html"), "<p>other")


ZIPS: list[tuple[str, str, Callable[[zipfile.ZipFile], None]]] = [
    ("zip-link", "to a page", link),
    ("zip-duplicate", "a page", twice),
    ("zip-bomb", "zeros", lambda archive: archive.writestr("z.bin", bytes(9 << 20), zipfile.ZIP_DEFLATED)),
    ("zip-method", "bzip2", lambda archive: archive.writestr("z.txt", "z", zipfile.ZIP_BZIP2)),
]


def codes(path: Path) -> set[str]:
    return {finding.code for finding in verify_package(path).findings}


@pytest.mark.parametrize("kind", GOOD)
def test_a_sound_package_gives_no_finding(kind: str, tmp_path: Path) -> None:
    verdict = verify_package(write(tmp_path / "p.zip", GOOD[kind]))
    assert (verdict.kind, verdict.findings) == (KINDS[kind], ())


@pytest.mark.parametrize(("code", "kind", "what", "change"), DEFECTS, ids=[f"{d[1]}: {d[0]}: {d[2]}" for d in DEFECTS])
def test_a_defect_gives_its_own_finding(code: str, kind: str, what: str, change: Change, tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", change(GOOD[kind]))
    assert codes(path) == {code}, verify_package(path).findings


@pytest.mark.parametrize(("code", "what", "spoil"), ZIPS, ids=[f"{z[0]}: {z[1]}" for z in ZIPS])
def test_a_defect_of_the_zip_gives_its_own_finding(
    code: str, what: str, spoil: Callable[[zipfile.ZipFile], None], tmp_path: Path
) -> None:
    path = write(tmp_path / "p.zip", GOOD["web"], spoil)
    assert codes(path) == {code}, verify_package(path).findings


def test_a_written_question_gives_no_finding(tmp_path: Path) -> None:
    members = {**GOOD["cc11"], "q.xml": _written(GOOD["cc11"]["q.xml"])}
    assert codes(write(tmp_path / "p.zip", members)) == set()


def test_a_package_zipped_once_more_is_told_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", {"course.zip": "PK"})
    assert [(each.code, "'course.zip'" in each.fix) for each in verify_package(path).findings] == [
        ("kind-unknown", True)
    ]


def test_a_large_film_is_told_and_is_no_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.packages.verify.archive_rules.LARGE_MEMBER", 2 << 20)
    film = add("film.bin", "x" * (3 << 20))(GOOD["web"])
    assert codes(write(tmp_path / "p.zip", film)) == {"zip-large"}


def test_a_large_member_that_swells_is_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.packages.verify.archive_rules.LARGE_WHOLE", 2 << 20)
    parts = [f"{number}.bin" for number in range(30)]

    def spoil(archive: zipfile.ZipFile) -> None:
        for name in parts:
            archive.writestr(name, bytes(1 << 20), zipfile.ZIP_DEFLATED)

    assert "zip-bomb" in codes(write(tmp_path / "p.zip", GOOD["web"], spoil))


def test_a_course_structure_alone_is_judged(tmp_path: Path) -> None:
    path = tmp_path / "cmi5.xml"
    alone = GOOD["cmi5"]["cmi5.xml"]
    path.write_text(alone, encoding="utf-8")
    assert codes(path) == {"cmi5-launch-missing"}
    path.write_text(alone.replace("a.html?p=1", "https://example.org/a.html"), encoding="utf-8")
    assert (verify_package(path).kind, codes(path)) == ("cmi5", {"cmi5-launch-remote"})


def test_a_package_of_resources_without_an_organization_is_sound(tmp_path: Path) -> None:
    members = {**GOOD["scorm2004"], IMS: _without(GOOD["scorm2004"][IMS], "organizations")}
    members = edit(IMS, "<resources>", "<organizations/><resources>")(members)
    assert codes(write(tmp_path / "p.zip", members)) == set()


def test_very_many_members_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.packages.verify.archive_rules.MOST_MEMBERS", len(GOOD["web"]) - 1)
    assert codes(write(tmp_path / "p.zip", GOOD["web"])) == {"zip-bomb"}


def test_an_encrypted_member_is_found(tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", GOOD["web"])
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert codes(path) == {"zip-method"}


def test_a_name_that_is_not_marked_as_utf8_is_found(tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", {**GOOD["web"], "ete.txt": ""})
    path.write_bytes(path.read_bytes().replace(b"ete.txt", "été.txt".encode("cp437")))
    assert codes(path) == {"zip-encoding"}


def test_a_damaged_member_is_found(tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", GOOD["web"])
    path.write_bytes(path.read_bytes().replace(b"<p>Hi", b"<p>Ho", 1))
    assert codes(path) == {"member-damaged"}


def test_members_that_share_bytes_are_found(tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", GOOD["web"])
    content = bytearray(path.read_bytes())
    first, second = content.index(b"PK\x01\x02"), content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    path.write_bytes(content)
    assert "zip-overlap" in codes(path)


def test_what_is_no_zip_is_found(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(b"no zip")
    assert codes(path) == {"not-a-zip"}


def test_a_text_too_long_to_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.packages.verify.content_reading.LONGEST_PAGE", 100)
    path = write(tmp_path / "p.zip", GOOD["web"])
    assert codes(path) == {"member-unread"}


def test_every_rule_has_a_defect() -> None:
    apart = {"zip-large", "zip-encoding", "member-damaged", "zip-overlap", "not-a-zip", "member-unread"}
    tried = {code for code, *_ in (*DEFECTS, *ZIPS)} | apart
    assert tried == {rule.code for rules in RULES.values() for rule in rules}
