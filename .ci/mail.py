"""Reads every message of a pack back with Python's own parser: each says what the pack's list says, carries files of the
archive's manifest that belong to one recipient, and its HTML has the words of its text.

    python3 .ci/mail.py PACK ARCHIVE
"""

import email
import email.header
import email.policy
import email.utils
import hashlib
import html.parser
import json
import pathlib
import sys

# Every message has these headers, each once, and no others.
ALWAYS = ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Language", "X-Unsent", "Content-Type"]
SOMETIMES = {"Cc": "cc", "Reply-To": "reply_to"}
LONGEST_LINE = 998


class Words(html.parser.HTMLParser):
    """What an HTML text says, its title and language apart."""

    def __init__(self, text):
        super().__init__()
        self.title, self.words, self.language, self.direction, self.links = "", "", None, None, []
        self.inside = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "html":
            self.language, self.direction = attrs.get("lang"), attrs.get("dir")
        if tag == "a":
            self.links.append(attrs.get("href", ""))
        for name in ("src", "background", "onclick", "onload"):
            if name in attrs:
                raise ValueError(f"<{tag}> has `{name}`")
        if tag in ("script", "link", "img", "iframe", "form", "object"):
            raise ValueError(f"<{tag}> is there")
        if tag not in ("meta", "br"):
            self.inside.append(tag)

    def handle_endtag(self, tag):
        if self.inside[-1:] != [tag]:
            raise ValueError(f"</{tag}> closes {self.inside[-1:]}")
        self.inside.pop()

    def handle_data(self, data):
        if "title" in self.inside:
            self.title += data
        elif "body" in self.inside:
            self.words += data


def bare(text):
    return "".join(text.split())


def mailboxes(message, plain, key):
    """The mailboxes of a header. Names are read the older way: the newer one puts spaces into those of several encoded
    words (RFC 2047, 6.2)."""
    addresses = [f"{a.username}@{a.domain}" for a in message[key].addresses] if key in message else []
    found = []
    for name, address in email.utils.getaddresses([plain[key].replace("\r\n", "")] if key in plain else []):
        name = str(email.header.make_header(email.header.decode_header(name)))
        found.append({**({"name": name} if name else {}), "address": address})
    return found if [mailbox["address"] for mailbox in found] == addresses else [found, addresses]


def check(raw, record, manifest):
    """What is wrong with a message, in words."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    plain = email.message_from_bytes(raw, policy=email.policy.compat32)
    names = [name for name in ALWAYS] + [name for name, key in SOMETIMES.items() if record.get(key)]
    if sorted(message.keys()) != sorted(names):
        yield f"has the headers {message.keys()}"
    said = {
        "message_id": str(message["Message-ID"]).strip("<>"),
        "date": str(message["Date"]),
        "language": str(message["Content-Language"]),
        "from": (mailboxes(message, plain, "From") + [None])[0],
        "to": mailboxes(message, plain, "To"),
        "cc": mailboxes(message, plain, "Cc"),
        "reply_to": (mailboxes(message, plain, "Reply-To") + [None])[0],
        "subject": str(message["Subject"]),
    }
    for key, value in said.items():
        expected = record.get(key, [] if key == "cc" else None)
        if value != expected:
            yield f"{key} is {value!r}, not {expected!r}"
    if str(message["X-Unsent"]) != "1":
        yield "does not open as a draft"
    for part in message.walk():
        for defect in list(part.defects) + [defect for header in part.values() for defect in getattr(header, "defects", [])]:
            yield f"is malformed: {defect!r}"
    attached = []
    for part in message.iter_attachments():
        if part.get_content_type() != "application/pdf" or part.get_content_disposition() != "attachment":
            yield f"carries {part.get_content_type()}"
        bytes_ = part.get_payload(decode=True)
        if not bytes_.startswith(b"%PDF-"):
            yield f"{part.get_filename()!r} is no PDF"
        attached.append({"name": part.get_filename(), "sha256": hashlib.sha256(bytes_).hexdigest()})
    if attached != record["attachments"]:
        yield f"carries {attached}, not {record['attachments']}"
    if not attached:
        yield "carries nothing"
    unknown = [attachment["name"] for attachment in attached if attachment["sha256"] not in manifest]
    if unknown:
        yield f"carries what is not in the manifest: {unknown}"
    recipients = {manifest.get(attachment["sha256"]) for attachment in attached} - {None}
    if len(recipients) > 1:
        yield f"carries documents of {sorted(recipients)}"
    yield from check_texts(message, record)
    if not raw.isascii() or b"\r" in raw.replace(b"\r\n", b"") or b"\n" in raw.replace(b"\r\n", b""):
        yield "is not ASCII in lines that end with CR LF"
    if any(len(line) > LONGEST_LINE for line in raw.split(b"\r\n")):
        yield "has a line that is too long"


def check_texts(message, record):
    plain = message.get_body(("plain",))
    framed = message.get_body(("html",))
    if plain is None:
        yield "has no text"
        return
    if framed is None:
        return
    try:
        words = Words(framed.get_content())
    except ValueError as wrong:
        yield f"has HTML that is not as it should be: {wrong}"
        return
    lines = [line.removeprefix("- ") for line in plain.get_content().splitlines()]
    if bare(words.words) != bare("".join(lines)):
        yield f"says in HTML {words.words!r}"
    if bare(words.title) != bare(record["subject"]):
        yield f"has the title {words.title!r}"
    if words.language != record["language"] or words.direction not in ("ltr", "rtl"):
        yield f"has HTML in {words.language!r}, {words.direction!r}"
    for link in words.links:
        if not link.startswith(("https://", "http://", "mailto:")):
            yield f"links to {link!r}"


def main(pack, archive):
    records = json.loads((pack / "e-mail.json").read_text(encoding="utf-8"))
    if records["format"] != 1:
        sys.exit(f"e-mail.json is of format {records['format']}")
    manifest = json.loads((archive / "manifest.json").read_text(encoding="utf-8"))
    manifest = {entry["sha256"]: entry.get("recipient") for entry in manifest["files"]}
    records = {record["path"]: record for record in records["messages"]}
    files = {path.relative_to(pack).as_posix() for path in pack.rglob("*.eml")}
    wrong = [f"{path}: is not in the list" for path in sorted(files - set(records))]
    wrong += [f"{path}: is missing" for path in sorted(set(records) - files)]
    if len({record["message_id"] for record in records.values()}) != len(records):
        wrong.append("e-mail.json: two messages have one identifier")
    for path in sorted(files & set(records)):
        wrong += [f"{path}: {what}" for what in check((pack / path).read_bytes(), records[path], manifest)]
    if wrong:
        sys.exit("\n".join(wrong + [f"{len(wrong)} things are wrong"]))
    languages = sorted({record["language"] for record in records.values()})
    print(f"{len(files)} messages in {', '.join(languages)} say what they should")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
