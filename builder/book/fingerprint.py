"""What a build rests on, in one line: sources, images, data, configuration, lock files, builder and environment."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from builder.book.staging import hash_file

PACKAGE = Path(__file__).parent.parent


def builder_key() -> str:
    """Return a digest of the builder's own files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix not in {".pyc"} and path.is_file()):
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0{hash_file(path)}\0".encode())
    return digest.hexdigest()[:16]


def environment_key() -> str:
    """Return a digest of the Python version and of the name and version of every installed distribution."""
    site = Path(sysconfig.get_path("purelib"))
    installed = sorted(entry.name for entry in os.scandir(site) if entry.name.endswith(".dist-info"))
    return hashlib.sha256("\n".join([sys.version, *installed]).encode()).hexdigest()[:16]


def lock_key(root: Path) -> str:
    """Return a digest of the lock files of the project in ``root``."""
    digest = hashlib.sha256()
    for path in sorted([*root.glob("requirements/*.lock"), *root.glob("*.lock"), *root.glob("requirements*.txt")]):
        digest.update(f"{path.name}\0{hash_file(path)}\0".encode())
    return digest.hexdigest()[:16]


def fingerprint(root: Path, sources: Mapping[str, str], theme: str) -> str:
    """Return the digest of all that a rendering of ``root`` with ``theme`` rests on."""
    digest = hashlib.sha256()
    for part in (theme, builder_key(), environment_key(), lock_key(root)):
        digest.update(f"{part}\0".encode())
    for path, content in sources.items():
        digest.update(f"{path}\0{content}\0".encode())
    return digest.hexdigest()
