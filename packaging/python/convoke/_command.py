"""Commands that say what they do as JSON lines, such as `convoke build --json`."""

from __future__ import annotations

import json
import queue
import threading
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Union

from ._process import SLICE, Frames, Process
from ._problems import ProgramError

# How a command ends that did what it was asked for, perhaps with something to look at.
_DONE = (0, 3)
# How many lines are read ahead of whoever takes them.
_AHEAD = 1024

_STOPPED = 1
_INTERRUPTED = 130


def run(program: str, arguments: Sequence[str], take: Callable[[Mapping[str, Any]], None]) -> bool:
    """Runs a command, and hands each event to `take`; returns whether it was done, and not stopped by problems.

    Whatever ends this thread's wait, an interrupt or an exception of `take`, ends the command in order first.
    """
    process = Process(program, arguments, is_asked=False)
    events: queue.Queue[Union[Dict[str, Any], BaseException, None]] = queue.Queue(_AHEAD)
    gone = threading.Event()
    reader = threading.Thread(target=_read, args=(Frames(process.output), events, gone), name="convoke-events", daemon=True)
    reader.start()
    try:
        while True:
            event = _next(events)
            if event is None:
                break
            if isinstance(event, BaseException):
                raise ProgramError(f"the program's answer is none ({event!r}); is it of another version?") from event
            take(event)
        code = process.wait(None)
    except BaseException:
        # A second interrupt ends the command at once.
        gone.set()
        process.interrupt()
        process.wait(None)
        raise
    finally:
        reader.join(1)
        process.close()
    if code in _DONE:
        return True
    if code == _STOPPED:
        return False
    if code == _INTERRUPTED:
        raise process.ended(code)
    raise process.ended(code) if code < 0 else ProgramError(f"the program failed (exit code {code}): {process.said()}")


def _next(events: "queue.Queue[Union[Dict[str, Any], BaseException, None]]") -> Union[Dict[str, Any], BaseException, None]:
    while True:
        try:
            return events.get(timeout=SLICE)
        except queue.Empty:
            pass


def _read(frames: Frames, events: "queue.Queue[Optional[Any]]", gone: threading.Event) -> None:
    """Reads to the end, so that the command never waits for whoever has gone."""

    def put(event: Optional[Any]) -> None:
        while not gone.is_set():
            try:
                return events.put(event, timeout=0.2)
            except queue.Full:
                pass

    try:
        while True:
            line = frames.line()
            if line is None:
                break
            if not gone.is_set():
                put(json.loads(line))
    except (OSError, ValueError) as error:
        put(error)
    put(None)
