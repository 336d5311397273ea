"""Shows a person that long work goes on: one moving line on stderr, gone at its end; programs see nothing of it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def shown(what: str) -> Iterator[None]:
    """While the work is done, say what is being done and for how long already; only to a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description} …"), TimeElapsedColumn()
    # What is printed meanwhile is the command's answer and goes where it was meant to go, untouched.
    line = Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with line:
        line.add_task(what, total=None)
        yield
