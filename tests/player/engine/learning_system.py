"""What a browser does to a page that a learning system shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page


def crash(page: Page) -> None:
    """Kill a page's renderer at once, so that no handler of its runs."""
    with pytest.raises(PlaywrightError, match="crash"):
        page.goto("chrome://crash", timeout=5000)
