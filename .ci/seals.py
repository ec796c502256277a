"""Looks at sealed documents with pyHanko and pdfsig: letters and forms in six languages, sealed by ECDSA with a time stamp and by RSA. The
seal covers the whole file; a form can be filled in and signed by a ministry, and both signatures hold. What is written is for veraPDF to
look at.

Usage: seals.py CONVOKE FOLDER-OF-A-MAILING FOLDER-FOR-DOCUMENTS
"""

import http.server
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from asn1crypto import keys, pem, tsp, x509
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

KEYS = Path("tests/all/seals")
RECIPIENTS = {"ar": "SAU", "en": "KEN", "es": "ESP", "fr": "FRA", "ru": "RUS", "zh": "CHN"}


def fail(message):
    sys.exit(f"seals.py: {message}")


def load(name):
    return signers.SimpleSigner.load_pkcs12(str(KEYS / name), passphrase=b"test")


def authority():
    _, _, der = pem.unarmor((KEYS / "authority.pem").read_bytes())
    return x509.Certificate.load(der)


class Stamps(http.server.BaseHTTPRequestHandler):
    """A server of time stamps (RFC 3161)."""

    stamper = None
    given = 0

    def do_POST(self):
        request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = Stamps.stamper.request_tsa_response(request).dump()
        Stamps.given += 1
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def serve():
    signer = load("stamps.p12")
    Stamps.stamper = timestamps.DummyTimeStamper(tsa_cert=signer.signing_cert, tsa_key=signer.signing_key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stamps)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def build(convoke, mailing, key, more):
    shutil.copy(KEYS / f"{key}.p12", mailing / "seal.p12")
    (mailing / "passphrase").write_text("test\n")
    (mailing / "passphrase").chmod(0o600)
    text = (mailing / "mailing.yaml").read_text().split("\nseal:\n")[0]
    text += f"\nseal:\n  pkcs12: seal.p12\n  secret: {{ file: passphrase }}\n{more}"
    (mailing / "mailing.yaml").write_text(text)
    only = ",".join(RECIPIENTS.values())
    subprocess.run([convoke, "build", "-C", mailing, "--only", only], check=True, stdout=subprocess.DEVNULL)
    return sorted((mailing / "output").glob("*-loose/**/*.pdf"))


def look(path, trusted, count=1):
    """Every signature holds, the first is the seal."""
    with path.open("rb") as file:
        found = PdfFileReader(file).embedded_signatures
        if len(found) != count or found[0].field_name != "convoke.seal":
            fail(f"{path.name} has the signatures {[one.field_name for one in found]}")
        first = None
        for number, signature in enumerate(found):
            roots = ValidationContext(trust_roots=trusted)
            # What was changed afterwards pyHanko can tell only where the structure does not name the changed field, as it has to here.
            skips = number < count - 1
            status = validate_pdf_signature(signature, roots, ts_validation_context=roots, skip_diff=skips)
            first = first or status
            if not (status.intact and status.valid and status.trusted):
                fail(f"{path.name}: {signature.field_name} does not hold: {status.pretty_print_details()}")
            if not skips and (status.modification_level != ModificationLevel.NONE or status.docmdp_ok is False):
                fail(f"{path.name}: after {signature.field_name} was changed: {status.modification_level}")
            if number == 0 and count == 1 and status.coverage.name != "ENTIRE_FILE":
                fail(f"{path.name}: the seal covers {status.coverage.name}")
        return first


def agree(path, count):
    """pdfsig finds the same."""
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True).stdout
    if told.count("Signature is Valid.") != count:
        fail(f"pdfsig says of {path.name}:\n{told}")
    if count == 1 and "Total document signed" not in told:
        fail(f"pdfsig says that a part of {path.name} is not covered:\n{told}")


def sign(form, signed, ministry):
    """A ministry fills in a field and signs."""
    with form.open("rb") as original, signed.open("wb") as output:
        writer = IncrementalPdfFileWriter(original)
        names = [name for name, value, _ in fields.enumerate_sig_fields(writer, filled_status=False)]
        settings = signers.PdfSignatureMetadata(field_name=names[0], md_algorithm="sha256")
        # pyHanko's own stamp is text in a font that it does not embed, which no archival document may have.
        stamp = StaticStampStyle(border_width=0, background=RawContent(b"", box=BoxConstraints(width=10, height=10)))
        signers.PdfSigner(settings, signer=ministry, stamp_style=stamp).sign_pdf(writer, output=output)
    if not signed.read_bytes().startswith(form.read_bytes()):
        fail(f"{signed.name}: the form itself was changed")


def main(convoke, mailing, folder):
    url = serve()
    trusted = [authority()]
    stranger = load("stranger.p12")
    for key, more in [("ecdsa", f'  timestamp: "{url}"\n  reason: {{ en: Invitation }}\n'), ("rsa", "")]:
        made = build(convoke, mailing, key, more)
        if len(made) < 2 * len(RECIPIENTS):
            fail(f"only {len(made)} documents were made")
        for path in made:
            status = look(path, trusted)
            agree(path, 1)
            if (status.timestamp_validity is not None) != (key == "ecdsa"):
                fail(f"{path.name}: the time stamp is {status.timestamp_validity}")
            if status.timestamp_validity is not None and not status.timestamp_validity.trusted:
                fail(f"{path.name}: the time stamp does not hold")
            if key == "ecdsa":
                shutil.copy(path, folder / path.name)
            if "_form_" in path.name and key == "ecdsa":
                signed = folder / f"signed-{path.name}"
                sign(path, signed, stranger)
                look(signed, trusted + [stranger.signing_cert], count=2)
                agree(signed, 2)
                told = subprocess.run([convoke, "verify", signed], capture_output=True, text=True)
                if told.returncode or told.stdout.count("sealed by") != 2:
                    fail(f"verify says of {signed.name}: {told.stdout}{told.stderr}")
        print(f"{key}: {len(made)} documents are sealed, and the seals hold")
    if Stamps.given < 2 * len(RECIPIENTS):
        fail(f"{Stamps.given} time stamps were given")


main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
