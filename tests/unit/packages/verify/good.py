"""One sound package of each kind, as small as the standards allow, and the means to spoil it in one place."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

Members = Mapping[str, str]
Change = Callable[[Members], Members]

PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title><link rel="stylesheet" href="s.css">
<script src="run.js"></script></head><body><p>Hi</p><a href="b%20c.html">on</a></body></html>"""
PLAIN = '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><p>Hi</p></body></html>'
STYLE = "p { background: url('dot.png') } /* url(gone.png) */"
COMMON = {"a.html": PAGE, "b c.html": PLAIN, "s.css": STYLE, "dot.png": "png"}
LISTED = "".join(f'<file href="{name}"/>' for name in ("a.html", "b%20c.html", "dot.png", "run.js", "s.css"))

SCORM_12 = f"""<manifest identifier="M" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="O"><organization identifier="O"><title>T</title>
<item identifier="I" identifierref="R" isvisible="true" parameters="?p=1"><title>T</title>
<adlcp:prerequisites type="aicc_script">R</adlcp:prerequisites><adlcp:maxtimeallowed>0001:30:00</adlcp:maxtimeallowed>
<adlcp:timelimitaction>exit,message</adlcp:timelimitaction><adlcp:datafromlms>d</adlcp:datafromlms>
<adlcp:masteryscore>70</adlcp:masteryscore></item></organization></organizations>
<resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="a.html?q=1">{LISTED}</resource>
</resources></manifest>"""

SCORM_2004 = f"""<manifest identifier="M" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="O"><organization identifier="O"><title>T</title>
<item identifier="I" identifierref="R"><title>One</title>
<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/></item>
<item identifier="J" identifierref="R"><title>Two</title>
<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions conditionCombination="any">
<imsss:ruleCondition operator="not" condition="satisfied" referencedObjective="P"/>
<imsss:ruleCondition operator="not" condition="objectiveStatusKnown"/></imsss:ruleConditions>
<imsss:ruleAction action="disabled"/></imsss:preConditionRule></imsss:sequencingRules>
<imsss:rollupRules objectiveMeasureWeight="1"/>
<imsss:objectives><imsss:primaryObjective objectiveID="P" satisfiedByMeasure="true">
<imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective>
<imsss:objective objectiveID="Q"/></imsss:objectives></imsss:sequencing></item>
<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing></organization></organizations>
<resources><resource identifier="R" type="webcontent" adlcp:scormType="sco" href="a.html">{LISTED}</resource>
</resources></manifest>"""

CMI5 = """<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
<course id="https://example.org/c"><title><langstring lang="en">T</langstring></title>
<description><langstring lang="en">D</langstring></description></course>
<objectives><objective id="https://example.org/o"><title><langstring lang="en">O</langstring></title>
<description><langstring lang="en">D</langstring></description></objective></objectives>
<au id="https://example.org/a" moveOn="Passed" masteryScore="0.7" launchMethod="AnyWindow"
 activityType="http://adlnet.gov/expapi/activities/lesson"><title><langstring lang="en">A</langstring></title>
<description><langstring lang="en">D</langstring></description>
<objectives><objective idref="https://example.org/o"/></objectives><url>a.html?p=1</url></au></courseStructure>"""

QTI = """<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="A" title="Quiz">
<qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.exam.v0p1</fieldentry></qtimetadatafield></qtimetadata>
<section ident="S"><item ident="Q"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel>
<fieldentry>cc.true_false.v0p1</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation><material>
<mattext texttype="text/html">Is it?</mattext></material><response_lid ident="R" rcardinality="Single"><render_choice>
<response_label ident="a"><material><mattext>True</mattext></material></response_label>
<response_label ident="b"><material><mattext>False</mattext></material></response_label></render_choice></response_lid>
</presentation><resprocessing>
<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
<respcondition continue="No"><conditionvar><varequal respident="R">b</varequal></conditionvar>
<setvar action="Set" varname="SCORE">100</setvar>
<displayfeedback feedbacktype="Response" linkrefid="F"/></respcondition>
</resprocessing><itemfeedback ident="F"><material><mattext>Yes</mattext></material></itemfeedback></item></section>
</assessment></questestinterop>"""
BANK = QTI.replace('<assessment ident="A" title="Quiz">\n<qtimetadata>', '<objectbank ident="A"><!--').replace(
    '</qtimetadatafield></qtimetadata>\n<section ident="S">', "-->", 1
)
BANK = BANK.replace("</section>\n</assessment>", "</objectbank>")
LINK = """<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"><title>T</title>
<url href="https://example.org/"/></webLink>"""
TOPIC = """<topic xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"><title>T</title>
<text texttype="text/html">What do you think?</text></topic>"""
CC_11 = f"""<manifest identifier="M" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
 xmlns:l="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"><metadata><schema>IMS Common Cartridge</schema>
<schemaversion>1.1.0</schemaversion>
<l:lom><l:general><l:title><l:string language="en">T</l:string></l:title></l:general>
</l:lom></metadata><organizations><organization identifier="O" structure="rooted-hierarchy"><item identifier="root">
<item identifier="I1" identifierref="R1"><title>Page</title></item>
<item identifier="I2" identifierref="R2"><title>Quiz</title></item>
<item identifier="I3" identifierref="R3"><title>Link</title></item>
<item identifier="I4" identifierref="R4"><title>Topic</title></item></item></organization></organizations><resources>
<resource identifier="R1" type="webcontent" href="a.html">{LISTED}<dependency identifierref="R6"/></resource>
<resource identifier="R2" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="q.xml"/></resource>
<resource identifier="R3" type="imswl_xmlv1p1"><file href="w.xml"/></resource>
<resource identifier="R4" type="imsdt_xmlv1p1"><file href="t.xml"/></resource>
<resource identifier="R5" type="imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"><file href="b.xml"/></resource>
<resource identifier="R6" type="webcontent"><file href="more.txt"/></resource></resources></manifest>"""

