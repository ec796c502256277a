"""Messages a second of `convoke send`, beside those of a bare client: the same Postfix, the same bytes, one connection each, in turn.

    python3 benches/send.py CONVOKE MAILSERVER MAILING [ROUNDS]

MAILSERVER is the folder of .ci/mailserver, MAILING a copy of a mailing that was built and packed. The bare client says what has to be said (MAIL,
RCPT, DATA, the message) as fast as it is answered, and books nothing; its bytes are in memory. The time is that from the end of the first to the end of the
last message, so that neither pays for its start. Nothing is limited.
"""

import base64
import json
import pathlib
import shutil
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time

CONVOKE, SERVER, MAILING = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
ROUNDS = int(sys.argv[4]) if len(sys.argv) > 4 else 5
PORTS = dict(line.split("=") for line in (SERVER / "ports").read_text().split())
SECRET = (SERVER / "secret").read_text().strip()
USER = "dispatch@office.example"


def run(folder, *arguments):
    ran = subprocess.run([CONVOKE, "-C", folder, *arguments], capture_output=True, text=True)
    assert ran.returncode in (0, 3), ran.stdout + ran.stderr
    return ran.stdout


def prepare(folder):
    (folder / "authority.pem").write_bytes((SERVER / "authority.pem").read_bytes())
    (folder / "mail.secret").write_text(SECRET)
    (folder / "mail.secret").chmod(0o600)
    smtp = {
        "host": "localhost", "port": int(PORTS["submission"]), "authority": "authority.pem", "user": USER,
        "secret": {"file": "mail.secret"}, "bounces_to": USER,
    }
    with open(folder / "mailing.yaml", "a") as file:
        file.write("\ndispatch: " + json.dumps({"e_mail": {"smtp": smtp}}) + "\n")
    run(folder, "approve", "--by", "Anna Martin", "--allow-stale", "--allow-incomplete")


def of_convoke(template):
    """Messages a second, from the first outcome that is told to the last."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder) / "mailing"
        shutil.copytree(template, folder, symlinks=True, copy_function=lambda a, b: pathlib.Path(b).hardlink_to(a))
        (ledger,) = (folder / "output" / "dispatch").glob("*.jsonl")
        # Hard links would have the ledgers of all rounds be one.
        text = ledger.read_bytes()
        ledger.unlink()
        ledger.write_bytes(text)
        child = subprocess.Popen([CONVOKE, "-C", folder, "send", "--really", "--json"], stdout=subprocess.PIPE)
        heard = [(time.monotonic(), json.loads(line)) for line in child.stdout]
        assert child.wait() in (0, 3), heard[-1]
    times = [moment for moment, event in heard if event.get("booked") == "accepted"]
    return (len(times) - 1) / (times[-1] - times[0])


class Bare:
    def __init__(self):
        plain = socket.create_connection(("localhost", int(PORTS["submission"])))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = plain.makefile("rb")
        self.socket = plain
        self.hear()
        self.say("EHLO bench")
        self.say("STARTTLS")
        context = ssl.create_default_context(cafile=SERVER / "authority.pem")
        self.socket = context.wrap_socket(plain, server_hostname="localhost")
        self.file = self.socket.makefile("rb")
        self.say("EHLO bench")
        self.say("AUTH PLAIN " + base64.b64encode(f"\0{USER}\0{SECRET}".encode()).decode())

    def hear(self):
        while (line := self.file.readline())[3:4] == b"-":
            pass
        assert line[:1] in b"23", line

    def say(self, command):
        self.socket.sendall(command.encode() + b"\r\n")
        self.hear()

    def send(self, message):
        to, data = message
        self.say(f"MAIL FROM:<{USER}> SIZE={len(data)} BODY=8BITMIME")
        for address in to:
            self.say(f"RCPT TO:<{address}> NOTIFY=FAILURE ORCPT=rfc822;{address}")
        self.say("DATA")
        self.socket.sendall(data)
        self.hear()


def of_bare(messages):
    client = Bare()
    times = []
    for message in messages:
        client.send(message)
        times.append(time.monotonic())
    rate = (len(times) - 1) / (times[-1] - times[0])
    client.say("QUIT")
    return rate


def read_messages(template):
    (records,) = template.glob("output/*/pack/e-mail.json")
    run_of = [json.loads(line) for line in run(template, "send", "--json").splitlines()]
    wanted = {tuple(message["to"]) for message in run_of if message["event"] == "ready"}
    for record in json.loads(records.read_text())["messages"]:
        to = [mailbox["address"] for mailbox in record["to"]]
        if tuple(to) in wanted:
            data = (records.parent / record["path"]).read_bytes().replace(b"\r\n.", b"\r\n..")
            yield to + [mailbox["address"] for mailbox in record.get("cc", [])], data.removesuffix(b"\r\n") + b"\r\n.\r\n"


prepare(MAILING)
messages = list(read_messages(MAILING))
size = sum(len(data) for _, data in messages) / len(messages)
print(f"{len(messages)} messages of {size / 1000:.0f} kB")
pairs = []
for number in range(ROUNDS):
    pairs.append((of_convoke(MAILING), of_bare(messages)))
    print(f"convoke {pairs[-1][0]:7.1f}/s   bare {pairs[-1][1]:7.1f}/s   {pairs[-1][0] / pairs[-1][1]:.2f}")
print(f"median of the ratios {statistics.median(ours / bare for ours, bare in pairs):.2f}")
