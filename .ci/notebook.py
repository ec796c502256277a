#!/usr/bin/env python3
"""Runs the cells of a notebook, and holds what they print against what the notebook keeps of it.

    .ci/notebook.py NOTEBOOK            what differs, if anything
    .ci/notebook.py NOTEBOOK --update   writes what the cells print into the notebook

Cells run in the folder one is in, in one process, as in a notebook: the value of a last expression is shown. Of a picture, its kind is compared alone.
Times and hashes differ between machines and versions, so cells print none.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any


def run(source: str, names: dict[str, Any]) -> tuple[str, bytes | None]:
    """What a cell prints, and the picture that it shows."""
    picture = None
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if hasattr(value, "_repr_png_"):
                picture = value._repr_png_()
            elif value is not None:
                print(repr(value))
    return printed.getvalue(), picture


def main() -> int:
    path = Path(sys.argv[1])
    notebook = json.loads(path.read_text(encoding="utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    differing = 0
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] != "code":
            continue
        printed, picture = run("".join(cell["source"]), names)
        kept = "".join(text for output in cell["outputs"] for text in output.get("text", ()))
        has_picture = any("image/png" in output.get("data", ()) for output in cell["outputs"])
        if printed == kept and has_picture == (picture is not None):
            continue
        differing += 1
        print(f"cell {number} prints\n{printed}\nand the notebook keeps\n{kept}")
        lines = printed.splitlines(keepends=True)
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": lines}] if lines else []
        if picture is not None:
            data = {"image/png": base64.b64encode(picture).decode("ascii")}
            cell["outputs"].append({"data": data, "metadata": {}, "output_type": "display_data"})
    if "--update" in sys.argv:
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return 0
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
