"""Signs one form of each language in its signature field, as pyHanko does: an incremental update behind what convoke wrote. The
signature is then found and holds, no byte of the form has changed, and convoke reads the field as signed. What is written is for veraPDF to look at.

Usage: sign.py CONVOKE ARCHIVE FOLDER-FOR-SIGNED-FORMS
"""

import datetime
import json
import subprocess
import sys
from pathlib import Path

from asn1crypto import keys, x509
from cryptography import x509 as made
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore


def certificate():
    """A key and a certificate that vouches for itself, good for this run."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = made.Name([made.NameAttribute(NameOID.COMMON_NAME, "A ministry")])
    now = datetime.datetime.now(datetime.timezone.utc)
    usage = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"], False
    )
    certificate = (
        made.CertificateBuilder(name, name, key.public_key(), made.random_serial_number(), now, now + datetime.timedelta(days=1))
        .add_extension(made.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return keys.PrivateKeyInfo.load(private), x509.Certificate.load(certificate.public_bytes(der))


def read_fields(convoke, form):
    out = subprocess.run([convoke, "form", "fields", "--json", form], check=True, capture_output=True, text=True).stdout
    fields = [line["field"] for line in map(json.loads, out.splitlines()) if line["event"] == "field"]
    return {field["name"]: field for field in fields}


def signature_field(convoke, form):
    names = [name for name, field in read_fields(convoke, form).items() if field["kind"] == "signature"]
    if not names:
        sys.exit(f"{form}: there is no field for a signature")
    return names[0]


def sign(convoke, form, signed, signer, trusted):
    field = signature_field(convoke, form)
    with form.open("rb") as original, signed.open("wb") as output:
        settings = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
        # pyHanko's own stamp is text in a font that it does not embed, which no archival document may have.
        stamp = StaticStampStyle(border_width=0, background=RawContent(b"", box=BoxConstraints(width=10, height=10)))
        writer = signers.PdfSigner(settings, signer=signer, stamp_style=stamp)
        writer.sign_pdf(IncrementalPdfFileWriter(original), output=output)
    with signed.open("rb") as written:
        found = PdfFileReader(written).embedded_signatures
        if [one.field_name for one in found] != [field]:
            sys.exit(f"{signed}: signed are {[one.field_name for one in found]}, not {field}")
        status = validate_pdf_signature(found[0], ValidationContext(trust_roots=[trusted]))
        if not (status.intact and status.valid):
            sys.exit(f"{signed}: the signature does not hold: {status.summary()}")
    if not signed.read_bytes().startswith(form.read_bytes()):
        sys.exit(f"{signed}: the form itself was changed")
    before, after = read_fields(convoke, form), read_fields(convoke, signed)
    before[field].update(value="true", characters=len("true"))
    if before != after:
        sys.exit(f"{signed}: convoke reads other fields: {[name for name in after if before.get(name) != after[name]]}")


def main(convoke, archive, folder):
    key, own = certificate()
    registry = SimpleCertificateStore()
    registry.register(own)
    signer = signers.SimpleSigner(signing_cert=own, signing_key=key, cert_registry=registry)
    for language in ["ar", "en", "es", "fr", "ru", "zh"]:
        form = min(archive.glob(f"*/forms/*_form_{language}.pdf"))
        sign(convoke, form, folder / form.name, signer, own)
        print(f"{language}: {form.name} is signed, and the signature holds")


main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
