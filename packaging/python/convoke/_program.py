"""Where the program is: beside this module, as it was installed with it."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Iterator, Optional

from ._problems import ProgramError

_NAME = "convoke" + (".exe" if os.name == "nt" else "")


def find_program(named: Optional[str]) -> str:
    """The path of the program: the one that is named, that of the variable CONVOKE_PROGRAM, or the one that came with this module."""
    asked = named or os.environ.get("CONVOKE_PROGRAM")
    if asked:
        path = Path(asked).absolute()
        if not path.is_file():
            raise ProgramError(f"there is no program {path}")
        return str(path)
    looked = []
    for folder in _folders():
        path = folder / _NAME
        if path.is_file():
            return str(path)
        looked.append(str(folder))
    raise ProgramError(
        f"the program {_NAME} is not where it was installed with this module ({', '.join(looked)}): "
        "install the package again, or name the program with `program=` or the variable CONVOKE_PROGRAM"
    )


def _folders() -> Iterator[Path]:
    """Where installers put programs: of this environment, of the user, beside a folder given with `pip install --target`."""
    yield Path(sysconfig.get_path("scripts"))
    scheme = {"nt": "nt_user"}.get(os.name, "posix_user")
    if sys.platform == "darwin" and sys._framework:
        scheme = "osx_framework_user"
    yield Path(sysconfig.get_path("scripts", scheme=scheme))
    yield Path(__file__).resolve().parent.parent / ("Scripts" if os.name == "nt" else "bin")
    # `uv run --with`, `pip install --prefix`: lib/pythonX.Y/site-packages below a prefix of its own.
    yield Path(__file__).resolve().parents[min(4, len(Path(__file__).resolve().parents) - 1)] / "bin"
