"""What the tests of the Python module share.

They are run as the module is installed: `MAILING=FOLDER python -m unittest discover --start-directory packaging/python/tests`, where the folder has the
sample mailing, built. Standard library alone; pandas is looked at where it is there.
"""

from __future__ import annotations

import os
import shutil
import unittest
from pathlib import Path
from typing import Any, Dict, List

import convoke

MAILING = Path(os.environ["MAILING"])


def guest(id: str = "4711", **more: Any) -> Dict[str, Any]:
    return {
        "id": id,
        "kind": "organisation",
        "addressee": {"office": "official"},
        "ministry": "Union of Examples",
        "address": ["1 Example Street", "1202 Geneva"],
        "city": "Geneva",
        "channels": ["post"],
        "languages": ["en"],
        **more,
    }


def row(id: str = "4711", **more: Any) -> Dict[str, Any]:
    return {
        "id": id,
        "kind": "organisation",
        "addressee.office": "official",
        "Ministry": "Union of Examples",
        "address": "1 Example Street; 1202 Geneva",
        "city": "Geneva",
        "channels": "post",
        "Language": "English",
        **more,
    }


def processes_of(parent: int) -> List[int]:
    """The processes that a process started and that are there, or were not waited for."""
    children = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(pid) for file in children for pid in file.read_text().split()]


class Shared(unittest.TestCase):
    """Tests of one session that stays warm."""

    session: convoke.Session

    @classmethod
    def setUpClass(cls) -> None:
        cls.session = convoke.Session(MAILING, languages=["en"], workers=2)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.session.close()

    def refused(self, recipient: Any, **more: Any) -> convoke.Problems:
        with self.assertRaises(convoke.Problems) as caught:
            self.session.letter(recipient, number=900, **more)
        return caught.exception


def which(name: str) -> str:
    return shutil.which(name) or name


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return ""
