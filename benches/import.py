#!/usr/bin/env python3
"""Times `convoke import` and the `check` that follows, for a list of many rows as a workbook and as CSV.

    cargo build --release
    python3 benches/import.py target/release/convoke [ROWS]

The list has what offices keep: a title above the headings, names with titles, several e-mail addresses in a cell, remarks. It is made by
the standard library alone, in a folder that is removed. The best of five runs is told, with all of them.
"""

import csv
import io
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

STATES = ["France", "Kenya", "Norway", "Russia", "South Korea", "UK", "DRC", "Côte d'Ivoire", "Viet Nam", "Brazil"]
HEADINGS = ["No.", "Country", "Ministry", "Name", "M/F", "Address", "City", "E-mail", "Tel.", "Language", "Send by", "Remarks"]
RUNS = 5


def rows(count):
    yield ["Contacts of the Commission, as of May"] + [""] * (len(HEADINGS) - 1)
    yield HEADINGS
    for number in range(1, count + 1):
        yield [
            str(number),
            STATES[number % len(STATES)],
            f"Ministry of Fisheries {number}",
            f"H.E. Ms. Anna SURNAME{chr(65 + number % 26)}",
            "F",
            f"{number} Harbour Road",
            f"Capital {chr(65 + number % 26)}",
            f"office{number}@min.example; minister{number}@min.example",
            "+41 22 730 6393",
            ["English", "French"][number % 2],
            ["email", "courier", "post"][number % 3],
            "see file" if number % 7 == 0 else "",
        ]


def workbook(table):
    cells = []
    for number, row in enumerate(table, 1):
        shown = "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in enumerate(row)
            if text
        )
        cells.append(f'<row r="{number}">{shown}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{sheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheet}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Contacts" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}"><sheetData>{"".join(cells)}</sheetData></worksheet>',
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return written.getvalue()


def as_csv(table):
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue().encode()


def processor():
    """Seconds of processor time of all commands so far, their workers among them."""
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of.ru_utime + of.ru_stime


def run(program, folder, *arguments):
    began, used = time.perf_counter(), processor()
    ran = subprocess.run([program, "-C", folder, *arguments], capture_output=True, text=True)
    took, used = time.perf_counter() - began, processor() - used
    if ran.returncode not in (0, 3):
        sys.exit(f"{arguments}: {ran.stderr[:2000]}")
    return took, used, ran.stdout


def main():
    program = str(Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    table = list(rows(count))
    for name, content in [("list.xlsx", workbook(table)), ("list.csv", as_csv(table))]:
        with tempfile.TemporaryDirectory() as folder:
            run(program, folder, "init", "--sample")
            Path(folder, name).write_bytes(content)
            mailing = Path(folder, "mailing.yaml")
            mailing.write_text(mailing.read_text().replace("recipients/ministries.yaml", name))
            times = []
            for _ in range(RUNS):
                Path(folder, name).with_suffix(".columns.yaml").unlink(missing_ok=True)
                took, used, out = run(program, folder, "import", name, "--yes", "--add")
                times.append((took, used))
            told = ", ".join(f"{took:.2f}" for took, _ in times)
            best, used = min(times)[0], min(used for _, used in times)
            print(f"import of {count:,} rows, {name}: {best:.2f} s (of {told}), {used:.2f} s of processor time; {out.splitlines()[0]}")
            took, used, out = run(program, folder, "check")
            print(f"check after it: {took:.2f} s, {used:.2f} s of processor time; {out.splitlines()[0]}")


if __name__ == "__main__":
    main()
