"""A PostgreSQL server of Debian's package for one test run: its own folder, a Unix socket, no port, a normal user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")
USER = "postgres"
INSTALL = "install PostgreSQL's server: apt-get install postgresql"


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a server and yield a SQLAlchemy address with {database} in it; end it and take its folder away."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"))
    assert found, INSTALL
    programs = found[-1].parent
    place = Path(tempfile.mkdtemp(prefix="cw-pg-"))  # short: a socket's path has at most 107 bytes
    try:
        if os.geteuid() == 0:
            shutil.chown(place, USER, USER)
        _run([programs / "initdb", "-D", place / "data", "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8"], place)
        options = f"-c listen_addresses='' -c unix_socket_directories='{place}' -c fsync=off"
        server = [programs / "pg_ctl", "-D", place / "data", "-l", place / "log"]
        _run([*server, "-w", "-o", options, "start"], place)
        try:
            yield f"postgresql+psycopg://{USER}@/{{database}}?host={place}"
        finally:
            _run([*server, "-w", "-m", "immediate", "stop"], place)
    finally:
        shutil.rmtree(place)


def make_database(address: str, name: str) -> str:
    """Create a database and return its address."""
    import psycopg

    plain = address.format(database="postgres").replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return address.format(database=name)


def _run(command: Sequence[str | Path], place: Path) -> None:
    """Run ``command``, as PostgreSQL's own user if we are root, which its server refuses."""
    prefix = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, *map(str, command)],
        cwd=place,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={"PATH": "/usr/sbin:/usr/bin:/bin", "LANG": "C.UTF-8"},
        timeout=60,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
