"""What comes of what was asked for."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Tuple, Union

from ._problems import Problem, read_problems

PathLike = Union[str, "os.PathLike[str]"]


@dataclass(frozen=True)
class About:
    """What a document is."""

    recipient: str
    """Id of the recipient."""
    document: str
    """Id of the document in the mailing, such as `letter`; `e-mail` for a text of the e-mail."""
    language: str
    """Its language, as a BCP 47 tag."""
    serial: str
    """The serial that it bears, such as `DM-1132/045`."""
    name: str
    """Name of its file, without folder."""
    media_type: str
    """Media type: `application/pdf`, `text/plain`, `text/html` or `image/png`."""


@dataclass(frozen=True)
class _Made:
    content: bytes = field(repr=False)
    """The bytes of the file."""
    pages: int
    """How many pages it has; an e-mail has none, a picture shows one."""
    about: About
    """What it is."""
    problems: Tuple[Problem, ...]
    """Warnings and notes."""
    id: Optional[str] = None
    """What its request was known by."""

    def save(self, path: PathLike) -> Path:
        """Writes the file, whole or not at all: into a folder, by its own name, or under the name that is given. Returns its path."""
        target = Path(path)
        if target.is_dir():
            target = target / self.about.name
        handle, name = tempfile.mkstemp(prefix=".convoke-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.content)
            # Temporary files are for their owner alone; this one is as any other.
            if os.name == "posix":
                os.chmod(name, 0o666 & ~_umask())
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
        return target


@dataclass(frozen=True)
class Letter(_Made):
    """A letter, or another document, as it was asked for: the same bytes that `build` makes for the same recipient and number."""

    @property
    def pdf(self) -> bytes:
        """The bytes of the PDF."""
        if self.about.media_type != "application/pdf":
            raise ValueError(f"the document is {self.about.media_type}, and no PDF: its text is `.text`")
        return self.content

    @property
    def text(self) -> str:
        """The text of an e-mail, plain or in HTML."""
        if not self.about.media_type.startswith("text/"):
            raise ValueError(f"the document is {self.about.media_type}, and no text: its bytes are `.content`")
        return self.content.decode("utf-8")


@dataclass(frozen=True)
class Picture(_Made):
    """A picture of a page; notebooks show it."""

    @property
    def png(self) -> bytes:
        """The bytes of the picture."""
        return self.content

    def _repr_png_(self) -> bytes:
        return self.content


@dataclass(frozen=True)
class Check:
    """What a check found."""

    problems: Tuple[Problem, ...]
    """Everything that is wrong or worth knowing."""
    is_ready: bool
    """Whether letters can be made, of all recipients that are not blocked."""
    recipients: int = 0
    """How many recipients there are."""
    documents: int = 0
    """How many documents they get."""
    blocked: int = 0
    """How many of the recipients get nothing."""

    @property
    def errors(self) -> Tuple[Problem, ...]:
        """The problems that keep something from being made."""
        return tuple(problem for problem in self.problems if problem.is_error)


@dataclass(frozen=True)
class Progress:
    """A recipient of a batch is done."""

    done: int
    """How many are done."""
    recipients: int
    """Of how many."""
    recipient: str
    """Id of this one."""
    is_made: bool
    """Whether its documents are made; if not, it is blocked."""


@dataclass(frozen=True)
class Blocked:
    """A recipient that got nothing."""

    recipient: str
    """Its id."""
    problems: Tuple[Problem, ...]
    """Why."""


@dataclass(frozen=True)
class Volume:
    """A volume of an archive that is split."""

    file: str
    """Name of its file."""
    sha256: str
    """SHA-256 of the file, in hexadecimal."""
    recipients: int
    """How many recipients it has."""
    bytes: int
    """How large it is."""


@dataclass(frozen=True)
class Build:
    """What a batch made."""

    recipients: int
    """How many recipients there are."""
    documents: int
    """How many documents there are."""
    unchanged: int
    """How many of them were made earlier from the same data, and not again."""
    pages: int
    """How many pages they have together."""
    by_document: Dict[str, int]
    """How many there are of each document."""
    by_language: Dict[str, int]
    """How many there are in each language."""
    blocked: Tuple[Blocked, ...]
    """The recipients that got nothing."""
    folder: Path
    """The folder everything is in."""
    archive: Optional[Path]
    """The archive, or its first volume; None where it was left alone."""
    sha256: Optional[str]
    """SHA-256 of the archive."""
    manifest_sha256: Optional[str]
    """SHA-256 of its manifest, which proves what was made."""
    volumes: Tuple[Volume, ...]
    """The volumes, if the archive is split."""
    is_unchanged: bool
    """Whether the archive was there already, to the last byte."""
    problems: Tuple[Problem, ...]
    """Everything that is worth knowing, and why recipients are blocked."""

    @property
    def needs_a_look(self) -> bool:
        """Whether a person has something to look at: somebody got nothing, or there is a warning that the mailing does not accept."""
        return bool(self.blocked) or any(problem.severity != "note" for problem in self.problems)


def read_about(told: Mapping[str, Any]) -> About:
    """What a document is, as the program tells it."""
    return About(
        recipient=told["recipient"],
        document=told["document"],
        language=told["language"],
        serial=told["serial"],
        name=told["name"],
        media_type=told["media_type"],
    )


def read_build(told: Mapping[str, Any], problems: Tuple[Problem, ...], base: Path) -> Build:
    """What a batch made, as the program tells it; paths are as seen from `base`."""
    archive: Mapping[str, Any] = told.get("archive") or {}
    volumes = archive.get("volumes") or ()
    return Build(
        recipients=told["recipients"],
        documents=told["documents"],
        unchanged=told["unchanged"],
        pages=told["pages"],
        by_document=dict(told["by_document"]),
        by_language=dict(told["by_locale"]),
        blocked=tuple(Blocked(entry["recipient"], read_problems(entry["reasons"])) for entry in told["blocked"]),
        folder=base / told["folder"],
        archive=base / archive["path"] if archive else None,
        sha256=archive.get("sha256"),
        manifest_sha256=archive.get("manifest_sha256"),
        volumes=tuple(Volume(one["file"], one["sha256"], one["recipients"], one["bytes"]) for one in volumes),
        is_unchanged=bool(archive.get("is_unchanged", False)),
        problems=problems,
    )


def _umask() -> int:
    """The mode that new files do not get. It can only be read by setting it, which threads would notice: /proc tells it on Linux."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            for line in status:
                if line.startswith("Umask:"):
                    return int(line.split()[1], 8)
    except (OSError, ValueError):
        pass
    return 0o077
