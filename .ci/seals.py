"""Looks at sealed documents with pyHanko and pdfsig: letters and forms in six languages, sealed by ECDSA with a time stamp and by RSA, and
some by the same keys on a token (SoftHSM). The seal covers the whole file; a form can be filled in and signed by a ministry, and both
signatures hold. What is written is for veraPDF to look at.

Usage: seals.py CONVOKE FOLDER-OF-A-MAILING FOLDER-FOR-DOCUMENTS
"""

import http.server
import os
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
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "12345678"
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
    write_seal(mailing, f"  pkcs12: seal.p12\n  secret: {{ file: passphrase }}\n{more}")
    only = ",".join(RECIPIENTS.values())
    subprocess.run([convoke, "build", "-C", mailing, "--only", only], check=True, stdout=subprocess.DEVNULL)
    return sorted((mailing / "output").glob("*-loose/**/*.pdf"))


def write_seal(mailing, seal):
    text = (mailing / "mailing.yaml").read_text().split("\nseal:\n")[0]
    (mailing / "mailing.yaml").write_text(f"{text}\nseal:\n{seal}")


def put_on_token(folder):
    """A token in software with both keys, and with the certificate of one; that of the other is a file."""
    folder.mkdir()
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")

    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            fail(f"{command[0]}: {done.stdout}{done.stderr}")

    run("softhsm2-util", "--init-token", "--free", "--label", "Office", "--so-pin", "87654321", "--pin", PIN)
    for number, key in [("01", "ecdsa"), ("02", "rsa")]:
        read = ["openssl", "pkcs12", "-in", KEYS / f"{key}.p12", "-passin", "pass:test", "-nodes"]
        run(*read, "-nocerts", "-out", folder / "any.pem")
        run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", folder / "any.pem", "-out", folder / "key.pem")
        which = ["--token", "Office", "--label", key, "--id", number, "--pin", PIN]
        run("softhsm2-util", "--import", folder / "key.pem", *which)
        run(*read, "-nokeys", "-out", folder / f"{key}.pem")
    run("openssl", "x509", "-in", folder / "ecdsa.pem", "-outform", "der", "-out", folder / "own.der")
    write = ["--write-object", folder / "own.der", "--type", "cert", "--id", "01", "--label", "ecdsa"]
    run("pkcs11-tool", "--module", MODULE, "--token-label", "Office", "--login", "--pin", PIN, *write)


def build_by_token(convoke, mailing, more, pin=PIN):
    """What `build` says, and the documents of one recipient."""
    shutil.rmtree(mailing / "output", ignore_errors=True)
    write_seal(mailing, f"  pkcs11: {{ module: {MODULE}, token: Office, {more} }}\n  secret: {{ env: PIN_OF_TOKEN }}\n")
    only = ["--only", RECIPIENTS["fr"]]
    secret = {**os.environ, "PIN_OF_TOKEN": pin}
    done = subprocess.run([convoke, "build", "-C", mailing, *only], env=secret, capture_output=True, text=True)
    return done.stderr, sorted((mailing / "output").glob("*-loose/**/*.pdf"))


def look_at_tokens(convoke, mailing, folder, trusted):
    put_on_token(folder)
    shutil.copy(folder / "rsa.pem", mailing / "certificate.pem")
    for key, more in [("ecdsa", "key: ecdsa"), ("rsa", "key: rsa, certificate: certificate.pem")]:
        said, made = build_by_token(convoke, mailing, more)
        if len(made) < 2:
            fail(f"{key} on a token: {len(made)} documents were made: {said}")
        for path in made:
            look(path, trusted)
            agree(path, 1)
    for more, pin, says in [
        ("key: ecdsa", "00000000", "its PIN is another"),
        ("key: none", PIN, "the key of the seal is not on the token"),
        ("certificate: certificate.pem", PIN, "there are 2 keys on the token"),
        ("key: ecdsa, certificate: certificate.pem", PIN, "the key of the seal on the token does not sign"),
        ("key: rsa", PIN, "the token has no certificate that belongs to the key"),
    ]:
        said, made = build_by_token(convoke, mailing, more, pin)
        if made or says not in said or "error[seal-key]" not in said:
            fail(f"with {more} {len(made)} documents were made: {said}")
    print("tokens: documents are sealed by keys on a token, and the seals hold")


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
    look_at_tokens(convoke, mailing, folder.parent.resolve() / f"{folder.name}-token", trusted)


main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
