"""Recipients as they come: mappings, rows of tables, tables of pandas and polars, cursors of databases."""

from __future__ import annotations

import array
import csv
import sqlite3
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from ._problems import Problem, Problems, at_item, fault
from ._values import MISSING, as_mapping, dump, plain, plain_mapping

# How many problems of values are told at once; the rest are like them.
_MOST = 100


class Row(Dict[str, Any]):
    """A row of a table: the names of its columns and what they hold. It is read by the rules for tables, so that usual names of columns
    (`E-mail`, `addressee.office`) and usual words (`France`, `Mr`) are understood, and a list may be in one cell."""


def rows(cursor: Any) -> Iterator[Row]:
    """The rows of a cursor of a database (PEP 249), one after the other, by the names of its columns."""
    names = _names([column[0] for column in cursor.description])
    for record in cursor:
        yield Row(zip(names, record))


def as_row(recipient: Any) -> Optional[Mapping[Any, Any]]:
    """A row of a table, if this is one: a `Row`, a row of pandas, of a database, or a named tuple."""
    if isinstance(recipient, Row):
        return recipient
    if isinstance(recipient, sqlite3.Row):
        return dict(zip(recipient.keys(), tuple(recipient)))
    if hasattr(recipient, "_asdict"):
        named: Mapping[Any, Any] = recipient._asdict()
        return named
    if type(recipient).__name__ == "Series" and hasattr(recipient, "items"):
        return dict(zip(_names(list(recipient.index)), list(recipient)))
    return None


def each(recipients: Any) -> Iterator[Any]:
    """The recipients, one after the other; those of a table as rows."""
    table = _table(recipients)
    if table is None:
        if isinstance(recipients, (str, bytes, Mapping)) or not hasattr(recipients, "__iter__"):
            raise TypeError(f"recipients are a table or an iterable of mappings, not {type(recipients).__name__}")
        return iter(recipients)
    names, records = table
    return (Row(zip(names, record)) for record in records)


def request_of(recipient: Any) -> Tuple[Dict[str, Any], List[Problem]]:
    """The part of a request that says whom the letter is to, and what is wrong with it."""
    faults: List[Problem] = []
    row = as_row(recipient)
    if row is not None:
        return {"row": plain_mapping(row, "", faults)}, faults
    mapping = as_mapping(recipient)
    if mapping is None:
        found = fault(f"a recipient is a mapping, not a value of the type `{type(recipient).__name__}`", "give its keys and values")
        return {}, [found]
    return {"recipient": plain_mapping(mapping, "", faults)}, faults


class GivenList:
    """A list of recipients that was given, as a file that the program reads."""

    def __init__(self, recipients: Any, folder: Path) -> None:
        """Writes the recipients, one after the other.

        Raises Problems where values cannot be written; what the recipients' iterator raises goes through.
        """
        self._starts = array.array("q")
        items = each(recipients)
        first = next(items, None)
        row = None if first is None else as_row(first)
        if row is None:
            self.path = folder / "recipients.jsonl"
            self._write(self._lines(_chain(first, items)), "")
        else:
            self.path = folder / "recipients.csv"
            names = [name for name in row]
            self._write(self._cells(_chain(first, items), names), _csv_line(names))

    def place(self, problem: Problem) -> Problem:
        """A problem with its place among the recipients that were given instead of that in the file."""
        at, _, column = (problem.place or "").rpartition(":")
        file, _, line = at.rpartition(":")
        if file and file == str(self.path) and line.isdigit():
            index = bisect_right(self._starts, int(line)) - 1
            if index >= 0:
                return replace(problem, place=f"recipients[{index}]", index=index)
        if (problem.place or "").startswith(str(self.path)):
            return replace(problem, place="recipients")
        return problem

    def _write(self, lines: Iterable[str], header: str) -> None:
        line = 1 + header.count("\n")
        with open(self.path, "w", encoding="utf-8", newline="") as file:
            file.write(header)
            for text in lines:
                self._starts.append(line)
                line += text.count("\n")
                file.write(text)

    def _lines(self, items: Iterator[Any]) -> Iterator[str]:
        faults: List[Problem] = []
        for index, item in enumerate(items):
            found: List[Problem] = []
            mapping = as_mapping(item)
            if mapping is None:
                kind = type(item).__name__
                found.append(fault(f"a recipient is a mapping, not a value of the type `{kind}`", "give mappings, or rows, alone"))
            elif not faults:
                yield dump(plain_mapping(mapping, "", found)).decode("ascii")
            else:
                plain_mapping(mapping, "", found)
            _gather(faults, found, index)
        _raise(faults)

    def _cells(self, items: Iterator[Any], names: List[str]) -> Iterator[str]:
        known = set(names)
        faults: List[Problem] = []
        for index, item in enumerate(items):
            found: List[Problem] = []
            row = as_row(item)
            if row is None:
                found.append(fault("a row is expected here, as before", "give rows, or mappings, alone"))
                row = {}
            for name in row:
                if name not in known:
                    found.append(fault(f"the first row has no column `{name!s:.80}`", "give all rows the same columns", str(name)))
            cells = [_cell(row.get(name), name, found) for name in names]
            _gather(faults, found, index)
            if not faults:
                yield _csv_line(cells)
        _raise(faults)


def _gather(faults: List[Problem], found: List[Problem], index: int) -> None:
    faults.extend(at_item(found, index))
    if len(faults) >= _MOST:
        _raise(faults[:_MOST])


def _raise(faults: List[Problem]) -> None:
    if faults:
        raise Problems(faults)


def _cell(value: Any, name: str, faults: List[Problem]) -> str:
    found = plain(value, name, faults)
    if found is MISSING:
        return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, dict) or (isinstance(found, list) and any(isinstance(item, (list, dict)) for item in found)):
        faults.append(fault("a cell holds a text, a number or a list of them", "name a column for each value, with dots", name))
        return ""
    texts = [str(item) for item in found] if isinstance(found, list) else [str(found)]
    return "\n".join(texts).replace("\r\n", "\n").replace("\r", "\n")


def _csv_line(cells: Sequence[str]) -> str:
    lines: List[str] = []
    csv.writer(_Lines(lines.append), quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(cells)
    return "".join(lines)


class _Lines:
    """What a writer of CSV writes to."""

    def __init__(self, write: Callable[[str], Any]) -> None:
        self.write = write


def _chain(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    if first is not None:
        yield first
        yield from rest


def _table(recipients: Any) -> Optional[Tuple[List[str], Iterator[Tuple[Any, ...]]]]:
    """The names of columns and the rows of a table of pandas or polars."""
    if hasattr(recipients, "itertuples") and hasattr(recipients, "columns"):
        return _names(list(recipients.columns)), recipients.itertuples(index=False, name=None)
    if hasattr(recipients, "iter_rows") and hasattr(recipients, "columns"):
        return _names(list(recipients.columns)), recipients.iter_rows()
    return None


def _names(columns: Sequence[Union[str, Any]]) -> List[str]:
    """The names of columns, each once."""
    faults = []
    seen = set()
    for column in columns:
        if not isinstance(column, str):
            faults.append(fault(f"the name of the column {column!r:.80} is not a text", "give columns the names that docs/recipients.md has"))
        elif column in seen:
            faults.append(fault(f"the column `{column:.80}` occurs twice", "remove one of them", column, "column-twice"))
        seen.add(str(column))
    _raise(faults)
    return [str(column) for column in columns]
