"""The elements of a cartridge's documents: QTI 1.2.1 (profile), web links and discussion topics (1.0 to 1.3)."""

from __future__ import annotations

from builder.packages.verify.shapes import Shapes, shape

_TEXT = shape("", text=True)
_MATERIAL = "flow_mat|material|material_ref+"
_LABELS = "material|material_ref|response_label|flow_label*"
_RESPONSE = "material|material_ref|render_choice|render_fib+"
_NUMBERS = "minnumber maxnumber"

LINK_SHAPES: Shapes = {
    "webLink": shape("title url"),
    "title": _TEXT,
    "url": shape("", "href", "target windowFeatures"),
}
TOPIC_SHAPES: Shapes = {
    "topic": shape("title text attachments?"),
    "title": _TEXT,
    "text": shape("", "texttype", text=True),
    "attachments": shape("attachment+"),
    "attachment": shape("", "href"),
}
QTI_SHAPES: Shapes = {
    "questestinterop": shape("objectbank|assessment"),
    "assessment": shape("qtimetadata? rubric? presentation_material? section", "ident title"),
    "objectbank": shape("qtimetadata? item+", "ident"),
    "section": shape("item+", "ident", "title"),
    "item": shape("itemmetadata? presentation? resprocessing* itemfeedback*", "ident", "title"),
    "itemmetadata": shape("qtimetadata+"),
    "qtimetadata": shape("qtimetadatafield+"),
    "qtimetadatafield": shape("fieldlabel fieldentry"),
    "fieldlabel": _TEXT,
    "fieldentry": _TEXT,
    "rubric": shape("material"),
    "presentation_material": shape("flow_mat+"),
    "presentation": shape("flow|material|response_lid|response_str+", "", "label x0 y0 width height"),
    "flow": shape("flow|material|material_ref|response_lid|response_str+", "", "class"),
    "flow_mat": shape(_MATERIAL, "", "class"),
    "flow_label": shape("flow_label|response_label+", "", "class"),
    "material": shape("mattext|matref|matbreak+ altmaterial*", "", "label"),
    "altmaterial": shape("mattext|matref|matbreak+"),
    "mattext": shape("", "", "texttype charset label uri width height x0 y0", text=True),
    "matref": shape("", "linkrefid"),
    "material_ref": shape("", "linkrefid"),
    "response_lid": shape(_RESPONSE, "ident", "rcardinality rtiming"),
    "response_str": shape(_RESPONSE, "ident", "rcardinality rtiming"),
    "render_choice": shape(_LABELS, "", f"shuffle {_NUMBERS}"),
    "render_fib": shape(_LABELS, "", f"encoding charset rows columns maxchars prompt fibtype {_NUMBERS}"),
    "response_label": shape("material|material_ref|flow_mat*", "ident", "labelrefid rshuffle match_group match_max"),
    "resprocessing": shape("outcomes respcondition+"),
    "outcomes": shape("decvar"),
    "decvar": shape("", "varname", "vartype minvalue maxvalue", text=True),
    "respcondition": shape("conditionvar setvar* displayfeedback*", "", "title continue"),
    "conditionvar": shape("and|or|other|varequal|varsubstring+"),
    "and": shape("not|varequal+"),
    "or": shape("not|varequal+"),
    "not": shape("and|or|varequal+"),
    "varequal": shape("", "respident", "case", text=True),
    "varsubstring": shape("", "respident", "case", text=True),
    "setvar": shape("", "", "varname action", text=True),
    "displayfeedback": shape("", "feedbacktype linkrefid", text=True),
    "itemfeedback": shape("flow_mat|material|solution|hint+", "ident", "title"),
    "solution": shape("solutionmaterial+", "", "feedbackstyle"),
    "solutionmaterial": shape("flow_mat|material+"),
    "hint": shape("hintmaterial+", "", "feedbackstyle"),
    "hintmaterial": shape("flow_mat|material+"),
}
PART_SHAPES: Shapes = {**LINK_SHAPES, **TOPIC_SHAPES, **QTI_SHAPES}
"""All of them: no element has two meanings, but for `text` and `title`, which are alike."""
