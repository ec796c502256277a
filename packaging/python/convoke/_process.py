"""The program as a process: started out of reach of the interrupts of a terminal, with its messages kept, and ended in every case."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import Any, Dict, List, Optional, Sequence

from ._problems import ProgramEnded, ProgramError

# How much of what the program says to people is kept for an exception, in bytes.
_KEPT = 8192
# How long a wait goes on before it looks for interrupts, in seconds; where a wait can be interrupted, as long as it takes.
SLICE: Optional[float] = 0.2 if os.name == "nt" else None


class Process:
    """The program at work."""

    def __init__(self, program: str, arguments: Sequence[str], is_asked: bool) -> None:
        """Starts the program; `is_asked` where something is written to its standard input."""
        options: Dict[str, Any] = {}
        # An interrupt of the terminal is Python's: it would end the program between two letters of other threads.
        if sys.platform == "win32":
            options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
        else:
            options["start_new_session"] = True
        try:
            self._child = subprocess.Popen(
                [program, *arguments],
                stdin=subprocess.PIPE if is_asked else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # Unbuffered: what is buffered would have a lock, which a fork may leave locked.
                bufsize=0,
                **options,
            )
        except (OSError, ValueError) as error:
            raise ProgramError(f"the program {program} cannot be started ({error})") from error
        assert self._child.stdout is not None and self._child.stderr is not None
        self.output = self._child.stdout
        self._said = bytearray()
        self._listener = threading.Thread(target=self._listen, name="convoke-messages", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._child.pid

    def write(self, data: bytes) -> None:
        """Writes all of it to the program's standard input."""
        stdin = self._child.stdin
        assert stdin is not None
        rest = memoryview(data)
        while rest:
            rest = rest[stdin.write(rest) :]

    def end_input(self) -> None:
        """Tells the program that nothing more is asked."""
        if self._child.stdin is not None:
            try:
                self._child.stdin.close()
            except OSError:
                pass

    def interrupt(self) -> None:
        """Asks the program to end after the work at hand."""
        try:
            if sys.platform == "win32":
                self._child.send_signal(signal.CTRL_BREAK_EVENT)
            else:
                self._child.terminate()
        except OSError:
            pass

    def wait(self, seconds: Optional[float]) -> int:
        """Waits for the end, and ends it where that takes longer; returns its exit code, on POSIX the negative number of a signal."""
        try:
            code = self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            self._child.kill()
            code = self._child.wait()
        except BaseException:
            # An interrupt: nothing is left behind.
            self._child.kill()
            self._child.wait()
            raise
        self._listener.join(1)
        return code

    def close(self) -> None:
        """Gives back what the ended process held."""
        self.end_input()
        for stream in (self._child.stdout, self._child.stderr):
            if stream is not None and not self._listener.is_alive():
                stream.close()

    def said(self) -> str:
        """The end of what the program said to people."""
        return self._said.decode("utf-8", "replace").strip()

    def ended(self, code: int) -> ProgramEnded:
        """The exception of an end before the answer."""
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        said = self.said()
        return ProgramEnded(f"the program ended before it answered ({how}){': ' + said if said else ''}")

    def forget(self) -> None:
        """Lets go of it in a process that was forked off: it is the parent's."""
        for stream in (self._child.stdin, self._child.stdout, self._child.stderr):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    pass
        # The parent waits for it.
        self._child.returncode = 0

    def _listen(self) -> None:
        stream = self._child.stderr
        assert stream is not None
        try:
            while True:
                piece = stream.read(_KEPT)
                if not piece:
                    return
                self._said += piece
                del self._said[:-_KEPT]
        except (OSError, ValueError):
            return


class Frames:
    """What the program writes: lines, and documents of a known length after them."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._read = bytearray()

    def line(self) -> Optional[bytes]:
        """The next line, without its end; None at the end."""
        looked = 0
        while True:
            end = self._read.find(b"\n", looked)
            if end >= 0:
                line = bytes(self._read[:end])
                del self._read[: end + 1]
                return line
            looked = len(self._read)
            piece = self._stream.read(1 << 16)
            if not piece:
                return None
            self._read += piece

    def take(self, length: int) -> bytes:
        """So many bytes."""
        parts: List[bytes] = [bytes(self._read[:length])]
        del self._read[:length]
        missing = length - len(parts[0])
        while missing:
            piece = self._stream.read(min(missing, 1 << 20))
            if not piece:
                raise EOFError("a document is cut short")
            parts.append(piece)
            missing -= len(piece)
        return b"".join(parts)
