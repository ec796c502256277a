"""Sends messages by Postfix and reads them back from Dovecot: what arrives is what the pack's list and the manifest say.

    python3 .ci/post.py CONVOKE MAILSERVER SAMPLE OWN

SAMPLE and OWN are copies of the sample mailing. All recipients of the first get e-mail; the second is given recipients of its own, some of whose addresses are refused or
bounce. MAILSERVER is the folder of .ci/mailserver.
"""

import email
import email.policy
import hashlib
import imaplib
import json
import pathlib
import re
import ssl
import subprocess
import sys
import time

CONVOKE, SERVER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
SAMPLE, OWN = pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
PORTS = dict(line.split("=") for line in (SERVER / "ports").read_text().split())
SECRET = (SERVER / "secret").read_text().strip()
COUNT = 12
LANGUAGES = ["en", "fr", "es", "ru", "zh", "ar"]


def run(folder, *arguments, codes=(0, 3)):
    ran = subprocess.run([CONVOKE, "-C", folder, *arguments], capture_output=True, text=True, timeout=300)
    said = ran.stdout + ran.stderr
    assert ran.returncode in codes, f"{arguments}: {ran.returncode}\n{said}"
    assert SECRET not in said, f"{arguments} shows the secret"
    return said


def settings(**smtp):
    """The settings of a mailing that sends by STARTTLS with AUTH PLAIN, and has a mailbox over TLS."""
    account = {
        "host": "localhost",
        "authority": "authority.pem",
        "user": "dispatch@office.example",
        "secret": {"file": "mail.secret"},
    }
    smtp = account | {"port": int(PORTS["submission"]), "bounces_to": "dispatch@office.example"} | smtp
    imap = account | {"port": int(PORTS["imaps"])}
    return "\ndispatch: " + json.dumps({"e_mail": {"smtp": smtp, "imap": imap}}) + "\n"


def equip(folder, text):
    (folder / "authority.pem").write_bytes((SERVER / "authority.pem").read_bytes())
    (folder / "mail.secret").write_text(SECRET + "\n")
    (folder / "mail.secret").chmod(0o600)
    with open(folder / "mailing.yaml", "a") as file:
        file.write(text)


def mailbox(user):
    context = ssl.create_default_context(cafile=SERVER / "authority.pem")
    found = imaplib.IMAP4_SSL("localhost", int(PORTS["imaps"]), ssl_context=context, timeout=20)
    found.login(f"{user}@office.example", SECRET)
    return found


def messages(user, folder="INBOX"):
    """The messages of a folder, with their flags."""
    found = mailbox(user)
    found.select(folder, readonly=True)
    _, (numbers,) = found.search(None, "ALL")
    for number in numbers.split():
        _, parts = found.fetch(number, "(FLAGS BODY.PEEK[])")
        flags = b" ".join(part if isinstance(part, bytes) else part[0] for part in parts)
        yield flags.decode(), email.message_from_bytes(parts[0][1], policy=email.policy.default)
    found.logout()


def wait_for(count, what):
    """Postfix hands messages on when it has taken them."""
    for _ in range(300):
        if (found := count()) is not None:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not arrive")


def states(folder):
    """The state of each sending by e-mail, by recipient and copy."""
    lines = run(folder, "ledger", "--json", "--channel", "e-mail").splitlines()
    rows = [json.loads(line)["sending"] for line in lines if line.startswith("{")]
    return {(row["recipient"], row["copy"]): row["state"] for row in rows}


def compare(message, record, manifest):
    """A message that arrived says what the pack's list says, and carries files of the manifest."""
    addresses = [address.addr_spec for address in message["To"].addresses]
    assert addresses == [to["address"] for to in record["to"]], (addresses, record["to"])
    assert message["Content-Language"] == record["language"], record["path"]
    assert message["Subject"] == record["subject"], (message["Subject"], record["subject"])
    attached = [
        (part.get_filename(), hashlib.sha256(part.get_payload(decode=True)).hexdigest())
        for part in message.iter_attachments()
    ]
    assert attached == [(file["name"], file["sha256"]) for file in record["attachments"]], (record["path"], attached)
    assert all(sha256 in manifest for _, sha256 in attached), record["path"]


