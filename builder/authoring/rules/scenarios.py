"""Rules on scenarios: every perspective gets from the start to an end, through every moment written for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from builder.authoring.faults import did_you_mean, problem
from builder.authoring.material import Material
from builder.model.problem import Problem
from builder.model.scenario import Choice, EndKind, Node, Scenario


def check_targets(material: Material) -> Iterator[Problem]:
    """The start and every choice lead to a node that exists."""
    for scenario in material.course.scenarios:
        nodes = _nodes(scenario)
        if scenario.start and scenario.start not in nodes:
            fix = did_you_mean(scenario.start, nodes)
            yield problem("scenario-unknown-node", scenario.where, f"there is no start `{scenario.start}`", fix)
        for node in scenario.nodes:
            for choice in node.choices:
                if choice.to and choice.to not in nodes:
                    message = f"choice {choice.id} of `{node.id}` leads to `{choice.to}`, which does not exist"
                    yield problem("scenario-unknown-node", node.where, message, did_you_mean(choice.to, nodes))


def check_reached(material: Material) -> Iterator[Problem]:
    """Every node is reached in each perspective that it has text for."""
    for scenario in material.course.scenarios:
        nodes = _nodes(scenario)
        if scenario.start not in nodes:
            continue
        reached = {name: reachable(scenario, name) for name in scenario.perspectives}
        for node in scenario.nodes:
            missed = [name for name in scenario.perspectives if _has_text(node, name) and node.id not in reached[name]]
            if missed:
                message = f"nothing leads to `{node.id}` as {' or '.join(missed)}"
                yield problem("scenario-unreachable", node.where, message)


def check_ways_on(material: Material) -> Iterator[Problem]:
    """Wherever a perspective gets to, it has text, a way on, and an end in reach."""
    for scenario in material.course.scenarios:
        for name in scenario.perspectives:
            reached = reachable(scenario, name)
            hopeful = _hopeful(scenario, name)
            for node in (node for node in scenario.nodes if node.id in reached):
                message = ""
                if not _has_text(node, name):
                    message = f"`{node.id}` has no text for {name}"
                elif node.end is None and not _choices(node, name):
                    message = f"`{node.id}` leads nowhere as {name}"
                elif node.id not in hopeful:
                    message = f"`{node.id}` goes round without an end as {name}"
                if message:
                    yield problem("scenario-dead-end", node.where, message)


def check_ends(material: Material) -> Iterator[Problem]:
    """A node has choices or an end, never both."""
    for scenario in material.course.scenarios:
        for node in scenario.nodes:
            if node.end is not None and node.choices:
                message = f"`{node.id}` has an end and {len(node.choices)} choices"
                yield problem("scenario-end-with-choices", node.where, message)


def check_consent(material: Material) -> Iterator[Problem]:
    """A choice that collects names without consent leads to an end of kind `stopped`."""
    for scenario in material.course.scenarios:
        nodes = _nodes(scenario)
        for node in scenario.nodes:
            for choice in node.choices:
                target = nodes.get(choice.to)
                if not choice.collects_names_without_consent or target is None:
                    continue
                if target.end is None or target.end.kind is not EndKind.STOPPED:
                    message = f"choice {choice.id} of `{node.id}` leads to `{choice.to}`, which does not stop"
                    yield problem("scenario-names-without-stop", node.where, message)


def reachable(scenario: Scenario, perspective: str) -> frozenset[str]:
    """Return the ids of the nodes that a perspective can get to from the start."""
    nodes = _nodes(scenario)
    todo = [scenario.start]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in nodes and name not in seen:
            seen.add(name)
            todo.extend(choice.to for choice in _choices(nodes[name], perspective))
    return frozenset(seen)


def _hopeful(scenario: Scenario, perspective: str) -> frozenset[str]:
    """The nodes that do not only go round: from them one gets to an end, or to a fault that is reported itself."""
    nodes = _nodes(scenario)
    hopeful = {node.id for node in scenario.nodes if node.end is not None or not _choices(node, perspective)}
    grown = True
    while grown:
        more = {
            node.id
            for node in scenario.nodes
            if any(choice.to in hopeful or choice.to not in nodes for choice in _choices(node, perspective))
        }
        grown = not more <= hopeful
        hopeful |= more
    return frozenset(hopeful)


def _nodes(scenario: Scenario) -> Mapping[str, Node]:
    return {node.id: node for node in scenario.nodes}


def _choices(node: Node, perspective: str) -> list[Choice]:
    return [choice for choice in node.choices if choice.by in ("", perspective)]


def _has_text(node: Node, perspective: str) -> bool:
    return "" in node.text or perspective in node.text
