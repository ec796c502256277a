"""Individually addressed letters as archival, accessible PDF, made of a list of recipients and localised templates.

>>> import convoke
>>> with convoke.Session("mailing") as session:
...     letter = session.letter(recipient, number=17)
...     letter.save("letters")

The program of the same package does the work, in processes of its own: this module starts it, keeps it warm and speaks with it over pipes.
A Session may be used by many threads, which are released while letters are made.
"""

from ._problems import ConvokeError, Problem, Problems, ProgramEnded, ProgramError, SessionClosed
from ._requests import Request
from ._results import About, Blocked, Build, Check, Letter, Picture, Progress, Volume
from ._session import Session
from ._tables import Row, rows
from ._version import __version__

__all__ = [
    "About",
    "Blocked",
    "Build",
    "Check",
    "ConvokeError",
    "Letter",
    "Picture",
    "Problem",
    "Problems",
    "ProgramEnded",
    "ProgramError",
    "Progress",
    "Request",
    "Row",
    "Session",
    "SessionClosed",
    "Volume",
    "__version__",
    "rows",
]
