"""Requests as the program reads them, and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Union

from ._engine import Answered
from ._problems import Problems, fault, read_problems
from ._results import read_about
from ._tables import Row, as_row, request_of
from ._values import dump, is_missing, plain_mapping

Number = Union[int, str, Callable[[Any], int], None]


@dataclass(frozen=True)
class Request:
    """One of several letters that are asked for, where they differ in more than the recipient."""

    recipient: Any
    """Whom it is to."""
    number: Optional[int] = None
    """The number in its serial."""
    document: Optional[str] = None
    """Id of a document of the mailing; the first that the recipient gets where it is left out."""
    language: Optional[str] = None
    """Its language, whatever the recipient's are."""
    id: Optional[str] = None
    """What the answer is known by."""


def line(request: Request, **more: Any) -> bytes:
    """A request as the program reads it."""
    whom, faults = request_of(request.recipient)
    wish = {"id": request.id, "number": request.number, "document": request.document, "language": request.language, **more}
    asked = plain_mapping(wish, "", faults)
    if faults:
        raise Problems(faults, request.id)
    return dump({**asked, **whom})


def numbered(recipient: Any, number: Number, index: int, document: Optional[str], language: Optional[str]) -> Request:
    """The request for one of several recipients, with its number."""
    if callable(number):
        return Request(recipient, number(recipient), document, language)
    if isinstance(number, str):
        row = as_row(recipient)
        values = dict(recipient if row is None else row)
        if is_missing(values.get(number)):
            raise Problems([fault(f"the recipient has no `{number}`", "give each its number", number, "value-missing")])
        given = values.pop(number)
        return Request(values if row is None else Row(values), given, document, language)
    return Request(recipient, None if number is None else number + index, document, language)


def met(answered: Answered) -> Answered:
    """The answer, unless it is a refusal, which is raised."""
    answer, _ = answered
    if answer["status"] == "refused":
        raise Problems(read_problems(answer["problems"]), answer["id"])
    return answered


def made(answer: Mapping[str, Any], content: Optional[bytes]) -> Dict[str, Any]:
    """What an answer brings, as letters and pictures have it."""
    assert content is not None
    return {
        "content": content,
        "pages": answer["pages"],
        "about": read_about(answer["about"]),
        "problems": read_problems(answer["problems"]),
        "id": answer["id"],
    }
