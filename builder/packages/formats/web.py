"""The site in one zip, for a memory card, a phone's storage or a plain web server: no learning system, no manifest.

It opens from a folder (`file:`), so it holds no service worker, which browsers run from web servers alone.
"""

from __future__ import annotations

from builder.packages.carried import carried_members
from builder.packages.format import Format
from builder.packages.gaps import COMMON, pass_rule
from builder.packages.package import Members, Package
from builder.packages.settings import Settings


def write(package: Package, _settings: Settings) -> Members:
    """Return the members: the site's files under their own names."""
    return carried_members(package)


FORMAT = Format(
    name="web",
    suffix=".web.zip",
    title="Website in a zip",
    write=write,
    cannot_carry=(
        *(gap for gap in COMMON if gap.code != "notes"),
        pass_rule("the pages tell the learner who has passed; nobody else hears of it"),
    ),
)
