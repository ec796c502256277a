"""Values as programs have them: data and nothing else, and nothing lost in silence."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import importlib
import uuid
from typing import Any, Dict, List

import convoke
from common import Shared, guest, row


class Values(Shared):
    def test_values_of_python_are_data_and_nothing_else(self) -> None:
        class Channel(enum.Enum):
            POST = "post"

        class Text(str):
            def __str__(self) -> str:
                return "another"

        @dataclasses.dataclass
        class Addressee:
            office: str
            name: Any = None

        recipient = guest(
            id=Text("4711"),
            addressee=Addressee("official"),
            channels=(Channel.POST,),
            fax=float("nan"),
            telephone=None,
            emails=[None],
            ministry="Union of Examples",
        )
        self.assertEqual(self.session.letter(recipient, number=20).pdf, self.session.letter(guest(), number=20).pdf)

    def test_what_would_not_keep_its_value_is_told_with_all_else(self) -> None:
        loop: Dict[str, Any] = {}
        loop["again"] = loop
        recipient = guest(
            ministry=1.1,
            city=datetime.datetime(2026, 11, 30, 9, 30),
            fax=b"bytes",
            telephone="\ud800",
            fields=loop,
            emails=[float("inf"), 10**5000, object()],
        )
        recipient[4] = "a key"  # type: ignore[index]
        problems = self.refused(recipient)
        fields = {problem.field for problem in problems}
        self.assertTrue({"ministry", "city", "fax", "telephone", "emails[0]", "emails[1]", "emails[2]"} <= fields, fields)
        self.assertTrue(any("the key 4" in problem.message for problem in problems))
        self.assertTrue(any("too deep" in problem.message for problem in problems))
        self.assertTrue(all(problem.hint for problem in problems))
        for wrong in (None, "FRA", 7, [guest()]):
            self.assertIn("a recipient is a mapping", str(self.refused(wrong)))

    def test_numbers_and_dates_keep_their_digits(self) -> None:
        from convoke._values import MISSING, plain

        for value, written in [
            (decimal.Decimal("1.10"), "1.10"),
            (decimal.Decimal("1E+3"), "1000"),
            (17.0, 17),
            (True, True),
            (2**63, "9223372036854775808"),
            (datetime.date(2026, 11, 30), "2026-11-30"),
            (datetime.datetime(2026, 11, 30), "2026-11-30"),
            (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
            (decimal.Decimal("NaN"), MISSING),
        ]:
            faults: List[convoke.Problem] = []
            self.assertEqual(plain(value, "x", faults), written)
            self.assertEqual(faults, [])

    def test_no_text_is_a_command_or_another_request(self) -> None:
        for text in ['"}\n{"id": "x"}', "\r\n\r\n", "a\x00b", "{{recipient.id}}", "#import \"x\"", "--help"]:
            answered = self.session.check(guest(ministry=text), number=21)
            self.assertEqual(answered.recipients, 1)
        # What follows is answered by its own answer.
        self.assertEqual(self.session.letter(guest("next"), number=22).about.recipient, "next")
        hostile = self.session.letter(guest(ministry="A\r\nBcc: x@y.example", channels=["e-mail"], emails=["a@b.example"]), number=23, document="e-mail")
        self.assertNotIn("\nBcc:", hostile.text)

    def test_a_request_that_is_too_long_is_one_problem(self) -> None:
        self.assertEqual(self.refused(guest(ministry="x" * 10_000_000)).problems[0].code, "request-large")
        self.assertTrue(self.session.letter(guest(), number=24).pdf)


class Tables(Shared):
    """Tables as pandas has them: its own where it is installed, and one that acts as one."""

    def table(self) -> Any:
        class Table:
            columns = ["id", "kind", "addressee.office", "Ministry", "address", "city", "channels", "Language", "fax", "no"]

            def itertuples(self, index: bool, name: None) -> Any:
                for number in (701.0, 702.0):
                    yield (f"p{number:.0f}", "organisation", "official", "Union", ["1 Street", "Geneva"], "Geneva", "post", "en", float("nan"), number)

        return Table()

    def test_a_table_is_letters_and_a_batch(self) -> None:
        letters = list(self.session.letters(self.table(), number="no"))
        self.assertEqual([letter.about.serial for letter in letters], ["DM-1132/701", "DM-1132/702"])  # type: ignore[union-attr]

    def test_columns_are_told_apart(self) -> None:
        table = self.table()
        table.columns = [*table.columns[:-1], "id"]
        with self.assertRaisesRegex(convoke.Problems, "column-twice"):
            list(self.session.letters(table))

    def test_a_table_of_pandas(self) -> None:
        try:
            pandas: Any = importlib.import_module("pandas")
        except ImportError:
            self.skipTest("pandas is not installed")
        table = pandas.DataFrame([row("q1", fax=None, no=703), row("q2", telephone="+41 22 000 00 00", no=704)])
        table["channels"] = table["channels"].astype("category")
        table["when"] = pandas.to_datetime(["2026-11-30", None])
        self.assertIn("column-unknown", str(next(iter(self.session.letters(table, number="no")))))
        letters = list(self.session.letters(table.drop(columns="when"), number="no"))
        self.assertEqual([type(letter) for letter in letters], [convoke.Letter] * 2)
        letter = self.session.letter(table.drop(columns=["when", "no"]).iloc[0], number=703)
        self.assertEqual(letter.pdf, letters[0].pdf)  # type: ignore[union-attr]
