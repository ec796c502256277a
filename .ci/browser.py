"""Fills in forms in Chromium with pdf.js as a person would, saves them, and collects them again.

Keys alone are pressed: Tab from field to field, letters, Space, arrows. The order the fields come in must be the order of
the form. Then each field's place is looked at as pdf.js, poppler and mupdf draw it: where there is a value there is ink, and
nowhere else.

Usage: browser.py CONVOKE ARCHIVE FOLDER-FOR-PDF.JS
"""

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pdfjs
import pymupdf
import pypdf
from PIL import Image

FROM_RIGHT = ["DZA"]
OTHER_SCRIPTS = ["DZA", "CHN"]

ANSWERS = {
    "FRA": {
        "participant.1.title": "ms",
        "participant.1.family_name": "Dupont-Lévêque",
        "participant.1.first_name": "Élodie",
        "participant.1.function": "Ambassadrice, œuvres & «numérique»",
        "participant.1.role": "head",
        "participant.1.address": "37, quai d’Orsay\n75007 Paris",
        "participant.1.e_mail": "elodie.dupont@example.org",
        "participant.1.arrival": "2004-06-23",
        "participant.1.day.1": "true",
        "participant.1.day.3": "true",
        "delegation.1.title": "ms",
        "delegation.1.family_name": "Dupont-Lévêque",
        "delegation.1.first_name": "Élodie",
        "delegation.1.role": "head",
        "delegation.2.title": "mr",
        "delegation.2.family_name": "Martin",
        "delegation.2.role": "adviser",
    },
    "DZA": {
        "participant.1.title": "mr",
        "participant.1.family_name": "بن يوسف",
        "participant.1.first_name": "كريم",
        "participant.1.function": "مدير عام، وزارة الشؤون الخارجية",
        "participant.1.role": "deputy",
        "participant.1.e_mail": "karim@example.org",
        "participant.1.visa.needed": "true",
        "participant.2.family_name": "حداد",
        "participant.2.first_name": "ليلى",
        "participant.2.function": "مستشارة",
        "participant.2.role": "adviser",
        "participant.2.e_mail": "leila@example.org",
    },
    "CHN": {
        "participant.1.title": "ms",
        "participant.1.family_name": "欧阳",
        "participant.1.first_name": "小明",
        "participant.1.function": "外交部国际司副司长",
        "participant.1.role": "delegate",
        "participant.1.e_mail": "wang@example.org",
        "participant.1.accessibility": "素食，对坚果和海鲜过敏",
    },
}


def fields_of(convoke, pdf):
    said = subprocess.run([convoke, "form", "fields", "--json", pdf], check=True, capture_output=True, text=True).stdout
    lines = [json.loads(line) for line in said.splitlines()]
    return [line["field"] for line in lines if line["event"] == "field"]


FOCUSED = """() => {
  const it = document.activeElement;
  const holder = it.closest('[data-annotation-id]');
  return holder ? {id: holder.dataset.annotationId, name: it.name, kind: it.type || it.tagName, value: it.value} : null;
}"""


def boxes_of(pdf):
    """What each box of a group stands for, by the id pdf.js gives it."""
    found = {}
    for page in pypdf.PdfReader(pdf).pages:
        for reference in page["/Annots"]:
            widget = reference.get_object()
            if "/AS" in widget:
                states = [state[1:] for state in widget["/AP"]["/N"] if state != "/Off"]
                found[f"{reference.idnum}R"] = states[0]
    return found


def fill(page, fields, answers, boxes):
    """Goes through the fields with Tab; gives the names in the order they were come to."""
    by_name = {field["name"]: field for field in fields}
    page.evaluate("document.querySelector('.annotationLayer [name]:not([disabled])').focus()")
    order, seen = [], set()
    while (at := page.evaluate(FOCUSED)) and at["id"] not in seen:
        name, kind = at["name"], at["kind"]
        seen.add(at["id"])
        # A field that stands on several pages is filled in once.
        wanted = "" if name in order else answers.get(name, "")
        order.append(name)
        if kind == "radio" and wanted:
            # Space ticks the box that has the focus, the arrows go on from it.
            page.keyboard.press("Space")
            for _ in by_name[name]["options"]:
                if boxes[page.evaluate(FOCUSED)["id"]] == wanted:
                    break
                page.keyboard.press("ArrowDown")
        elif kind == "checkbox" and wanted:
            page.keyboard.press("Space")
        elif kind == "select-one" and wanted:
            for _ in by_name[name]["options"]:
                page.keyboard.press("ArrowDown")
                if page.evaluate(FOCUSED)["value"] == wanted:
                    break
        elif wanted:
            for number, line in enumerate(wanted.split("\n")):
                if number:
                    page.keyboard.press("Enter")
                page.keyboard.type(line)
        page.keyboard.press("Tab")
    return order


def ink(image, box, scale):
    """The share of dark pixels inside a field's frame."""
    left, top, right, bottom = [round(side * scale) for side in box]
    inset = round(1.5 * scale)
    area = image.crop((left + inset, top + inset, right - inset, bottom - inset)).convert("L")
    dark = sum(area.histogram()[:140])
    return dark / max(area.width * area.height, 1)


def boxes(pdf):
    """Name, value, whether it is a list, and place (from the top left, in points) of each field with text, by page."""
    found = []
    with pymupdf.open(pdf) as document:
        for number, page in enumerate(document):
            for widget in page.widgets():
                if widget.field_type in (pymupdf.PDF_WIDGET_TYPE_TEXT, pymupdf.PDF_WIDGET_TYPE_COMBOBOX) and widget.rect.intersects(page.rect):
                    is_list = widget.field_type == pymupdf.PDF_WIDGET_TYPE_COMBOBOX
                    found.append((number, widget.field_name, widget.field_value, is_list, tuple(widget.rect)))
    return found


