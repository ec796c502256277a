"""How sessions end: closed, killed, forked, interrupted."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from typing import Any

import convoke
from common import MAILING, guest, processes_of, state, which


class Ends(unittest.TestCase):
    def test_a_closed_session_is_told_and_leaves_no_process(self) -> None:
        with convoke.Session(MAILING, languages="en", workers=1) as session:
            session.letter(guest(), number=50)
            pid = session._held._engine.pid  # type: ignore[union-attr]
        with self.assertRaises(convoke.SessionClosed):
            session.letter(guest(), number=51)
        with self.assertRaises(convoke.SessionClosed):
            session.build()
        if os.name == "posix":
            with self.assertRaises(ProcessLookupError):
                os.kill(pid, 0)

    @unittest.skipUnless(os.name == "posix", "signals")
    def test_a_killed_program_is_told_and_started_anew(self) -> None:
        with convoke.Session(MAILING, languages=["en"], workers=1) as session:
            session.letter(guest(), number=52)
            pid = session._held._engine.pid  # type: ignore[union-attr]
            os.kill(pid, signal.SIGSTOP)
            with concurrent.futures.ThreadPoolExecutor(2) as threads:
                waiting = [threads.submit(session.letter, guest(), number=number) for number in (53, 54)]
                time.sleep(0.2)
                os.kill(pid, signal.SIGKILL)
                for letter in waiting:
                    with self.assertRaisesRegex(convoke.ProgramEnded, "signal 9"):
                        letter.result(30)
            self.assertEqual(session.letter(guest(), number=55).about.serial, "DM-1132/055")
            self.assertNotEqual(session._held._engine.pid, pid)  # type: ignore[union-attr]
            # It is killed while nobody waits: nobody need know.
            os.kill(session._held._engine.pid, signal.SIGKILL)  # type: ignore[union-attr]
            time.sleep(0.3)
            self.assertTrue(session.letter(guest(), number=56).pdf)
            self.assertNotIn("Z", [state(child) for child in processes_of(os.getpid())], "no zombie")

    def test_a_mailing_that_makes_no_letter_says_why(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            session = convoke.Session(folder)
            for _ in range(2):
                with self.assertRaises(convoke.Problems) as caught:
                    session.letter(guest(), number=1)
                self.assertEqual([problem.severity for problem in caught.exception.errors], ["error"])
                self.assertIn("mailing.yaml", str(caught.exception))
            self.assertFalse(session.check().is_ready)
            self.assertFalse(session.check(guest()).is_ready)

    def test_a_program_that_is_none_is_told(self) -> None:
        with self.assertRaisesRegex(convoke.ProgramError, "there is no program"):
            convoke.Session(MAILING, program="/nowhere/convoke")
        if os.name == "posix":
            with convoke.Session(MAILING, program="/bin/true") as session:
                with self.assertRaisesRegex(convoke.ProgramEnded, "exit code 0"):
                    session.letter(guest(), number=1)
            with convoke.Session(MAILING, program=which("echo")) as session:
                with self.assertRaisesRegex(convoke.ProgramError, "another version"):
                    session.letter(guest(), number=1)

    def test_a_session_can_be_pickled(self) -> None:
        with convoke.Session(MAILING, languages=["en"], workers=1) as session:
            with pickle.loads(pickle.dumps(session)) as other:
                self.assertEqual(other.letter(guest(), number=57).about.serial, "DM-1132/057")

    @unittest.skipUnless(hasattr(os, "fork"), "forks")
    def test_a_process_that_is_forked_off_has_a_program_of_its_own(self) -> None:
        with convoke.Session(MAILING, languages=["en"], workers=1) as session:
            before = session.letter(guest(), number=58).pdf
            forked = multiprocessing.get_context("fork")
            results: Any = forked.SimpleQueue()
            child = forked.Process(target=lambda: results.put(session.letter(guest(), number=58).pdf))
            child.start()
            self.assertEqual(results.get(), before)
            child.join(30)
            self.assertEqual(child.exitcode, 0)
            self.assertEqual(session.letter(guest(), number=58).pdf, before)

    @unittest.skipUnless(os.name == "posix", "signals")
    def test_an_interrupt_leaves_a_session_that_goes_on(self) -> None:
        # A shell has what it starts in the background ignore interrupts.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)
        with convoke.Session(MAILING, languages=["en"], workers=1) as session:
            session.letter(guest(), number=59)
            pid = session._held._engine.pid  # type: ignore[union-attr]
            os.kill(pid, signal.SIGSTOP)
            timer = threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT))
            timer.start()
            with self.assertRaises(KeyboardInterrupt):
                session.letter(guest(), number=60)
            os.kill(pid, signal.SIGCONT)
            self.assertEqual(session.letter(guest(), number=61).about.serial, "DM-1132/061")
            self.assertEqual(session._held._engine.pid, pid)  # type: ignore[union-attr]

    def test_a_program_goes_with_the_interpreter(self) -> None:
        script = (
            "import convoke, sys; session = convoke.Session(sys.argv[1], languages=['en'], workers=1);"
            "session.languages; print(session._held._engine.pid)"
        )
        done = subprocess.run([sys.executable, "-W", "error", "-c", script, MAILING], capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        if os.name == "posix":
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline and Path(f"/proc/{int(done.stdout)}").exists():
                time.sleep(0.05)
            with self.assertRaises(ProcessLookupError):
                os.kill(int(done.stdout), 0)
