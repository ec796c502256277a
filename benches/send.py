"""Messages a second of `convoke send`, beside those of a bare client: the same server, the same bytes, one connection each, in turn.

    python3 benches/send.py CONVOKE MAILSERVER MAILING [ROUNDS]
    python3 benches/send.py CONVOKE sink MAILING [ROUNDS]

MAILSERVER is the folder of .ci/mailserver: Postfix, over TLS, which has each message on the disk before it says so. `sink` is a server of this program's own
that takes messages as fast as they come and keeps none, without TLS. MAILING is a copy of a mailing that was built and packed; it is changed. The bare
client says what has to be said (MAIL, RCPT, DATA, the message) as fast as it is answered, and books nothing; its bytes are in memory. The time is that from
the end of the first to the end of the last message, so that neither pays for its start. Nothing is limited. Which of both begins changes from round to round.
"""

import base64
import json
import multiprocessing
import pathlib
import shutil
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time

CONVOKE, MAILING = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[3]).resolve()
ROUNDS = int(sys.argv[4]) if len(sys.argv) > 4 else 5
USER = "dispatch@office.example"


def serve_sink(listener):
    """Takes all messages of one connection after the other."""
    offers = b"250-sink.example\r\n250-SIZE 90000000\r\n250-PIPELINING\r\n250-DSN\r\n250 8BITMIME\r\n"
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(b"220 sink.example\r\n")
        lines = connection.makefile("rb", 1 << 16)
        while line := lines.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                connection.sendall(b"354 go on\r\n")
                while lines.readline() != b".\r\n":
                    pass
            connection.sendall(offers if verb == b"EHLO" else b"250 2.0.0 ok\r\n")
            if verb == b"QUIT":
                break
        connection.close()


if sys.argv[2] == "sink":
    SERVER = SECRET = None
    listener = socket.create_server(("127.0.0.1", 0))
    PORT = listener.getsockname()[1]
    multiprocessing.get_context("fork").Process(target=serve_sink, args=(listener,), daemon=True).start()
else:
    SERVER = pathlib.Path(sys.argv[2]).resolve()
    PORT = int(dict(line.split("=") for line in (SERVER / "ports").read_text().split())["submission"])
    SECRET = (SERVER / "secret").read_text().strip()


def run(folder, *arguments):
    ran = subprocess.run([CONVOKE, "-C", folder, *arguments], capture_output=True, text=True)
    assert ran.returncode in (0, 3), ran.stdout + ran.stderr
    return ran.stdout


def prepare(folder):
    if SERVER is None:
        smtp = {"host": "127.0.0.1", "port": PORT, "security": "none", "bounces_to": USER}
    else:
        (folder / "authority.pem").write_bytes((SERVER / "authority.pem").read_bytes())
        (folder / "mail.secret").write_text(SECRET)
        (folder / "mail.secret").chmod(0o600)
        smtp = {
            "host": "localhost", "port": PORT, "authority": "authority.pem", "user": USER,
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
        plain = socket.create_connection(("127.0.0.1", PORT))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = plain.makefile("rb")
        self.socket = plain
        self.hear()
        self.say("EHLO bench")
        if SERVER is None:
            return
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
    if number % 2 == 0:
        ours = of_convoke(MAILING)
        pairs.append((ours, of_bare(messages)))
    else:
        bare = of_bare(messages)
        pairs.append((of_convoke(MAILING), bare))
    print(f"convoke {pairs[-1][0]:7.1f}/s   bare {pairs[-1][1]:7.1f}/s   {pairs[-1][0] / pairs[-1][1]:.2f}")
print(f"median of the ratios {statistics.median(ours / bare for ours, bare in pairs):.2f}")
