"""Reads the text layer of every letter: the right country, ministry and serial stand in it, and no other recipient's."""

import collections
import json
import pathlib
import re
import subprocess
import sys

LANGUAGES = {"ar", "en", "es", "fr", "ru", "zh"}
# The most lines of a page that one line of an address takes.
MOST_LINES = 4


def plain(text):
    return "".join(c.lower() for c in text if c.isalnum())


def holds(text, line, locale):
    """Whether the text has the line; in Arabic, which poppler gives in the order of the glyphs, its very letters."""
    if locale != "ar":
        return plain(line) in plain(text)
    letters = collections.Counter(plain(line))
    lines = [plain(part) for part in text.splitlines()]
    lines = [part for part in lines if part]
    runs = ("".join(lines[at : at + count]) for count in range(1, MOST_LINES + 1) for at in range(len(lines)))
    return any(collections.Counter(run) == letters for run in runs)


def main(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    letters = [entry for entry in manifest["files"] if entry.get("document") == "letter"]
    if len(letters) != 195:
        sys.exit(f"expected 195 letters, found {len(letters)}")
    languages = {entry["locale"] for entry in letters}
    if languages != LANGUAGES:
        sys.exit(f"expected letters in {sorted(LANGUAGES)}, found {sorted(languages)}")
    wrong = 0
    for entry in letters:
        command = ["pdftotext", "-raw", str(folder / entry["path"]), "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        if plain(entry["serial"]) not in plain(text):
            print(f"{entry['path']}: {entry['serial']} is missing", file=sys.stderr)
            wrong += 1
        for line in entry["addressee"]:
            if not holds(text, line, entry["locale"]):
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
