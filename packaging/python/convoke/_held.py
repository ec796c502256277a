"""What a session holds: the program that is warm, which ends with the session, with the interpreter, and in no process that was forked off."""

from __future__ import annotations

import atexit
import os
import threading
import weakref
from typing import Optional, Sequence

from ._engine import Engine
from ._problems import SessionClosed


class Held:
    """What a session holds, and may be ended without it."""

    def __init__(self) -> None:
        _ALL.add(self)
        self._lock = threading.Lock()
        self._engine: Optional[Engine] = None
        self._is_shut = False

    def engine(self, program: str, arguments: Sequence[str]) -> Engine:
        """The program that is warm, or one that is started."""
        with self._lock:
            if self._is_shut:
                raise SessionClosed("the session is closed")
            if self._engine is None or self._engine.is_over():
                self._engine = Engine(program, arguments)
            return self._engine

    def check_open(self) -> None:
        """Raises SessionClosed where the session is closed."""
        if self._is_shut:
            raise SessionClosed("the session is closed")

    def shut(self) -> None:
        """Starts no more."""
        self._is_shut = True

    def close(self, is_waited_for: bool) -> None:
        """Lets the program end once it has answered what was asked."""
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.close(is_waited_for)

    def forget(self) -> None:
        """In a process that was forked off: the program is the parent's, and so are whoever held the lock."""
        engine, self._engine = self._engine, None
        self._lock = threading.Lock()
        if engine is not None:
            engine.forget()


_ALL: "weakref.WeakSet[Held]" = weakref.WeakSet()


def _forget_all() -> None:
    for held in list(_ALL):
        held.forget()


def _close_all() -> None:
    for held in list(_ALL):
        held.close(True)


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
