"""Letters, pictures, checks, and many of them."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import pickle
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import convoke
from common import Shared, guest, row


class Letters(Shared):
    def test_a_letter_is_a_pdf_and_says_what_it_is(self) -> None:
        letter = self.session.letter(guest(), number=17, document="letter", language="en")
        self.assertTrue(letter.pdf.startswith(b"%PDF-"))
        self.assertTrue(letter.pdf.endswith(b"%%EOF\n"))
        self.assertEqual(letter.about.serial, "DM-1132/017")
        self.assertEqual((letter.about.recipient, letter.about.language), ("4711", "en"))
        self.assertGreaterEqual(letter.pages, 1)
        with tempfile.TemporaryDirectory() as folder:
            path = letter.save(folder)
            self.assertEqual(path.name, letter.about.name)
            self.assertEqual(path.read_bytes(), letter.pdf)
            self.assertEqual(letter.save(Path(folder) / "x.pdf").name, "x.pdf")
            self.assertEqual(sorted(os.listdir(folder)), sorted([path.name, "x.pdf"]), "nothing else is left")
            with self.assertRaises(OSError):
                letter.save(Path(folder) / "nowhere" / "x.pdf")
        with self.assertRaises(ValueError):
            letter.text

    def test_the_same_request_is_the_same_bytes(self) -> None:
        one, other = (self.session.letter(guest(), number=18) for _ in range(2))
        self.assertEqual(one.pdf, other.pdf)

    def test_an_e_mail_is_text(self) -> None:
        letter = self.session.letter(guest(), number=17, document="e-mail")
        self.assertIn("DM-1132", letter.text)
        with self.assertRaises(ValueError):
            letter.pdf

    def test_a_picture_is_drawn_and_a_page_that_is_not_there_is_told(self) -> None:
        picture = self.session.preview(guest(), number=17, dpi=30)
        self.assertTrue(picture.png.startswith(b"\x89PNG"))
        self.assertTrue(picture.about.name.endswith("_1.png"))
        for page, code in ((99, "request-page"), (0, "value-invalid"), (-1, "value-invalid")):
            with self.assertRaises(convoke.Problems) as caught:
                self.session.preview(guest(), number=17, page=page, dpi=30)
            self.assertEqual(caught.exception.problems[0].code, code)

    def test_everything_that_is_wrong_is_told_at_once(self) -> None:
        problems = self.refused(guest(channels=["pigeon"], languages=["xx"], emails=["nobody"], kind="planet"))
        fields = {problem.field for problem in problems}
        self.assertTrue({"kind", "channels[0]"} <= fields or {"kind", "channels"} <= fields, fields)
        self.assertGreaterEqual(len(problems.errors), 2)
        for problem in problems.errors:
            self.assertEqual(problem.recipient, "4711")
            self.assertTrue(problem.message and problem.code)
            self.assertIsNone(problem.place, "a pipe is no place")
        self.assertIn("error[value-invalid]", str(problems))
        again = pickle.loads(pickle.dumps(problems))
        self.assertEqual(again.problems, problems.problems)

    def test_a_check_makes_nothing(self) -> None:
        self.assertTrue(self.session.check(guest(), number=17).is_ready)
        check = self.session.check(guest(channels=["pigeon"]), number=17)
        self.assertFalse(check.is_ready)
        self.assertEqual(check.errors[0].code, "value-invalid")

    def test_rows_are_read_as_tables_are(self) -> None:
        by_keys = self.session.letter(guest(), number=19)
        by_row = self.session.letter(convoke.Row(row()), number=19)
        self.assertEqual(by_keys.pdf, by_row.pdf)
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.execute("create table guests (id, kind, office, ministry, street)")
            database.execute("insert into guests values ('4711', 'organisation', 'official', 'Union of Examples', '1 Example Street;1202 Geneva')")
            select = """select id, kind, office as "addressee.office", ministry, street as address, 'Geneva' as city,
                'post' as channels, 'en' as languages, null as fax from guests"""
            [found] = convoke.rows(database.execute(select))
            self.assertEqual(self.session.letter(found, number=19).pdf, by_keys.pdf)
            database.row_factory = sqlite3.Row
            [found] = database.execute(select)
            self.assertEqual(self.session.letter(found, number=19).pdf, by_keys.pdf)
        problems = self.refused(convoke.Row(row(kind="planet", langs="x")))
        self.assertTrue({"value-invalid", "column-unknown"} <= {problem.code for problem in problems}, str(problems))

    def test_a_session_says_what_its_mailing_is(self) -> None:
        self.assertEqual(self.session.reference, "DM-1132")
        self.assertEqual(self.session.languages, ("en",))
        self.assertIn("letter", self.session.documents)


class Streams(Shared):
    def test_letters_come_in_order_and_a_bad_one_is_one_of_them(self) -> None:
        taken = 0

        def recipients() -> Any:
            nonlocal taken
            for taken in range(1, 31):
                yield guest(f"g{taken}", channels=["pigeon"] if taken == 3 else ["post"])

        most = 0
        for count, letter in enumerate(self.session.letters(recipients(), number=100, document="letter"), 1):
            most = max(most, taken - count)
            if count == 3:
                assert isinstance(letter, convoke.Problems)
                self.assertEqual(letter.problems[0].recipient, "g3")
                continue
            assert isinstance(letter, convoke.Letter), letter
            self.assertEqual((letter.about.recipient, letter.about.serial), (f"g{count}", f"DM-1132/{99 + count}"))
        self.assertEqual(count, 30)
        self.assertLessEqual(most, 9, "recipients are taken as there is room")

    def test_numbers_are_of_a_key_or_of_a_function(self) -> None:
        [letter] = self.session.letters([convoke.Row(row(no="31.0"))], number=lambda given: 31)
        self.assertIn("column-unknown", str(letter))
        [letter] = self.session.letters([convoke.Row(row(no=31.0))], number="no")
        assert isinstance(letter, convoke.Letter), letter
        self.assertEqual(letter.about.serial, "DM-1132/031")
        [letter] = self.session.letters([guest()], number="no")
        self.assertIn("the recipient has no `no`", str(letter))
        [letter] = self.session.letters([convoke.Request(guest(), number=32, document="e-mail", id="mine")])
        assert isinstance(letter, convoke.Letter)
        self.assertEqual((letter.id, letter.about.serial), ("mine", "DM-1132/032"))

    def test_an_iterator_that_raises_ends_it(self) -> None:
        def recipients() -> Any:
            yield guest()
            raise LookupError("the database has gone")

        with self.assertRaises(LookupError):
            list(self.session.letters(recipients(), number=40))
        with self.assertRaises(TypeError):
            list(self.session.letters(guest()))

    def test_many_threads_share_a_session(self) -> None:
        with concurrent.futures.ThreadPoolExecutor(8) as threads:
            numbers = range(200, 224)
            letters = threads.map(lambda number: self.session.letter(guest(f"t{number}"), number=number), numbers)
            told = [(letter.about.recipient, letter.about.serial) for letter in letters]
        self.assertEqual(told, [(f"t{number}", f"DM-1132/{number}") for number in numbers])
