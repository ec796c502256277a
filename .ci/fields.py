"""Compares how pypdf, pikepdf and pdf.js list the fields of every form with what convoke says of them: names, kinds,
tooltips and values. Then fills each form in, in its language, for other tools to look at.

Usage: fields.py CONVOKE ARCHIVE FOLDER-FOR-PDF.JS FOLDER-FOR-FILLED-FORMS
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pdfjs
import pikepdf
import pypdf

TYPES = {"text": "Tx", "multiline": "Tx", "date": "Tx", "email": "Tx", "choice": "Ch", "radio": "Btn", "check": "Btn", "signature": "Sig"}

NAMES = {
    "ar": ("بن يوسف", "مُحَمَّد", "مدير عام، وزارة الشؤون الخارجية", "شارع الاستقلال 5\nالجزائر"),
    "en": ("Ørsted", "Zoë M̧ọ́ G̃", "Minister “of everything”", "1 Main Street\nOttawa"),
    "es": ("Núñez", "Begoña", "Embajadora ante la ONU", "Calle Mayor, 1\nMadrid"),
    "fr": ("Dupont-Lévêque", "Élodie", "Ambassadrice, œuvres & «numérique»", "37, quai d’Orsay\n75007 Paris"),
    "ru": ("Ёлкин", "Пётр", "Чрезвычайный и Полномочный Посол", "Смоленская-Сенная пл., 32/34\nМосква"),
    "zh": ("王", "小明", "外交部国际司副司长", "北京市朝阳区\n朝阳门南大街2号"),
}


def answers(language):
    family, first, function, address = NAMES[language]
    person = {"family_name": family, "first_name": first, "function": function, "role": "head", "title": "ms"}
    page = {**person, "address": address, "e_mail": "a@example.org", "arrival": "2004-06-23", "day": {"1": True}}
    return {"participant": {"1": page}, "delegation": {"1": person}}


def plain(value):
    text = str(value) if value is not None else ""
    return text.removeprefix("/")


def said(convoke, form):
    out = subprocess.run([convoke, "form", "fields", "--json", form], check=True, capture_output=True, text=True).stdout
    lines = [json.loads(line) for line in out.splitlines()]
    found = {}
    for field in (line["field"] for line in lines if line["event"] == "field"):
        value = field["value"]
        if field["kind"] == "check":
            value = "Yes" if value else "Off"
        elif field["kind"] == "radio":
            value = value or "Off"
        found[field["name"]] = (TYPES[field["kind"]], field["tip"], value)
    found["convoke.identity"] = ("Tx", "", lines[-1]["identity"])
    return found


def by_pypdf(form):
    found = {}
    for name, field in pypdf.PdfReader(form).get_fields().items():
        if "/FT" in field:
            found[name] = (plain(field["/FT"]), plain(field.get("/TU")), plain(field.get("/V")))
    return found


def by_pikepdf(form):
    found = {}

    def walk(field, above):
        name = ".".join(filter(None, [above, str(field.get("/T", ""))]))
        kids = [kid for kid in field.get("/Kids", []) if "/T" in kid]
        for kid in kids:
            walk(kid, name)
        if not kids:
            found[name] = (plain(field.FT), plain(field.get("/TU")), plain(field.get("/V")))

    with pikepdf.open(form) as pdf:
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        for field in pdf.Root.AcroForm.Fields:
            walk(field, "")
    return found


def by_pdfjs(page, name):
    found = {}
    for it in page.evaluate("name => list(name)", name):
        value = it["fieldValue"]
        value = value[0] if isinstance(value, list) and value else value
        found[it["fieldName"]] = (it["fieldType"], it["alternativeText"] or "", plain(value or ("Off" if it["fieldType"] == "Btn" else "")))
    return found


def main():
    convoke, archive, tools, filled = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]).resolve(), Path(sys.argv[4])
    faults = []
    filled.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp())
    forms = sorted(archive.glob("*/forms/*.pdf"))
    with pdfjs.chromium() as playwright:
        server = pdfjs.folder_with(work, tools)
        browser = pdfjs.launch(playwright)
        page = pdfjs.open_form(browser, f"http://127.0.0.1:{server.server_port}/form.html")
        for form in forms:
            expected = said(convoke, form)
            (work / form.name).symlink_to(form.resolve())
            lists = {"pypdf": by_pypdf(form), "pikepdf": by_pikepdf(form), "pdf.js": by_pdfjs(page, form.name)}
            for program, found in lists.items():
                # Signatures have no value, which programs say in their own ways.
                for name in sorted(set(expected) | set(found)):
                    ours, theirs = expected.get(name), found.get(name)
                    if ours and theirs and ours[0] == theirs[0] == "Sig":
                        ours, theirs = ours[:2], theirs[:2]
                    if program == "pdf.js" and ours and theirs and theirs[1].startswith(f"{ours[1]}: "):
                        # A box of a group says what it stands for, too.
                        theirs = (theirs[0], ours[1], theirs[2])
                    if ours != theirs:
                        faults.append(f"{form.name}: {name} is {ours}, {program} says {theirs}")
            data = work / "answers.json"
            data.write_text(json.dumps(answers(form.stem.rsplit("_", 1)[-1])))
            subprocess.run([convoke, "form", "fill", form, data, "-o", filled / form.name], check=True, capture_output=True)
            again = by_pypdf(filled / form.name)
            if again["participant.1.family_name"][2] != NAMES[form.stem.rsplit("_", 1)[-1]][0] or len(again) != len(expected):
                faults.append(f"{form.name}: filled in, it has {len(again)} fields, and {again['participant.1.family_name']}")
        browser.close()
    shutil.rmtree(work)
    print("\n".join(faults[:40]) or f"pypdf, pikepdf and pdf.js list the fields of {len(forms)} forms alike")
    sys.exit(bool(faults))


main()