CONTAINER = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="E/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
OPF = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x:1</dc:identifier>
<dc:title>T</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2026-01-31T12:00:00Z</meta></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c" href="c.xhtml" media-type="application/xhtml+xml" properties="scripted"/>
<item id="s" href="s.css" media-type="text/css"/><item id="d" href="dot.png" media-type="image/png"/>
<item id="r" href="run.js" media-type="text/javascript"/></manifest>
<spine><itemref idref="c"/></spine></package>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>T</title></head>
<body><nav epub:type="toc"><ol><li><a href="c.xhtml">C</a></li></ol></nav></body></html>"""
CHAPTER = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title><link rel="stylesheet" href="s.css"/>
<script src="run.js"></script></head><body><p>Hi</p></body></html>"""

RUN_12 = 'api.LMSInitialize(""); addEventListener("pagehide", function () { api.LMSFinish(""); });'
RUN_2004 = 'api.Initialize(""); addEventListener("pagehide", function () { api.Terminate(""); });'
RUN_CMI5 = "const endpoint = launch.endpoint, fetch = launch.fetch;"


def to_13(members: Members) -> Members:
    """Return a cartridge of version 1.1 as one of 1.3."""
    pairs = (("imsccv1p1", "imsccv1p3"), ("_xmlv1p1", "_xmlv1p3"), ("imswl_v1p1", "imswl_v1p3"))
    pairs += (("imsdt_v1p1", "imsdt_v1p3"), ("1.1.0", "1.3.0"))
    changed = dict(members)
    for old, new in pairs:
        changed = {name: text.replace(old, new) for name, text in changed.items()}
    return changed


_CARTRIDGE = {
    **COMMON,
    "imsmanifest.xml": CC_11,
    "run.js": "// no session here",
    "q.xml": QTI,
    "b.xml": BANK,
    "w.xml": LINK,
    "t.xml": TOPIC,
    "more.txt": "more",
}

GOOD: Mapping[str, Members] = {
    "scorm12": {**COMMON, "imsmanifest.xml": SCORM_12, "run.js": RUN_12},
    "scorm2004": {**COMMON, "imsmanifest.xml": SCORM_2004, "run.js": RUN_2004},
    "cmi5": {**COMMON, "cmi5.xml": CMI5, "run.js": RUN_CMI5},
    "cc11": _CARTRIDGE,
    "cc13": to_13(_CARTRIDGE),
    "epub": {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "E/p.opf": OPF,
        "E/nav.xhtml": NAV,
        "E/c.xhtml": CHAPTER,
        "E/s.css": STYLE,
        "E/dot.png": "png",
        "E/run.js": "// nothing",
    },
    "web": {**COMMON, "index.html": PLAIN, "run.js": "// nothing"},
}
KINDS = {
    "scorm12": "SCORM 1.2",
    "scorm2004": "SCORM 2004 4th Edition",
    "cmi5": "cmi5",
    "cc11": "Common Cartridge 1.1",
    "cc13": "Common Cartridge 1.3",
    "epub": "EPUB 3",
    "web": "website",
}
"""What verification calls each of them."""


def edit(name: str, old: str, new: str) -> Change:
    """Return the change that puts ``new`` in the place of ``old``, which must be there."""

    def change(members: Members) -> Members:
        assert old in members[name], old
        return {**members, name: members[name].replace(old, new, 1)}

    return change


def add(name: str, content: str) -> Change:
    """Return the change that adds a member."""
    return lambda members: {**members, name: content}


def drop(name: str) -> Change:
    """Return the change that takes a member away."""
    return lambda members: {key: value for key, value in members.items() if key != name}


def both(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(members: Members) -> Members:
        for each in changes:
            members = each(members)
        return members

    return change


def write(path: Path, members: Members, spoil: Callable[[zipfile.ZipFile], None] | None = None) -> Path:
    """Write members to a zip, `mimetype` first and all stored; ``spoil`` may add what is wrong with the zip itself."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(members, key=lambda name: (name != "mimetype", name)):
            archive.writestr(zipfile.ZipInfo(name), members[name])
        if spoil is not None:
            spoil(archive)
    return path
