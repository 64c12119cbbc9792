"""`coursewright verify`: is this package sound? Ours or anybody's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from builder.packages.verify.finding import Finding
    from builder.packages.verify.verifying import Verdict

FINDINGS = 1
UNREADABLE = 3
SHOWN = 10
"""Findings of one rule in one package that are printed for people; the rest is counted."""


@click.command()
@click.argument("packages", nargs=-1, required=True, metavar="PACKAGE...", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Let warnings count too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs, with every finding.")
def verify(packages: tuple[Path, ...], strict: bool, as_json: bool) -> None:
    """Say whether SCORM, cmi5, Common Cartridge or EPUB files are sound, and what to do where they are not.

    Nothing is unpacked, run or fetched. Exits with 0 if every package is sound (warnings and notes are allowed), with
    1 if one is not, with 3 if a file cannot be read.
    """
    from builder.packages.verify.verifying import verify_package

    verdicts: list[tuple[Path, Verdict]] = []
    unreadable = False
    for path in packages:
        try:
            verdict = verify_package(path)
        except OSError as fault:
            unreadable = True
            click.echo(f"{path}: it cannot be read: {fault.strerror or fault}", err=True)
            continue
        verdicts.append((path, verdict))
        if not as_json:
            for line in report(path, verdict):
                click.echo(line)
        click.echo(f"{path}: {verdict.kind}: {summary(verdict)}", err=True)
    if as_json:
        click.echo(as_objects(verdicts))
    if unreadable:
        raise SystemExit(UNREADABLE)
    if any(verdict.breaks(strict=strict) for _, verdict in verdicts):
        raise SystemExit(FINDINGS)


def report(path: Path, verdict: Verdict) -> Iterator[str]:
    """Yield the findings of one package for people: place, code, message; then remedy and clause."""
    shown: Counter[str] = Counter()
    for finding in verdict.findings:
        shown[finding.code] += 1
        if shown[finding.code] <= SHOWN:
            weight = "" if finding.severity == "error" else f" ({finding.severity})"
            yield f"{path}: {finding.where}: {finding.code}{weight}: {finding.message}"
            yield f"    fix: {finding.fix}"
            yield f"    see: {finding.clause}"
    for code, count in shown.items():
        if count > SHOWN:
            yield f"{path}: {code}: and {count - SHOWN} more, all of them in --json"


def summary(verdict: Verdict) -> str:
    """Return how many findings of each weight there are, in words."""
    counts = Counter(str(finding.severity) for finding in verdict.findings)
    if not counts:
        return "sound, no finding."
    said = [f"{counts[weight]} {weight}{'' if counts[weight] == 1 else 's'}" for weight in ("error", "warning", "note")]
    return f"{', '.join(said)}."


def as_objects(verdicts: Iterable[tuple[Path, Verdict]]) -> str:
    """Return a JSON list of {package, kind, findings}; a finding has code, severity, member, line, element, message,
    fix and clause."""
    listed = [
        {"package": str(path), "kind": verdict.kind, "findings": [_object(finding) for finding in verdict.findings]}
        for path, verdict in verdicts
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2)


def _object(finding: Finding) -> dict[str, str | int]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "member": finding.where.member,
        "line": finding.where.line,
        "element": finding.where.element,
        "message": finding.message,
        "fix": finding.fix,
        "clause": finding.clause,
    }
