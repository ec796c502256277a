"""A mailing that letters are made of."""

from __future__ import annotations

import collections
import weakref
from pathlib import Path
from types import TracebackType
from typing import Any, Callable, Deque, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple, Type, Union

from ._batch import Events, run_upon
from ._engine import Answered, Engine, Waiting
from ._held import Held
from ._problems import Problem, Problems, ProgramEnded, read_problems
from ._program import find_program
from ._requests import Number, Request, line, made, met, numbered
from ._results import Build, Check, Letter, PathLike, Picture, Progress, read_build
from ._tables import each

# How many letters are under way for each worker of a stream: as many as the program takes ahead.
_UNDER_WAY = 4
# How many programs are started for one request, where each ends before it is asked.
_TRIES = 3


class Session:
    """A mailing in a folder, which is read once and stays warm. It may be used by many threads at a time, which are released while letters
    are made; by processes that are forked off, each of which starts a program of its own; and it can be pickled.

    The mailing is read when the first letter is asked for. Files that change are seen after `reload` or `build`.

    path: the mailing's folder.
    mailing: the file in it that describes the mailing.
    languages: the languages that letters are made in; all that have templates where none is named.
    workers: how many letters are made at a time; one for each processor where it is left out.
    trial: make documents that are only looked at: unsealed, and without a key no form among them is accepted back.
    allow_stale: make letters although a language is stale or incomplete.
    program: the program, where it is another than the one that came with this module.
    """

    def __init__(
        self,
        path: PathLike,
        *,
        mailing: str = "mailing.yaml",
        languages: Sequence[str] = (),
        workers: Optional[int] = None,
        trial: bool = False,
        allow_stale: bool = False,
        program: Optional[str] = None,
    ) -> None:
        if isinstance(languages, str):
            languages = [languages]
        self.path = Path(path).absolute()
        self._options: Dict[str, Any] = {
            "mailing": mailing,
            "languages": tuple(languages),
            "workers": workers,
            "trial": trial,
            "allow_stale": allow_stale,
            "program": program,
        }
        self._program = find_program(program)
        self._held = Held()
        weakref.finalize(self, self._held.close, False).atexit = False

    def __repr__(self) -> str:
        return f"Session({str(self.path)!r})"

    def __reduce__(self) -> Tuple[Any, ...]:
        return (_open_again, (str(self.path), self._options))

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    @property
    def problems(self) -> Tuple[Problem, ...]:
        """Warnings and notes of the mailing."""
        return read_problems(self._greeting()["problems"])

    @property
    def reference(self) -> str:
        """The mailing's reference, such as `DM-1132`."""
        return str(self._greeting()["reference"])

    @property
    def documents(self) -> Tuple[str, ...]:
        """Ids of the mailing's documents."""
        return tuple(self._greeting()["documents"])

    @property
    def languages(self) -> Tuple[str, ...]:
        """The languages that letters are made in, as BCP 47 tags."""
        return tuple(self._greeting()["languages"])

    def letter(
        self,
        recipient: Any,
        *,
        number: Optional[int] = None,
        document: Optional[str] = None,
        language: Optional[str] = None,
    ) -> Letter:
        """Makes a letter.

        recipient: a mapping, as lists in YAML have it; or a row of a table (`Row`, a row of pandas or of sqlite3).
        number: the number in its serial: 45 for `DM-1132/045`; the register's where it is left out.
        document: id of a document of the mailing; `e-mail` or `e-mail.html` for a text of the e-mail that brings the documents.
        language: its language, as a BCP 47 tag, whatever the recipient's are.

        Raises Problems, with everything that is wrong with it.
        """
        return self._letter(self._ask(line(Request(recipient, number, document, language))))

    def preview(
        self,
        recipient: Any,
        *,
        page: int = 1,
        dpi: int = 144,
        number: Optional[int] = None,
        document: Optional[str] = None,
        language: Optional[str] = None,
    ) -> Picture:
        """Draws a page of a letter, counted from one. Raises Problems, as `letter` does, and where there is no such page."""
        request = Request(recipient, number, document, language)
        answer, content = self._ask(line(request, make="picture", page=page, dpi=dpi))
        return Picture(**made(answer, content))

    def check(
        self,
        recipient: Any = None,
        *,
        recipients: Any = None,
        number: Optional[int] = None,
        document: Optional[str] = None,
        language: Optional[str] = None,
    ) -> Check:
        """Says everything that is wrong, and makes nothing: with one recipient; or, where none is given, with the mailing and all its
        recipients, or those that are given instead of its lists (as for `build`)."""
        if recipient is None:
            return self._check_all(recipients)
        if recipients is not None:
            raise TypeError("check takes one recipient or several, not both")
        try:
            answer, _ = self._ask(line(Request(recipient, number, document, language), make="nothing"))
        except Problems as problems:
            return Check(problems.problems, False, recipients=1, blocked=1)
        return Check(read_problems(answer["problems"]), True, recipients=1, documents=1)

    def letters(
        self,
        recipients: Any,
        *,
        number: Number = None,
        document: Optional[str] = None,
        language: Optional[str] = None,
    ) -> Iterator[Union[Letter, Problems]]:
        """Makes letters one after the other, as many at a time as there are workers, and yields each in order, as a Letter or, where it cannot
        be made, as the Problems that say why. Recipients are taken as there is room, so that memory stays flat however many there are.

        recipients: a table of pandas or polars, or an iterable of what `letter` takes, or of `Request`.
        number: the numbers in the serials: the first, which are counted up from there; the name of a key or column with them; or a function
        of the recipient.
        """
        under_way: Deque[Union[Waiting, Problems]] = collections.deque()
        most = _UNDER_WAY * int(self._greeting()["workers"])
        for index, recipient in enumerate(each(recipients)):
            if len(under_way) >= most:
                yield self._take(under_way.popleft())
            try:
                request = recipient if isinstance(recipient, Request) else numbered(recipient, number, index, document, language)
                under_way.append(self._begin(line(request)))
            except Problems as problems:
                under_way.append(problems)
        while under_way:
            yield self._take(under_way.popleft())

    def build(
        self,
        recipients: Any = None,
        *,
        only: Iterable[str] = (),
        output: Optional[PathLike] = None,
        progress: Optional[Callable[[Progress], Any]] = None,
        draft: bool = False,
    ) -> Build:
        """Makes every document and the archive, and takes numbers from the register, as the command `build` does.

        recipients: a table of pandas or polars, or an iterable of mappings or rows, instead of the mailing's lists. They are written to a
        temporary file one after the other before anything is made: where the iterable raises, nothing is.
        only: ids, States, ministries or groups: loose documents of these alone, and the archive is left alone.
        output: the folder that the archive is written to, instead of the mailing's output folder.
        progress: called for each recipient that is done. What it raises ends the batch in order; what was made is kept, and the same call
        goes on from there.
        draft: mark each page as a draft, and leave the archive alone.

        Raises Problems where nothing can be made. Recipients that get nothing are `blocked` of the result.
        """
        arguments = ["build", "--json", *self._shared()]
        if isinstance(only, str):
            only = [only]
        for asked in only:
            if asked.startswith("@"):
                raise ValueError(f"no recipient is called {asked!r}")
            arguments.append(f"--only={asked}")
        if output is not None:
            arguments.append(f"--output={Path(output).absolute()}")
        if draft:
            arguments.append("--draft")
        if self._options["workers"] is not None:
            arguments.append(f"--jobs={self._options['workers']}")
        if self._options["allow_stale"]:
            arguments.append("--allow-stale")
        self._held.check_open()
        events = Events(progress)
        is_done = run_upon(self._program, arguments, recipients, events)
        # Numbers and the key of forms may be other ones now.
        self.reload()
        if not is_done or events.summary is None:
            raise Problems(events.problems)
        return read_build(events.summary, tuple(events.problems), Path.cwd())

    def reload(self) -> None:
        """Reads the mailing anew for the next letter; those under way are made as it was."""
        self._held.close(False)

    def close(self) -> None:
        """Ends the program, once the letters that others wait for are made. The session makes no more."""
        self._held.shut()
        self._held.close(True)

    def _letter(self, answered: Answered) -> Letter:
        return Letter(**made(*answered))

    def _take(self, waiting: Union[Waiting, Problems]) -> Union[Letter, Problems]:
        if isinstance(waiting, Problems):
            return waiting
        try:
            return self._letter(met(waiting.result()))
        except Problems as problems:
            return problems

    def _ask(self, asked: bytes) -> Answered:
        return met(self._begin(asked).result())

    def _begin(self, asked: bytes) -> Waiting:
        """Asks the program that is warm, or one that is started for it."""
        for tries_left in reversed(range(_TRIES)):
            engine = self._engine()
            # It raises what is wrong with the mailing.
            engine.greeting()
            try:
                return engine.ask(asked)
            except ProgramEnded:
                # It has ended since it was asked last, or was let go of by another thread.
                if not tries_left:
                    raise
        raise AssertionError("unreachable")

    def _greeting(self) -> Dict[str, Any]:
        return self._engine().greeting()

    def _engine(self) -> Engine:
        options = self._options
        arguments = ["letter", "-", "--hello", *self._shared()]
        arguments += [f"--languages={language}" for language in options["languages"]]
        if options["workers"] is not None:
            arguments.append(f"--jobs={options['workers']}")
        arguments += [option for option, is_on in (("--trial", options["trial"]), ("--allow-stale", options["allow_stale"])) if is_on]
        return self._held.engine(self._program, arguments)

    def _shared(self) -> List[str]:
        return [f"--folder={self.path}", f"--mailing={self._options['mailing']}"]

    def _check_all(self, recipients: Any) -> Check:
        self._held.check_open()
        events = Events(None)
        is_done = run_upon(self._program, ["check", "--json", *self._shared()], recipients, events)
        told = events.checked or {}
        return Check(
            tuple(events.problems), is_done, told.get("recipients", 0), told.get("documents", 0), told.get("blocked", 0)
        )


def _open_again(path: str, options: Dict[str, Any]) -> Session:
    return Session(path, **options)
