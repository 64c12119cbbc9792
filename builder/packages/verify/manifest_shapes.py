"""The elements of manifests, by kind: IMS Content Packaging 1.1.2 (SCORM 1.2), 1.1.4 (SCORM 2004), the Common
Cartridge profiles of 1.2, cmi5 (section 13.2), ADL's extensions and IMS Simple Sequencing 1.0.

SCORM asks for more than its schemas do: a title for every organization and item.
"""

from __future__ import annotations

from builder.packages.verify.shapes import Shapes, shape

_TEXT = shape("", text=True)
_FILES: Shapes = {
    "resources": shape("resource*"),
    "file": shape("metadata?", "href"),
    "dependency": shape("", "identifierref"),
    "title": _TEXT,
    "schema": _TEXT,
    "schemaversion": _TEXT,
}
SCORM_12_SHAPES: Shapes = {
    **_FILES,
    "manifest": shape("metadata? organizations resources manifest*", "identifier", "version"),
    "manifest/metadata": shape("schema? schemaversion?"),
    "organizations": shape("organization*", "", "default"),
    "organization": shape("title item* metadata?", "identifier", "structure"),
    "item": shape("title item* metadata?", "identifier", "identifierref isvisible parameters"),
    "resource": shape("metadata? file* dependency*", "identifier type", "href"),
}
SCORM_2004_SHAPES: Shapes = {
    **SCORM_12_SHAPES,
    "manifest": shape("metadata organizations resources manifest*", "identifier", "version"),
    "manifest/metadata": shape("schema schemaversion"),
    "organizations": shape("organization*", "", "default"),
    "organization": shape("title item+ metadata?", "identifier", "structure"),
}
CARTRIDGE_SHAPES: Shapes = {
    **_FILES,
    "manifest": shape("metadata organizations resources", "identifier"),
    "manifest/metadata": shape("schema schemaversion"),
    "organizations": shape("organization?"),
    "organization": shape("title? item metadata?", "identifier structure"),
    "organization/item": shape("item* metadata?", "identifier", "identifierref"),
    "item": shape("title item* metadata?", "identifier", "identifierref"),
    "resource": shape("metadata? file* dependency*", "identifier type", "href intendeduse"),
}
CMI5_SHAPES: Shapes = {
    "courseStructure": shape("course objectives? au|block+"),
    "course": shape("title description", "id"),
    "courseStructure/objectives": shape("objective+"),
    "courseStructure/objectives/objective": shape("title description", "id", ordered=False),
    "objectives": shape("objective+"),
    "objectives/objective": shape("", "", "idref"),
    "block": shape("title description objectives? au|block+", "id"),
    "au": shape(
        "title description objectives? url launchParameters? entitlementKey?",
        "id",
        "moveOn masteryScore launchMethod activityType",
    ),
    "title": shape("langstring+"),
    "description": shape("langstring+"),
    "langstring": shape("", "", "lang", text=True),
    "url": _TEXT,
    "launchParameters": _TEXT,
    "entitlementKey": _TEXT,
}
SEQUENCING_SHAPES: Shapes = {
    "sequencing": shape(
        "controlMode? sequencingRules? limitConditions? auxiliaryResources? rollupRules? objectives? "
        "randomizationControls? deliveryControls?",
        "",
        "ID IDRef",
    ),
    "sequencingCollection": shape("sequencing+"),
    "limitConditions": shape(
        "",
        "",
        "attemptLimit attemptAbsoluteDurationLimit attemptExperiencedDurationLimit activityAbsoluteDurationLimit "
        "activityExperiencedDurationLimit beginTimeLimit endTimeLimit",
    ),
    "auxiliaryResources": shape("auxiliaryResource*"),
    "auxiliaryResource": shape("", "auxiliaryResourceID purpose"),
    "controlMode": shape(
        "", "", "choice choiceExit flow forwardOnly useCurrentAttemptObjectiveInfo useCurrentAttemptProgressInfo"
    ),
    "sequencingRules": shape("preConditionRule* exitConditionRule* postConditionRule*"),
    "preConditionRule": shape("ruleConditions? ruleAction"),
    "exitConditionRule": shape("ruleConditions? ruleAction"),
    "postConditionRule": shape("ruleConditions? ruleAction"),
    "ruleConditions": shape("ruleCondition+", "", "conditionCombination"),
    "ruleCondition": shape("", "condition", "referencedObjective measureThreshold operator"),
    "ruleAction": shape("", "action"),
    "rollupRules": shape("rollupRule*", "", "rollupObjectiveSatisfied rollupProgressCompletion objectiveMeasureWeight"),
    "rollupRule": shape("rollupConditions rollupAction", "", "childActivitySet minimumCount minimumPercent"),
    "rollupConditions": shape("rollupCondition+", "", "conditionCombination"),
    "rollupCondition": shape("", "condition", "operator"),
    "rollupAction": shape("", "action"),
    "objectives": shape("primaryObjective objective*"),
    "minNormalizedMeasure": _TEXT,
    "primaryObjective": shape("minNormalizedMeasure? mapInfo*", "", "objectiveID satisfiedByMeasure"),
    "objective": shape("minNormalizedMeasure? mapInfo*", "objectiveID", "satisfiedByMeasure"),
    "mapInfo": shape(
        "",
        "targetObjectiveID",
        "readSatisfiedStatus readNormalizedMeasure writeSatisfiedStatus writeNormalizedMeasure",
    ),
    "randomizationControls": shape("", "", "randomizationTiming selectCount reorderChildren selectionTiming"),
    "deliveryControls": shape("", "", "tracked completionSetByContent objectiveSetByContent"),
}
ADL_SEQUENCING_SHAPES: Shapes = {
    "constrainedChoiceConsiderations": shape("", "", "preventActivation constrainChoice"),
    "rollupConsiderations": shape(
        "",
        "",
        "requiredForSatisfied requiredForNotSatisfied requiredForCompleted requiredForIncomplete "
        "measureSatisfactionIfActive",
    ),
    "objectives": shape("objective+"),
    "objective": shape("mapInfo+", "objectiveID"),
    "mapInfo": shape(
        "",
        "targetObjectiveID",
        "readRawScore readMinScore readMaxScore readCompletionStatus readProgressMeasure writeRawScore "
        "writeMinScore writeMaxScore writeCompletionStatus writeProgressMeasure",
    ),
}
ADL_NAVIGATION_SHAPES: Shapes = {
    "presentation": shape("navigationInterface?"),
    "navigationInterface": shape("hideLMSUI*"),
    "hideLMSUI": _TEXT,
}
ADL_12_SHAPES: Shapes = {
    "prerequisites": shape("", "", "type", text=True),
    "location": _TEXT,
    "maxtimeallowed": _TEXT,
    "timelimitaction": _TEXT,
    "datafromlms": _TEXT,
    "masteryscore": _TEXT,
}
ADL_2004_SHAPES: Shapes = {
    "location": _TEXT,
    "timeLimitAction": _TEXT,
    "dataFromLMS": _TEXT,
    "completionThreshold": shape("", "", "completedByMeasure minProgressMeasure progressWeight", text=True),
    "data": shape("map+"),
    "map": shape("", "targetID", "readSharedData writeSharedData"),
}
