"""The order in which items and targets are shown: always the same, and never the order of the key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import TypeVar

from builder.model.question import Matching, Ordering

T = TypeVar("T")


def shuffled(seed: str, items: Iterable[T], text: Callable[[T], str]) -> list[T]:
    """Return ``items`` in an order that depends only on ``seed`` and their texts, so it never gives the key away."""
    return sorted(items, key=lambda item: hashlib.sha256(f"{seed}\n{text(item)}".encode()).digest())


def matching_targets(question: Matching) -> dict[str, str]:
    """Return target id -> text in the order shown: ``1`` .. ``9`` then ``a`` .. ``z``; equal texts appear once."""
    texts = dict.fromkeys([*(pair.right for pair in question.pairs), *question.distractors])
    return {
        "123456789abcdefghijklmnopqrstuvwxyz"[place]: text
        for place, text in enumerate(shuffled(question.id, texts, str))
    }


def ordering_ids(question: Ordering) -> dict[str, str]:
    """Return item id -> text; ids are given in the order shown, so that they say nothing about the right order."""
    return dict(ordering_shown(question))


def ordering_shown(question: Ordering) -> list[tuple[str, str]]:
    """Return the items as shown, never in the right order."""
    order = shuffled(question.id, question.items, str)
    if order == list(question.items):
        order = [*order[1:], order[0]]
    return list(zip("abcdefghijklmnopqrstuvwxyz", order, strict=False))
