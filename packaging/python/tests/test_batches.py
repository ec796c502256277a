"""Batches, and checks of all recipients."""

from __future__ import annotations

import csv
import io
import tempfile
import unittest
from pathlib import Path
from typing import Any, List

import convoke
from common import MAILING, guest, row


class Batches(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.output = Path(self.folder.name) / "out"
        self.session = convoke.Session(MAILING, languages=["en"])
        self.addCleanup(self.session.close)
        self.addCleanup((MAILING / "register.yaml").write_bytes, (MAILING / "register.yaml").read_bytes())

    def test_a_batch_makes_an_archive_and_says_so(self) -> None:
        told: List[convoke.Progress] = []
        guests = (guest(f"b{number}", channels=["post"] if number else ["pigeon"]) for number in range(3))
        build = self.session.build(guests, output=self.output, progress=told.append)
        self.assertEqual((build.recipients, len(build.blocked)), (3, 1))
        self.assertEqual(build.by_language, {"en": build.documents})
        assert build.archive is not None and build.manifest_sha256 is not None
        self.assertTrue(build.archive.is_file() and build.archive.is_relative_to(self.output))
        self.assertEqual(sorted(done.done for done in told), [1, 2, 3])
        self.assertEqual({done.recipient for done in told if done.is_made}, {"b1", "b2"})
        wrong = [problem for problem in build.problems if problem.is_error]
        self.assertEqual([(problem.place, problem.index, problem.recipient) for problem in wrong], [("recipients[0]", 0, "b0")])
        self.assertTrue(build.needs_a_look)
        same = self.session.build([guest("b1"), guest("b2")], output=self.output)
        self.assertEqual((same.unchanged, len(same.blocked)), (same.documents, 0))

    def test_rows_of_a_file_are_a_batch(self) -> None:
        text = io.StringIO()
        table = csv.DictWriter(text, list(row()))
        table.writeheader()
        table.writerows([row("c1", Ministry='A "B"\nC'), row("c2", channels="pigeon")])
        text.seek(0)
        build = self.session.build(map(convoke.Row, csv.DictReader(text)), output=self.output)
        self.assertEqual((build.recipients, [one.recipient for one in build.blocked]), (2, ["c2"]))
        self.assertIn(1, [problem.index for problem in build.problems if problem.recipient == "c2"])

    def test_nothing_is_made_where_recipients_cannot_be_had(self) -> None:
        def recipients() -> Any:
            yield guest()
            raise LookupError("the database has gone")

        with self.assertRaises(LookupError):
            self.session.build(recipients(), output=self.output)
        with self.assertRaises(convoke.Problems) as caught:
            self.session.build([guest(), guest("x", fax=1.5), 7], output=self.output)
        self.assertEqual([problem.index for problem in caught.exception], [1, 2])
        with self.assertRaises(convoke.Problems) as caught:
            self.session.build([], output=self.output)
        self.assertEqual(caught.exception.problems[0].code, "recipients-missing")
        self.assertFalse(self.output.exists())
        with self.assertRaises(ValueError):
            self.session.build(only=["@/etc/passwd"])

    def test_whoever_is_told_can_end_it(self) -> None:
        def end(done: convoke.Progress) -> None:
            raise LookupError("enough")

        guests = [guest(f"d{number}") for number in range(8)]
        with self.assertRaises(LookupError):
            self.session.build(guests, output=self.output, progress=end)
        self.assertEqual(list(self.output.glob("*/*.zip")), [], "no archive is left half-written")
        self.assertEqual(self.session.build(guests, output=self.output).recipients, 8)

    def test_a_check_is_of_all(self) -> None:
        check = self.session.check(recipients=[guest("e1"), guest("e2", channels=["pigeon"])])
        self.assertEqual((check.recipients, check.blocked, check.is_ready), (2, 1, True))
        self.assertEqual([problem.index for problem in check.errors], [1])