def the_sample():
    """All of the sample as messages, each once."""
    equip(SAMPLE, settings())
    recipients = SAMPLE / "recipients" / "ministries.yaml"
    recipients.write_text(re.sub(r"channels: \[[^]]*\]", "channels: [e-mail]", recipients.read_text()))
    run(SAMPLE, "build")
    run(SAMPLE, "pack")
    archive = SAMPLE / "output" / "DM-1132"
    run(SAMPLE, "approve", "--by", "Anna Martin", "--allow-stale", "--allow-incomplete")
    wrong = SAMPLE / "mail.secret"
    wrong.write_text("not the secret\n")
    assert "error[send-server]" in run(SAMPLE, "send", "--really", codes=(1,))
    wrong.write_text(SECRET + "\n")
    # A certificate whose authority nobody trusts is told, and not tried again.
    mailing = SAMPLE / "mailing.yaml"
    whole = mailing.read_text()
    mailing.write_text(whole.replace('"authority": "authority.pem", ', ""))
    said = run(SAMPLE, "send", "--really", "--json", codes=(1,))
    assert '"send-server"' in said and "certificate" in said and '"waiting"' not in said, said
    mailing.write_text(whole)
    begun = time.monotonic()
    run(SAMPLE, "send", "--really")
    took = time.monotonic() - begun
    records = {record["message_id"]: record for record in json.loads((archive / "pack" / "e-mail.json").read_text())["messages"]}
    sent = states(SAMPLE)
    assert sent and set(sent.values()) == {"sent"}, sorted(set(sent.values()))
    manifest = {file["sha256"] for file in json.loads((archive / "manifest.json").read_text())["files"]}

    def arrived():
        found = [message for _, message in messages("all")]
        return found if len(found) >= len(sent) else None

    found = wait_for(arrived, "the sample")
    ids = [message["Message-ID"].strip("<>") for message in found]
    known = {id.strip("<>"): record for id, record in records.items()}
    assert len(ids) == len(set(ids)) == len(sent), f"{len(ids)} messages, {len(set(ids))} identifiers, {len(sent)} sent"
    for id, message in zip(ids, found):
        compare(message, known[id], manifest)
    languages = {message["Content-Language"] for message in found}
    assert languages == set(LANGUAGES), languages
    # The second run sends nothing.
    assert "0 messages would go out" in run(SAMPLE, "send")
    print(f"{len(found)} messages in {len(languages)} languages arrived once and as listed, sent in {took:.1f} s")


def address(number):
    kind = {3: "refused", 7: "refused", 5: "bounces", 9: "bounces"}.get(number, "protocol")
    return f"{kind}@r{number:02}.example"


def a_mailing_that_comes_back():
    """Addresses that are refused at once, and some that bounce later; then the same as drafts."""
    recipients = "".join(
        f"  - {{ id: R{number:02}, kind: organisation, addressee: {{ office: foreign-minister, name: Anna MARTIN, gender: feminine }}, "
        f"ministry: Ministry {number}, city: Geneva, address: [Street {number}, Geneva, SWITZERLAND], channels: [e-mail], "
        f"emails: [{address(number)}], languages: [{LANGUAGES[number % 6]}] }}\n"
        for number in range(1, COUNT + 1)
    )
    (OWN / "recipients" / "ministries.yaml").write_text(f"format: 1\nrecipients:\n{recipients}")
    equip(OWN, settings())
    run(OWN, "build")
    run(OWN, "pack")
    run(OWN, "approve", "--by", "Anna Martin")

    # The first as a draft, which is neither put there again nor sent.
    assert "drafted" in run(OWN, "send", "--drafts", "--really", "--only", "R01")
    run(OWN, "send", "--drafts", "--really", "--only", "R01")
    drafts = list(messages("dispatch", "Drafts"))
    assert len(drafts) == 1 and "\\Draft" in drafts[0][0], drafts
    assert drafts[0][1]["To"].addresses[0].addr_spec == address(1)

    said = run(OWN, "send", "--really")
    assert "550" in said, said
    found = states(OWN)
    expected = {3: "refused", 7: "refused", 1: "drafted"}
    for number in range(1, COUNT + 1):
        assert found[f"R{number:02}", ""] == expected.get(number, "sent"), (number, found)
    assert "550 5.1.1 no such mailbox" in run(OWN, "ledger", "--state", "refused").replace(f"<{address(3)}>: Recipient address rejected: ", "")

    def bounced():
        reports = [message for _, message in messages("dispatch") if message.get_content_type() == "multipart/report"]
        return reports if len(reports) >= 2 else None

    reports = wait_for(bounced, "the notices")
    finals = sorted(
        part["Final-Recipient"].split(";")[1].strip()
        for report in reports
        for status in report.walk()
        if status.get_content_type() == "message/delivery-status"
        for part in status.get_payload()
        if part["Final-Recipient"]
    )
    assert finals == [address(5), address(9)], finals
    by_imap = "--imap" in run(OWN, "receive", "--help")
    run(OWN, "receive", *(["--imap"] if by_imap else [SERVER / "mail" / "dispatch"]))
    found = states(OWN)
    assert {found["R05", ""], found["R09", ""]} == {"bounced"}, found
    run(OWN, "verify")
    print("refused, bounced and drafted messages are booked, and are where they should be")


the_sample()
a_mailing_that_comes_back()
