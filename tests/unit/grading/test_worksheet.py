"""The printable worksheet."""

from __future__ import annotations

from builder.grading.worksheet import render_worksheet


def test_a_block_of_lines_becomes_lines_to_write_on() -> None:
    page = render_worksheet("# A\n\n```lines\n\n\n\n```\n", "T", "en", "ltr")
    assert page.count('<div class="line">') == 3


def test_text_cannot_become_markup() -> None:
    page = render_worksheet("<script>x</script>\n\n```js\n<b>\n```\n", 'A "title" <b>', "en", "ltr")
    assert "<script>" not in page
    assert "<b>" not in page


def test_the_page_says_its_language_and_direction() -> None:
    assert '<html lang="ar" dir="rtl">' in render_worksheet("x", "T", "ar", "rtl")
