"""What is wrong, as data, and as the exceptions that carry it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple

# What the program calls requests that come over a pipe: no place that anybody could look at.
_PIPE = "standard input"


@dataclass(frozen=True)
class Problem:
    """One problem. `convoke explain CODE` says more of its kind."""

    severity: str
    """How much it matters: `error`, `warning` or `note`."""
    code: str
    """What kind of problem it is, such as `recipient-id-twice`."""
    message: str
    """What is wrong."""
    place: Optional[str] = None
    """Where: a file with line and column, a cell of a workbook, or an item of the recipients that were given."""
    recipient: Optional[str] = None
    """Id of the recipient it is about."""
    field: Optional[str] = None
    """The key, column or merge field."""
    hint: Optional[str] = None
    """What to do."""
    scope: str = "build"
    """What an error keeps from being made: `recipient`, the documents of that recipient alone, or `build`, everything."""
    recipients: Tuple[str, ...] = ()
    """Ids of all recipients, where it is about several."""
    excerpt: Optional[str] = None
    """Lines of text that show it."""
    index: Optional[int] = None
    """Which of the recipients that were given it is about, from zero, where it is told by its place among them."""

    @property
    def is_error(self) -> bool:
        """Whether it keeps something from being made."""
        return self.severity == "error"

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        about = ", ".join(filter(None, [f"recipient {self.recipient}" if self.recipient else None, self.field]))
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}{self.severity}[{self.code}]: {self.message}{f' ({about})' if about else ''}{hint}"


class ConvokeError(Exception):
    """What all exceptions of this module are."""


class Problems(ConvokeError):
    """Something cannot be made, and everything that is wrong with it. Iterates over its problems."""

    def __init__(self, problems: Iterable[Problem], id: Optional[str] = None) -> None:
        self.problems: Tuple[Problem, ...] = tuple(problems)
        self.id = id
        super().__init__(self.problems)

    @property
    def errors(self) -> Tuple[Problem, ...]:
        """Those that keep it from being made."""
        return tuple(problem for problem in self.problems if problem.is_error)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems)) or "it cannot be made"

    def __reduce__(self) -> Tuple[Any, ...]:
        return (type(self), (self.problems, self.id))


class ProgramError(ConvokeError):
    """The program is not there, cannot be started, or does not answer as it should."""


class ProgramEnded(ProgramError):
    """The program ended before it answered, as when it was killed. The session starts it anew for the next letter."""


class SessionClosed(ConvokeError):
    """The session was closed before it was asked."""


def read_problem(told: Mapping[str, Any]) -> Problem:
    """A problem as the program tells it."""
    subject: Mapping[str, Any] = told.get("subject") or {}
    return Problem(
        severity=str(told["severity"]),
        code=str(told["code"]),
        message=str(told["message"]),
        place=_place(told.get("location")),
        recipient=subject.get("recipient"),
        field=subject.get("field"),
        hint="; ".join(told.get("hints") or ()) or None,
        scope=str(told.get("scope", "build")),
        recipients=tuple(subject.get("recipients") or ()),
        excerpt=told.get("excerpt"),
    )


def read_problems(told: Iterable[Mapping[str, Any]]) -> Tuple[Problem, ...]:
    """Problems as the program tells them."""
    return tuple(map(read_problem, told))


def _place(location: Optional[Mapping[str, Any]]) -> Optional[str]:
    if not location or location.get("file") == _PIPE:
        return None
    file = str(location["file"])
    place: Dict[str, Any] = location.get("place") or {}
    if "text" in place:
        return f"{file}:{place['text']['line']}:{place['text']['column']}"
    if "cell" in place:
        return f"{file}:{place['cell']['sheet']}!{place['cell']['cell']}"
    return file


def fault(message: str, hint: str, field: Optional[str] = None, code: str = "value-invalid") -> Problem:
    """A problem of what was handed to this module."""
    return Problem(severity="error", code=code, message=message, field=field or None, hint=hint)


def at_item(problems: List[Problem], index: int) -> List[Problem]:
    """Problems of one of the recipients that were given."""
    return [replace(problem, place=f"recipients[{index}]", index=index) for problem in problems]
