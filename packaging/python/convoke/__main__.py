"""`python -m convoke` is the command `convoke`."""

import os
import subprocess
import sys

from ._program import find_program
from ._problems import ProgramError


def main() -> int:
    try:
        program = find_program(None)
    except ProgramError as error:
        print(f"convoke: {error}", file=sys.stderr)
        return 1
    if os.name == "posix":
        os.execv(program, [program, *sys.argv[1:]])
    try:
        return subprocess.call([program, *sys.argv[1:]])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
