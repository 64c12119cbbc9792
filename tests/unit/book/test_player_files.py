"""What a site serves of the player: the source as it was written, without the comments."""

from __future__ import annotations

import gzip

import pytest

from builder.book.player_files import FOLDER, SERVED, served


def code_of(text: str) -> list[str]:
    """The lines that are no comment, told line by line."""
    kept, inside = [], False
    for line in text.splitlines():
        bare = line.strip()
        begins = bare.startswith("/*")
        if not inside and not begins:
            kept.append(line)
        inside = (inside or begins) and not bare.endswith("*/")
    return [line for line in kept if line]


@pytest.mark.parametrize("name", SERVED)
def test_every_line_of_code_is_served_as_it_was_written_and_no_line_of_comment(name: str) -> None:
    sources = "\n".join((FOLDER / part).read_text(encoding="utf-8") for part in SERVED[name])
    lines = served(name).splitlines()
    assert [line for line in lines if line] == code_of(sources)
    assert not [line for line in lines if line.lstrip().startswith("/*")]
    assert "'use strict';" in served(name)


def test_leaving_comments_out_is_worth_it() -> None:
    sources = "\n".join((FOLDER / part).read_text(encoding="utf-8") for part in SERVED["player.js"])
    assert len(gzip.compress(served("player.js").encode())) < 0.9 * len(gzip.compress(sources.encode()))
