"""Opening the gradebook's database: SQLite as a file of the folder, or PostgreSQL by its address (SQLAlchemy 2).

SQLite works with a write-ahead log and syncs at each commit, so a commit survives a loss of power. Nothing here knows
nbgrader.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from builder.grading.folder import GradingFolder
from builder.grading.scores import GradingError

KINDS = ("sqlite", "postgresql")
PATIENCE = 20
"""Seconds to wait for a database that another program has locked, before one try counts as failed."""

TRIES = 3
AFTER_A_LOCK = (
    "Another program keeps the gradebook at {place} locked. Close it (formgrader, a database viewer) and run the same "
    "command again; what has been graded is kept."
)
UNREACHABLE = "The gradebook at {place} cannot be used: {fault}. Mend that and run the same command again."
T = TypeVar("T")


def open_database(folder: GradingFolder, patience: int = PATIENCE) -> sqlalchemy.Engine:
    """Return SQLAlchemy's engine for the gradebook of ``folder``, not connected yet. Raises `GradingError`."""
    try:
        url = sqlalchemy.make_url(folder.address)
        kind = url.get_backend_name()
        if kind not in KINDS:
            raise GradingError(f"--db {kind}: a gradebook is kept in {' or '.join(KINDS)}.")
        waiting: dict[str, Any] = {"timeout": patience} if kind == "sqlite" else {"connect_timeout": patience}
        engine = sqlalchemy.create_engine(url, connect_args=waiting)
    except ArgumentError:
        raise GradingError(
            "--db: this is no SQLAlchemy address. Write it as postgresql+psycopg://user@host/database."
        ) from None
    except ModuleNotFoundError as missing:
        raise GradingError(
            f"--db {kind}: the Python package {missing.name} is not installed. "
            "Run `python -m pip install 'coursewright[postgresql]'`."
        ) from None
    if kind == "sqlite":
        folder.root.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def place_of(folder: GradingFolder) -> str:
    """Return the gradebook's address as it may be shown: without a password."""
    return sqlalchemy.make_url(folder.address).render_as_string(hide_password=True)


def in_transaction(folder: GradingFolder, engine: sqlalchemy.Engine, work: Callable[[sqlalchemy.Connection], T]) -> T:
    """Run ``work`` in one transaction, again if the database was locked or the connection lost, and return its result.

    Raises `GradingError` with a way on after `TRIES` tries; nothing of ``work`` is then in the database.
    """
    for tried in range(1, TRIES + 1):
        try:
            with engine.begin() as connection:
                return work(connection)
        except DBAPIError as fault:
            if not (isinstance(fault, OperationalError) or fault.connection_invalidated):
                raise
            told = str(fault.orig).strip().splitlines()[0]
            locked = "locked" in told or "busy" in told
            if tried == TRIES or not (locked or fault.connection_invalidated):
                words = AFTER_A_LOCK if locked else UNREACHABLE
                raise GradingError(words.format(place=place_of(folder), fault=told)) from None
            time.sleep(tried / 4)
    raise AssertionError("the last try returns or raises")


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Leave the beginning of transactions to `_begin_sqlite`; log ahead of writing; sync at each commit."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin_sqlite(connection: sqlalchemy.Connection) -> None:
    """Take the write lock at once: a transaction that began by reading could not wait for it later."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
