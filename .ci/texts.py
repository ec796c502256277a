"""Reads the text layer of every letter: the right country, ministry and serial stand in it, and no other recipient's."""

import json
import pathlib
import re
import subprocess
import sys


def plain(text):
    return "".join(c.lower() for c in text if c.isalnum())


def main(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    letters = [entry for entry in manifest["files"] if entry.get("document") == "letter"]
    if len(letters) != 195:
        sys.exit(f"expected 195 letters, found {len(letters)}")
    wrong = 0
    for entry in letters:
        command = ["pdftotext", "-raw", str(folder / entry["path"]), "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for line in [entry["serial"], *entry["addressee"]]:
            if plain(line) not in plain(text):
                print(f"{entry['path']}: {line!r} is missing", file=sys.stderr)
                wrong += 1
        serials = set(re.findall(re.escape(manifest["reference"]) + r"/\d+", text))
        if serials != {entry["serial"]}:
            print(f"{entry['path']}: bears {sorted(serials)}", file=sys.stderr)
            wrong += 1
    if wrong:
        sys.exit(f"{wrong} texts are wrong")
    print(f"the text of {len(letters)} letters is right")


main(pathlib.Path(sys.argv[1]))
