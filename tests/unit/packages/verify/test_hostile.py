"""A hostile or damaged package gives findings: it never raises, hangs, fetches, unpacks or steers a terminal."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.packages.verify.finding import plain
from builder.packages.verify.style_reading import addresses_in
from builder.packages.verify.verifying import verify_package
from tests.unit.packages.verify.good import GOOD, Members, add, edit, write

LAUGHS = (
    "<!DOCTYPE m [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


PIECES = ["", "<", ">", '"', "&", "/", "\x00", "é", "%", "<a", "]]>"]
"""What is put into a text to spoil it."""


def packed(members: Members) -> bytes:
    """The bytes of a zip with deflated members, as damage finds more to break in it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name), members[name], zipfile.ZIP_DEFLATED)
    return kept.getvalue()


PACKED = {kind: packed(members) for kind, members in GOOD.items()}


def verify_bytes(content: bytes) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.zip"
        path.write_bytes(content)
        found = {finding.code for finding in verify_package(path).findings}
        assert [each.name for each in Path(folder).iterdir()] == ["p.zip"]
    return found


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_no_zip(content: bytes) -> None:
    assert verify_bytes(content) == {"not-a-zip"}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.integers(0, 2**32))
def test_random_damage_to_a_sound_zip_never_raises(kind: str, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(PACKED[kind])
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    verify_bytes(bytes(content))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.integers(0, 2**32))
def test_random_damage_to_a_text_never_raises(kind: str, seed: int) -> None:
    chance = random.Random(seed)
    members = dict(GOOD[kind])
    name = chance.choice(sorted(name for name in members if members[name]))
    text = list(members[name])
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(text))
        text[place : place + chance.randint(0, 9)] = chance.choice(PIECES)
        text = text or [" "]
    verify_bytes(packed({**members, name: "".join(text)}))


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_every_truncation_is_found(kind: str) -> None:
    content = PACKED[kind]
    for length in range(0, len(content) - 1, max(1, len(content) // 25)):
        assert verify_bytes(content[:length]) == {"not-a-zip"}


def test_entities_are_neither_resolved_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("words of the machine", encoding="utf-8")
    external = f"<!DOCTYPE m [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"
    for doctype in (LAUGHS, external):
        change = edit("imsmanifest.xml", "<manifest ", f"{doctype}<manifest ")
        spoilt = edit("imsmanifest.xml", "<title>T</title>", f"<title>T&{'i' if doctype is LAUGHS else 'x'};</title>")
        verdict = verify_package(write(tmp_path / "p.zip", spoilt(change(GOOD["scorm12"]))))
        assert {"manifest-entities", "manifest-broken"} & {finding.code for finding in verdict.findings}
        assert "words of the machine" not in str(verdict)


def test_a_deep_document_is_refused_and_not_followed(tmp_path: Path) -> None:
    deep = "<manifest>" * 100_000
    found = verify_package(write(tmp_path / "p.zip", {**GOOD["scorm12"], "imsmanifest.xml": deep})).findings
    assert "manifest-broken" in {finding.code for finding in found}
    page = add("deep.html", "<div>" * 100_000)(GOOD["web"])
    assert verify_package(write(tmp_path / "q.zip", page)).kind == "website"


def test_a_bomb_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", bytes(9 << 20))
    monkeypatch.setattr("zipfile.ZipFile.open", lambda *_: pytest.fail("it was read"))
    assert {finding.code for finding in verify_package(path).findings} == {"zip-bomb"}


def test_a_member_that_is_longer_than_it_says_is_damaged(tmp_path: Path) -> None:
    content = bytearray(packed({"index.html": "<p>" + "x" * 5000}))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    assert verify_bytes(bytes(content)) == {"member-damaged"}


def test_entries_beyond_number_are_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(b"PK\x01\x02" * 100_001 + PACKED["web"])
    (finding,) = verify_package(path).findings
    assert (finding.code, "100000 entries" in finding.message) == ("not-a-zip", True)


def test_a_style_of_a_million_openings_is_read_in_one_go() -> None:
    assert list(addresses_in("url(" * 1_000_000, "s.css")) == []
    assert list(addresses_in("/*" * 1_000_000, "s.css")) == []


def test_findings_of_one_rule_are_limited(tmp_path: Path) -> None:
    many = {f"x/{number}.txt": "" for number in range(1200)}
    found = verify_package(write(tmp_path / "p.zip", {**GOOD["scorm12"], **many})).findings
    assert len(found) == 1000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\nb", "a\\nb"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("l'été 100%", "l'été 100%"),
        ("x" * 400, "x" * 300 + "…"),
    ],
)
def test_words_of_a_package_cannot_steer_a_terminal(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_odd_names_that_are_addressed_rightly_give_no_finding(tmp_path: Path) -> None:
    odd = {"l'été 100%.txt": "l%27%C3%A9t%C3%A9%20100%25.txt", "صورة.txt": "صورة.txt", "a&b;c.txt": "a&amp;b;c.txt"}
    listed = "".join(f'<file href="{address}"/>' for address in odd.values())
    members = {**GOOD["scorm12"], **dict.fromkeys(odd, "x")}
    members = edit("imsmanifest.xml", "</resource>", f"{listed}</resource>")(members)
    assert verify_package(write(tmp_path / "p.zip", members)).findings == ()


def test_a_name_that_is_not_encoded_is_named_with_its_address(tmp_path: Path) -> None:
    listed = edit("imsmanifest.xml", "</resource>", '<file href="a%41.txt"/></resource>')
    found = verify_package(write(tmp_path / "p.zip", listed({**GOOD["scorm12"], "a%41.txt": "x"}))).findings
    missing = next(finding for finding in found if finding.code == "file-missing")
    assert "'a%2541.txt'" in missing.fix