def shots_of(browser, url, folder):
    """What pdf.js shows of each page."""
    folder.mkdir()
    page = pdfjs.open_form(browser, url)
    shots = []
    for number in range(1, page.evaluate("pages") + 1):
        shots.append(folder / f"pdfjs-{number}.png")
        page.locator(f".page[data-page-number='{number}']").screenshot(path=shots[-1])
    page.close()
    return shots


def unlike(pdf, folder, shots, programs=("pdf.js", "poppler", "mupdf")):
    """The fields that one of the programs does not draw as they are: ink where there is a value, none elsewhere."""
    dpi = 144
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", pdf, folder / "poppler"], check=True, capture_output=True)
    draw = ["mutool", "draw", "-q", "-r", str(dpi), "-o", folder / "mupdf-%d.png", pdf]
    subprocess.run(draw, check=True, capture_output=True)
    places = boxes(pdf)
    for number, shot in enumerate(shots):
        drawn = {
            "pdf.js": Image.open(shot),
            "poppler": Image.open(next(folder.glob(f"poppler-*{number + 1}.png"))),
            "mupdf": Image.open(folder / f"mupdf-{number + 1}.png"),
        }
        for program in programs:
            image = drawn[program]
            for page, name, value, is_list, box in places:
                # A browser draws an arrow in a list.
                if page != number or (is_list and not value and program == "pdf.js"):
                    continue
                if (ink(image, box, image.width / 595.28) > 0.002) != bool(value):
                    yield f"{program} draws {'nothing' if value else 'something'} at {name}"


def main():
    convoke, archive, tools = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]).resolve()
    faults = []
    work = Path(tempfile.mkdtemp())
    returns = work / "returns"
    returns.mkdir()
    server = pdfjs.folder_with(work, tools)
    with pdfjs.chromium() as playwright:
        browser = pdfjs.launch(playwright)
        for iso, answers in ANSWERS.items():
            form = next(archive.glob(f"*/forms/*_{iso}_form_*.pdf"))
            (work / form.name).write_bytes(form.read_bytes())
            base = f"http://127.0.0.1:{server.server_port}"
            page = pdfjs.open_form(browser, f"{base}/form.html#{form.name}")
            fields = fields_of(convoke, form)
            order = fill(page, fields, answers, boxes_of(form))
            # A group of boxes on several pages is one group to a browser, which comes to the box that is ticked.
            expected = [f["name"] for f in fields if f["kind"] != "signature" and f["name"] != "entity.category"]
            order = [name for name in dict.fromkeys(order) if name != "entity.category"]
            # pdf.js goes from left to right in whatever direction a page is written.
            if (sorted(order) != sorted(expected)) if iso in FROM_RIGHT else (order != expected):
                faults.append(f"{iso}: Tab comes to {order}, the form has {expected}")
            saved = returns / f"{iso}.pdf"
            saved.write_bytes(base64.b64decode(page.evaluate("save()")))
            page.close()
            # As it is shown when it is opened again.
            (work / saved.name).write_bytes(saved.read_bytes())
            shots = shots_of(browser, f"{base}/form.html#{saved.name}", work / iso)
            # What viewers leave to other fonts than the form's, poppler and mupdf may have none for.
            programs = ["pdf.js"] if iso in OTHER_SCRIPTS else ["pdf.js", "poppler", "mupdf"]
            faults += [f"{iso}, typed: {fault}" for fault in unlike(saved, work / iso, shots, programs)]
            shots = shots_of(browser, f"{base}/form.html#{form.name}", work / f"{iso}-sent")
            faults += [f"{iso}, as sent: {fault}" for fault in unlike(form, work / f"{iso}-sent", shots)]
            data = work / f"{iso}.json"
            data.write_text(json.dumps({name: True if value == "true" else value for name, value in answers.items()}))
            keyed = work / f"{iso}_keyed.pdf"
            subprocess.run([convoke, "form", "fill", form, data, "--output", keyed], check=True, capture_output=True)
            shots = shots_of(browser, f"{base}/form.html#{keyed.name}", work / f"{iso}-keyed")
            faults += [f"{iso}, keyed in: {fault}" for fault in unlike(keyed, work / f"{iso}-keyed", shots)]
        browser.close()
    collected = subprocess.run(
        [convoke, "collect", returns, "--archive", archive, "--output", work / "table"], capture_output=True, text=True
    )
    print(collected.stdout)
    table = json.loads((work / "table/registrations.json").read_text())
    for iso, answers in ANSWERS.items():
        file = next((n for n, f in enumerate(table["files"]) if f.get("recipient") == iso), None)
        rows = [row for row in table["registrations"] if row["file"] == file]
        for name, value in answers.items():
            part, number, rest = name.split(".", 2)
            row = next((row for row in rows if row.get(part) == int(number)), {"values": {}})
            if row["values"].get(rest) != value:
                faults.append(f"{iso}: {name} came back as {row['values'].get(rest)!r}, typed was {value!r}")
    for file in table["files"]:
        if file["status"] != "matched" or file.get("problems"):
            faults.append(f"{file['file']}: {file['status']} {file.get('problems')}")
    shutil.rmtree(work)
    print("\n".join(faults) or "typed, saved, drawn and collected: every value is there")
    sys.exit(bool(faults))


main()
