"""Writes a list of recipients as an office keeps it: a title over merged cells, headings of its own below groups of columns, a row
left empty, and a row of remarks at the end.

    python3 .ci/desk/workbook.py FILE COUNT
"""

import sys
import zipfile
from xml.sax.saxutils import escape

HEADINGS = ["No.", "Country", "Ministry", "Mr/Ms", "Name", "Function", "Street", "Postcode", "City", "E-mail", "Sent by", "Language"]
# Country, ministry, street, postcode, city and language; people differ.
ROWS = [
    ("Austria", "Federal Ministry for European and International Affairs", "Minoritenplatz 8", "1010", "Vienna", "English"),
    ("Belgium", "Ministère des Affaires étrangères", "Rue des Petits Carmes 15", "1000", "Brussels", "French"),
    ("Canada", "Global Affairs Canada", "125 Sussex Drive", "K1A 0G2", "Ottawa", "English"),
    ("Denmark", "Ministry of Foreign Affairs", "Asiatisk Plads 2", "1448", "Copenhagen", "English"),
    ("France", "Ministère de l’Europe et des Affaires étrangères", "37 quai d’Orsay", "75007", "Paris", "French"),
    ("Ireland", "Department of Foreign Affairs", "80 St Stephen’s Green", "D02 VY53", "Dublin", "English"),
    ("Japan", "Ministry of Foreign Affairs", "2-2-1 Kasumigaseki", "100-8919", "Tokyo", "English"),
    ("Kenya", "Ministry of Foreign and Diaspora Affairs", "Harambee Avenue", "00100", "Nairobi", "English"),
    ("Luxembourg", "Ministère des Affaires étrangères et européennes", "9 rue du Palais de Justice", "1841", "Luxembourg", "French"),
    ("Monaco", "Département des Relations extérieures", "Place de la Visitation", "98000", "Monaco", "French"),
    ("New Zealand", "Ministry of Foreign Affairs and Trade", "195 Lambton Quay", "6011", "Wellington", "English"),
    ("Senegal", "Ministère de l’Intégration africaine et des Affaires étrangères", "Place de l’Indépendance", "BP 4044", "Dakar", "French"),
    ("Sweden", "Ministry for Foreign Affairs", "Gustav Adolfs torg 1", "111 52", "Stockholm", "English"),
    ("Switzerland", "Département fédéral des affaires étrangères", "Palais fédéral Ouest", "3003", "Bern", "French"),
]
PEOPLE = [("Ms", "Anna LINDQVIST"), ("Mr", "Paul MERCIER"), ("Ms", "Grace OTIENO"), ("Mr", "John BYRNE")]
# An address of the project's test server that is taken and comes back; all others arrive.
COMES_BACK = 2


def rows(count):
    yield ["Addressees of the registration letter"]
    yield ["As of 12 November; kept by the secretariat"]
    yield []
    yield ["", "", "Addressee", "", "", "", "Address"]
    yield HEADINGS
    for number in range(count):
        country, ministry, street, postcode, city, language = ROWS[number % len(ROWS)]
        sex, name = PEOPLE[number % len(PEOPLE)]
        name_of_box = "bounces" if number == COMES_BACK else "protocol"
        # Every third gets paper.
        channel = "Post" if number % 3 == 2 and number != COMES_BACK else "E-mail"
        mail = f"{name_of_box}@{country.lower().replace(' ', '-')}.example"
        yield [str(number + 1), country, ministry, sex, name, "Minister for Foreign Affairs", street, postcode, city, mail, channel, language]


def sheet(count):
    lines = []
    for row, cells in enumerate(rows(count), 1):
        texts = (
            f'<c r="{chr(ord("A") + column)}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in enumerate(cells)
            if text
        )
        lines.append(f'<row r="{row}">{"".join(texts)}</row>')
    merged = ["A1:L1", "A2:L2", "C4:F4", "G4:I4"]
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData><mergeCells count="{len(merged)}">'
        + "".join(f'<mergeCell ref="{cells}"/>' for cells in merged)
        + "</mergeCells></worksheet>"
    )


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def parts(count):
    yield "[Content_Types].xml", (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>'
    )
    yield "_rels/.rels", (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    )
    yield "xl/workbook.xml", (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Addressees" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    yield "xl/_rels/workbook.xml.rels", (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    )
    yield "xl/worksheets/sheet1.xml", sheet(count)


def main():
    file, count = sys.argv[1], int(sys.argv[2])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts(count):
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


main()
