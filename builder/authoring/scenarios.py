"""`modules/<module>/scenarios/*.yml`: branching scenarios (docs/reference/sources.md)."""

from __future__ import annotations

import string
from pathlib import Path, PurePosixPath

from builder.authoring.faults import Findings
from builder.authoring.yaml_fields import Fields, check_slug, read_fields
from builder.model.problem import Place
from builder.model.scenario import Choice, Effects, End, EndKind, Node, Scenario

STEPS = 3
"""A choice moves trust, dignity and safety by at most this much."""


def read_scenarios(root: Path, module: str, findings: Findings) -> tuple[Scenario, ...]:
    """Return the scenarios of a module, in the order of their file names."""
    folder = f"modules/{module}/scenarios"
    files = sorted(f"{folder}/{path.name}" for path in (root / folder).glob("*.yml"))
    found = (_scenario(root, file, findings) for file in files)
    return tuple(scenario for scenario in found if scenario is not None)


def _scenario(root: Path, file: str, findings: Findings) -> Scenario | None:
    identifier = PurePosixPath(file).stem
    check_slug(identifier, Place(file), findings)
    fields = read_fields(root, file, findings)
    if fields is None:
        return None
    perspectives = _perspectives(fields)
    nodes = fields.fields("nodes")
    scenario = Scenario(
        id=identifier,
        title=fields.text("title"),
        objective=fields.text("objective"),
        intro=fields.text("intro", ""),
        perspectives=perspectives,
        start=fields.text("start"),
        nodes=tuple(_node(name, node, perspectives) for name, node in nodes.entries()) if nodes else (),
        where=fields.place,
    )
    fields.close()
    return scenario


def _perspectives(fields: Fields) -> dict[str, str]:
    found = fields.fields("perspectives")
    if found is None:
        return {}
    for name in found.nodes:
        check_slug(name, found.place_of(name), found.findings)
    return {name: found.text(name) for name in found.nodes}


def _node(name: str, fields: Fields, perspectives: dict[str, str]) -> Node:
    check_slug(name, fields.place, fields.findings)
    choices = list(fields.each("choices"))
    if len(choices) > len(string.ascii_lowercase):
        fields.findings.add("too-many-choices", fields.place_of("choices"), f"{len(choices)} choices: at most 26")
    node = Node(
        id=name,
        text=_text(fields, perspectives),
        choices=tuple(
            _choice(letter, choice, perspectives)
            for letter, choice in zip(string.ascii_lowercase, choices, strict=False)
        ),
        end=_end(fields),
        where=fields.place,
    )
    fields.close()
    return node


def _text(fields: Fields, perspectives: dict[str, str]) -> dict[str, str]:
    if not fields.is_mapping("text"):
        return {"": fields.text("text")}
    texts = fields.fields("text")
    if texts is None:
        return {}
    written = {name: texts.text(name) for name in perspectives if texts.has(name)}
    texts.close()
    return written


def _choice(letter: str, fields: Fields, perspectives: dict[str, str]) -> Choice:
    choice = Choice(
        id=letter,
        by=fields.one_of("by", tuple(perspectives), ""),
        text=fields.text("text"),
        to=fields.text("to"),
        effects=_effects(fields),
        other_side=fields.text("other_side", ""),
        collects_names_without_consent=fields.flag("collects_names_without_consent"),
    )
    fields.close()
    return choice


def _effects(fields: Fields) -> Effects:
    found = fields.fields("effects", optional=True)
    if found is None:
        return Effects()
    trust, dignity, safety = (found.whole(key, -STEPS, STEPS, 0) for key in ("trust", "dignity", "safety"))
    found.close()
    return Effects(trust, dignity, safety)


def _end(fields: Fields) -> End | None:
    found = fields.fields("end", optional=True)
    if found is None:
        return None
    kind = found.one_of("kind", tuple(EndKind))
    end = End(EndKind(kind) if kind else EndKind.MIXED, found.text("lesson"))
    found.close()
    return end
