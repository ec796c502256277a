"""Opens the XLIFF export of each translation with translate-toolkit, saves it with that, and imports it again: the parser
sees every text with its source, and nothing changes. A text it changes arrives, and no other.

Usage: xliff.py CONVOKE MAILING   (a copy of the mailing, which is written to)"""

import pathlib
import subprocess
import sys

from translate.storage import xliff2

convoke, mailing = sys.argv[1], pathlib.Path(sys.argv[2])


def run(*arguments):
    done = subprocess.run([convoke, "-C", str(mailing), *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"convoke {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def texts(tag):
    return {path.name: path.read_bytes() for path in sorted((mailing / "templates" / tag).iterdir()) if path.is_file()}


for tag in sorted(path.parent.name for path in mailing.glob("templates/*/translation.yaml")):
    exported = mailing / f"{tag}.xlf"
    run("locale", "export", tag, "-o", str(exported))
    store = xliff2.Xliff2File.parsefile(str(exported))
    units = [unit for unit in store.units if unit.source]
    untranslated = [unit.getid() for unit in units if unit.xmlelement.find(unit.namespaced("target")) is None]
    if len(units) < 100 or untranslated:
        sys.exit(f"{tag}: {len(units)} texts were read, without target: {untranslated}")
    languages = (store.getsourcelanguage(), store.gettargetlanguage())
    if languages != ("en", tag):
        sys.exit(f"{tag}: the parser takes the languages for {languages}")
    before = texts(tag)
    store.savefile(str(exported))
    said = run("locale", "import", str(exported))
    if texts(tag) != before:
        sys.exit(f"{tag}: saved by another tool, the file changes something: {said}")
    # One label is translated anew.
    store = xliff2.Xliff2File.parsefile(str(exported))
    label = next(unit for unit in store.units if unit.getid().startswith("labels.hotel"))
    label.target = label.target + " ?"
    store.savefile(str(exported))
    said = run("locale", "import", str(exported))
    changed = [name for name, text in texts(tag).items() if text != before.get(name)]
    if changed != ["locale.yaml"] or " ?\"" not in texts(tag)["locale.yaml"].decode():
        sys.exit(f"{tag}: the changed label did not arrive: {said}{changed}")
    print(f"{tag}: {len(units)} texts read and saved by translate-toolkit, unchanged when imported; one changed text arrives")
