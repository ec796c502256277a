"""The program kept warm (`convoke letter -`): requests of many threads go in one after the other, answers come out in the same order.

One thread writes and one reads, and whoever asks waits for neither pipe: so an interrupt in a thread that waits leaves no half of a request
behind, and the next one goes on.
"""

from __future__ import annotations

import collections
import json
import queue
import threading
from typing import Any, Deque, Dict, Optional, Sequence, Tuple

from ._problems import ConvokeError, ProgramEnded, ProgramError, Problems, read_problems
from ._process import SLICE, Frames, Process

# The version of what is asked and answered that this module speaks.
PROTOCOL = 1
# How long a program may take to end once nothing more is asked, in seconds.
_ENDING = 30.0

Answered = Tuple[Dict[str, Any], Optional[bytes]]


class Waiting:
    """Whoever waits for an answer."""

    __slots__ = ("_event", "_answer", "_error")

    def __init__(self) -> None:
        self._event = threading.Event()
        self._answer: Optional[Answered] = None
        self._error: Optional[ConvokeError] = None

    def set(self, answer: Optional[Answered], error: Optional[ConvokeError] = None) -> None:
        """Hands over the answer, or why there is none."""
        self._answer, self._error = answer, error
        self._event.set()

    def is_over(self) -> bool:
        """Whether it waits no longer."""
        return self._event.is_set()

    def result(self) -> Answered:
        """Waits for the answer; other threads go on meanwhile."""
        while not self._event.wait(SLICE):
            pass
        if self._error is not None:
            # The same one may be told to many.
            raise type(self._error)(*self._error.args)
        assert self._answer is not None
        return self._answer


class Engine:
    """A program that is kept warm."""

    def __init__(self, program: str, arguments: Sequence[str]) -> None:
        self._process = Process(program, arguments, is_asked=True)
        self._lock = threading.Lock()
        self._requests: queue.SimpleQueue[Optional[Tuple[bytes, Waiting]]] = queue.SimpleQueue()
        self._asked: Deque[Waiting] = collections.deque()
        self._waits: set[Waiting] = set()
        self._ended: Optional[ConvokeError] = None
        self._is_closed = False
        self._greeting = Waiting()
        self._threads = [
            threading.Thread(target=work, name=f"convoke-{name}", daemon=True)
            for name, work in (("requests", self._write), ("answers", self._read))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The number of the program's process."""
        return self._process.pid

    def is_over(self) -> bool:
        """Whether it takes no more requests."""
        return self._ended is not None or self._is_closed

    def greeting(self) -> Dict[str, Any]:
        """What the program says first, once the mailing is read."""
        return self._greeting.result()[0]

    def ask(self, request: bytes) -> Waiting:
        """Asks for something, by a line of JSON."""
        waiting = Waiting()
        with self._lock:
            if self._ended is not None:
                raise type(self._ended)(*self._ended.args)
            if self._is_closed:
                raise ProgramEnded("the program is asked no more")
            self._waits.add(waiting)
            self._requests.put((request, waiting))
        return waiting

    def close(self, is_waited_for: bool = True) -> None:
        """Lets the program end once it has answered what was asked."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._requests.put(None)
        if is_waited_for and threading.current_thread() not in self._threads:
            for thread in self._threads:
                thread.join(_ENDING)

    def forget(self) -> None:
        """Lets go of it in a process that was forked off."""
        self._process.forget()

    def _write(self) -> None:
        try:
            while True:
                item = self._requests.get()
                if item is None:
                    break
                request, waiting = item
                self._asked.append(waiting)
                self._process.write(request)
        except (OSError, ValueError):
            # The program is gone: whoever reads from it tells all who wait.
            pass
        finally:
            self._process.end_input()

    def _read(self) -> None:
        error: Optional[ConvokeError] = None
        frames = Frames(self._process.output)
        try:
            self._greet(frames.line())
            while True:
                line = frames.line()
                if line is None:
                    break
                answer = json.loads(line)
                length = answer.get("bytes")
                document = None if length is None else frames.take(length + 1)[:-1]
                waiting = self._asked.popleft()
                with self._lock:
                    self._waits.discard(waiting)
                waiting.set((answer, document))
        except ConvokeError as told:
            error = told
        except (OSError, EOFError):
            pass
        except (ValueError, IndexError, KeyError, TypeError, AttributeError) as wrong:
            error = ProgramError(f"the program's answer is none ({wrong!r}); is it of another version?")
        finally:
            self._end(error)

    def _greet(self, line: Optional[bytes]) -> None:
        if line is None:
            return
        greeting = json.loads(line)
        if greeting["protocol"] != PROTOCOL:
            version = greeting.get("version")
            raise ProgramError(
                f"the program is convoke {version}, which speaks version {greeting['protocol']} of the protocol, and this module "
                f"version {PROTOCOL}: install both from one package"
            )
        if not greeting["is_ready"]:
            raise Problems(read_problems(greeting["problems"]))
        self._greeting.set((greeting, None))

    def _end(self, error: Optional[ConvokeError]) -> None:
        """Tells all who wait that there is no answer."""
        # Where it ended by itself it is gone at once; where it does not speak as it should, it is ended.
        code = self._process.wait(_ENDING if error is None else 0.0)
        error = error or self._process.ended(code)
        with self._lock:
            self._ended = error
            waits, self._waits = self._waits, set()
        self._requests.put(None)
        for waiting in waits:
            waiting.set(None, error)
        if not self._greeting.is_over():
            self._greeting.set(None, error)
        self._threads[0].join(1)
        self._process.close()
