"""Runs notebooks side by side before they are read, into the cache from which MyST-NB then takes their outputs.

MyST-NB runs them one after the other, and starts a kernel even for a notebook without code. What fails here is left
to MyST-NB, which runs it again and reports it in its own words.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORKERS = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """``timeout`` in seconds for each cell, None for none; ``allow_errors``: a raising cell does not end a run."""

    timeout: int | None
    allow_errors: bool


def execute_ahead(notebooks: Iterable[Path], cache_folder: Path, limits: Limits) -> None:
    """Execute those of ``notebooks`` (version 4 files) that ``cache_folder`` has no outputs for, each in its folder."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    cache: Any = get_cache(str(cache_folder))
    waiting = [(path, notebook) for path in notebooks if (notebook := unknown_notebook(path, cache)) is not None]
    if not waiting:
        return
    with ThreadPoolExecutor(1) as thread:  # of its own, because the caller's may have an event loop already
        results = thread.submit(lambda: asyncio.run(execute_all(waiting, limits))).result()
    for (path, notebook), seconds in zip(waiting, results, strict=True):
        if seconds is not None:
            bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def unknown_notebook(path: Path, cache: Any) -> Any | None:
    """Return the notebook if the cache lacks it; None if it is there, or is no valid notebook."""
    import nbformat

    try:
        notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return None
    with suppress(KeyError):
        cache.match_cache_notebook(notebook)
        return None
    return notebook


async def execute_all(waiting: Sequence[tuple[Path, Any]], limits: Limits) -> list[float | None]:
    """Execute every notebook in place, `WORKERS` at a time; return the seconds each took, None for one that failed."""
    import asyncio

    turn = asyncio.Semaphore(WORKERS)

    async def one(path: Path, notebook: Any) -> float | None:
        async with turn:
            return await execute(notebook, path, limits)

    return await asyncio.gather(*(one(path, notebook) for path, notebook in waiting))


async def execute(notebook: Any, path: Path, limits: Limits) -> float | None:
    """Execute one notebook in place in a kernel of its own; without code there is nothing to do."""
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, DeadKernelError

    if not any(cell["cell_type"] == "code" for cell in notebook["cells"]):
        return 0.0
    start = time.perf_counter()
    client = NotebookClient(
        notebook,
        timeout=limits.timeout,
        allow_errors=limits.allow_errors,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        await client.async_execute()
    except (CellControlSignal, DeadKernelError, NoSuchKernel, OSError, RuntimeError, TimeoutError):
        return None
    return time.perf_counter() - start
