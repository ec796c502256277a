"""Batches and checks of all recipients: commands that say what they do."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Callable, List, Mapping, Optional, Sequence

from ._command import run
from ._problems import Problem, read_problems
from ._results import Progress
from ._tables import GivenList


class Events:
    """What a command told so far."""

    def __init__(self, progress: Optional[Callable[[Progress], Any]]) -> None:
        self.problems: List[Problem] = []
        self.summary: Optional[Mapping[str, Any]] = None
        self.checked: Optional[Mapping[str, Any]] = None
        self._progress = progress
        self._recipients = 0
        self._done = 0

    def take(self, event: Mapping[str, Any]) -> None:
        """Takes the next of what the command says."""
        kind = event.get("event")
        if kind == "problem":
            self.problems.extend(read_problems([event["problem"]]))
        elif kind == "started":
            self._recipients = event["recipients"]
        elif kind in ("made", "blocked"):
            self._done += 1
            if self._progress is not None:
                self._progress(Progress(self._done, self._recipients, event["recipient"], kind == "made"))
        elif kind == "summary":
            self.summary = event["summary"]
        elif kind == "checked":
            self.checked = event


def run_upon(program: str, arguments: Sequence[str], recipients: Any, events: Events) -> bool:
    """Runs a command upon the mailing's lists, or upon recipients that are given instead; returns whether it was done."""
    if recipients is None:
        return run(program, arguments, events.take)
    with tempfile.TemporaryDirectory(prefix="convoke-") as folder:
        given = GivenList(recipients, Path(folder).resolve())
        is_done = run(program, [*arguments, f"--recipients={given.path}"], events.take)
    events.problems = [given.place(problem) for problem in events.problems]
    return is_done
