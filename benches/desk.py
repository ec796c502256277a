"""How long the desk takes, and how much memory.

    cargo build --release
    benches/desk.py target/release/convoke MAILING RECIPIENT [LANGUAGE…]   a page follows what is typed
    benches/desk.py --hour target/release/convoke MAILING                  an hour's work, compressed, and its memory
    benches/desk.py --list target/release/convoke MAILING                  a list of 10,000 opens and is chosen from
    benches/desk.py --turn target/release/convoke MAILING                  from one recipient to the next

The first: for each language a letter is changed 200 times, a character at a time in the middle of its text, and the time is taken from the
request to the last byte of the renewed page's picture, over one connection, as a browser does it. Then parts of it alone: a text that is the
same and drawn already (merged and set from the cache), and the picture's way to the browser. Nothing is saved.

The others work on a copy of the mailing. An hour is what HOUR lists; memory is looked at every 50 ms, of the desk and all processes below it:
a page of memory that several of them share counts once (PSS). The sum of what each holds (RSS), which counts it several times, stands beside it.
"""

import html
import http.client
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

EDITS = 200
TURNS = 30
# A window of 700 pixels on a screen with two pixels for one.
SCALE = 700 * 2 / 595
# What a person does in an hour, how often: it is done in turn, as evenly as can be.
HOUR = {"edits": 300, "other recipients": 40, "saves": 20, "lists": 30, "translations": 20, "checks": 20, "proofs": 3, "builds": 3,
        "verifications": 3, "looks at archives": 10}


def main():
    match sys.argv[1:]:
        case ["--hour", program, mailing]:
            with tempfile.TemporaryDirectory() as folder:
                hour(program, copy(mailing, folder))
        case ["--list", program, mailing]:
            with tempfile.TemporaryDirectory() as folder:
                long_list(program, copy(mailing, folder))
        case ["--turn", program, mailing]:
            with Desk(program, mailing) as desk:
                turn(desk)
        case [program, mailing, recipient, *languages]:
            with Desk(program, mailing) as desk:
                for language in languages or ["en", "ar"]:
                    measure(Asking(desk, recipient, language), language)
                print(f"memory of the desk and its workers: {desk.memory()[1] >> 10} MiB")
        case _:
            sys.exit(__doc__)


def copy(mailing, folder):
    """The files of a mailing, without what was made of them."""
    there = pathlib.Path(folder) / "mailing"
    shutil.copytree(mailing, there, ignore=shutil.ignore_patterns("output", ".convoke", ".git", "target", "src", "tests", "docs", "vendor", "fuzz"))
    return there


class Desk:
    """A desk, over one connection."""

    def __init__(self, program, mailing):
        self.process = subprocess.Popen([program, "-C", mailing, "desk", "--no-browser"], stdout=subprocess.PIPE, text=True)
        address = re.search(r"http://([\d.]+:(\d+))(/\S+)", self.process.stdout.readline())
        self.connection = http.client.HTTPConnection(address[1])
        self.connection.request("GET", address[3])
        entry = self.connection.getresponse()
        entry.read()
        self.headers = {"Cookie": entry.getheader("Set-Cookie").split(";")[0], "Origin": f"http://{address[1]}"}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def send(self, method, path, body=None, kind="application/json", ok=(200,)):
        headers = {**self.headers, "Content-Type": kind, "Accept": kind}
        try:
            self.connection.request(method, path, body=body, headers=headers)
            answer = self.connection.getresponse()
        except http.client.RemoteDisconnected:
            # A desk keeps a connection for five minutes.
            self.connection.close()
            self.connection.request(method, path, body=body, headers=headers)
            answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status in ok, (path, answer.status, content[:300])
        return answer, content

    def get(self, path):
        return self.send("GET", path)[1].decode()

    def form(self, path, **fields):
        """Posts a form; the address that the answer leads to."""
        answer, _ = self.send("POST", path, urllib.parse.urlencode(fields), "application/x-www-form-urlencoded", (200, 303))
        return answer.getheader("Location")

    def job(self, path, **fields):
        """Begins a piece of work, and waits for its end."""
        job = self.form(path, **fields)
        while 'id="job"' in (page := self.get(job)):
            time.sleep(0.1)
        assert '<span class="state">Done</span>' in page, page
        return page

    def memory(self):
        """PSS and RSS of the desk and all processes below it, in KiB."""
        return memory(self.process.pid)


class Asking:
    def __init__(self, desk, recipient, language):
        self.desk = desk
        self.asked = {"document": "letter", "language": language, "recipient": recipient, "scale": SCALE, "page": 1}
        self.picture = ""

    def text(self):
        page = self.desk.get("/letter?" + urllib.parse.urlencode(self.asked))
        return html.unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)[1])

    def renew(self, text, known=""):
        body = json.dumps({**self.asked, "text": text, "picture": known}).encode()
        start = time.perf_counter()
        answer = json.loads(self.desk.send("POST", "/letter/preview", body)[1])
        asked = time.perf_counter()
        assert answer["page"], answer["problems"]
        size = 0
        if answer["page"]["picture"] != known:
            size = len(self.desk.send("GET", answer["page"]["url"])[1])
        end = time.perf_counter()
        return (end - start) * 1000, (asked - start) * 1000, answer, size


def measure(asking, language):
    text = asking.text()
    first = asking.renew(text)
    asking.renew(text + "\n")
    # In the middle of the longest paragraph.
    place = max((len(p), text.index(p)) for p in text.split("\n\n") if not p.startswith(("#", "{{")))
    at = text.index(" ", place[1] + place[0] // 2)
    words = "letters" if language != "ar" else "رسائل ه"
    whole, alone, sizes, known = [], [], [], ""
    for number in range(EDITS):
        typed = "".join(words[i % len(words)] for i in range(number % 40 + 1))
        total, asked, answer, size = asking.renew(f"{text[:at]} {typed}{text[at:]}", known)
        known = answer["page"]["picture"]
        whole.append(total)
        alone.append(asked)
        sizes.append(size)
    pages = answer["pages"]
    again = [asking.renew(f"{text[:at]} {typed}{text[at:]}", known)[0] for _ in range(20)]
    print(f"{language}: {pages} page(s), first {first[0]:.0f} ms; {EDITS} edits: p50 {cut(whole, 50):.0f} ms, "
          f"p95 {cut(whole, 95):.0f} ms, longest {max(whole):.0f} ms; of these until the answer p50 {cut(alone, 50):.0f} ms, "
          f"picture {sum(sizes) // len(sizes) >> 10} KiB; the same text again, not drawn: p50 {cut(again, 50):.0f} ms")


def cut(times, percent):
    return sorted(times)[min(len(times) * percent // 100, len(times) - 1)]


def turn(desk):
    """Goes on by `►`, looking at each letter for a second; the page is taken, not its picture."""
    page, times = desk.get("/letter?document=letter&language=en"), []
    for _ in range(TURNS):
        time.sleep(1)
        following = html.unescape(re.search(r'<a rel="next" href="([^"]+)"', page)[1])
        begun = time.perf_counter()
        page = desk.get(following)
        times.append((time.perf_counter() - begun) * 1000)
    print(f"{TURNS} recipients: p50 {cut(times, 50):.0f} ms, p95 {cut(times, 95):.0f} ms, longest {max(times):.0f} ms")


def hour(program, mailing):
    with Desk(program, mailing) as desk:
        letter = Letter(desk)
        does = {"edits": letter.edit, "other recipients": letter.turn, "saves": letter.save, "lists": lambda: desk.get("/recipients?q=an"),
                "translations": lambda: desk.get("/languages/fr?file=letter.typ.hbs"), "checks": lambda: desk.get("/check"),
                "proofs": lambda: desk.job("/proof"), "builds": lambda: desk.job("/make"), "verifications": lambda: verify(desk),
                "looks at archives": lambda: desk.get("/make")}
        begun = time.perf_counter()
        at_rest = desk.memory()
        # The n-th of m times is at n/m of the hour; work that needs an archive comes after the first is made.
        order = sorted(((number + 1) / (times + 1), what) for what, times in HOUR.items() for number in range(times))
        order.sort(key=lambda step: step[0] + (0.02 if step[1] == "verifications" else 0))
        most = {}
        for _, what in order:
            with Watch(desk) as watch:
                does[what]()
            most[what] = max(most.get(what, (0, 0)), watch.most)
        print(", ".join(f"{what}: {times}" for what, times in HOUR.items()) + f"; {time.perf_counter() - begun:.0f} s")
        for what, (pss, rss) in [("at rest, before", at_rest), *most.items(), ("at rest, after", desk.memory())]:
            print(f"{what}: {pss >> 10} MiB (RSS {rss >> 10} MiB)")
        print(f"most: {max(pss for pss, _ in most.values()) >> 10} MiB (RSS {max(rss for _, rss in most.values()) >> 10} MiB)")


class Letter:
    """The letter of one recipient after the other, changed and saved."""

    def __init__(self, desk):
        self.desk, self.number = desk, 0
        self.recipients = re.findall(r'<th scope="row"><a href="/recipients/([^"]+)"', desk.get("/recipients"))
        self.languages = ["en", "fr", "es", "ru", "zh", "ar"]
        self.asking = Asking(desk, self.recipients[0], "en")
        self.written = self.asking.text()

    def edit(self):
        self.number += 1
        text = self.written.rstrip("\n") + " " + "letters"[: self.number % 7 + 1] + "\n"
        self.asking.renew(text)

    def turn(self):
        self.number += 1
        recipient = self.recipients[self.number % len(self.recipients)]
        self.asking = Asking(self.desk, recipient, self.languages[self.number // 8 % len(self.languages)])
        self.written = self.asking.text()
        self.asking.renew(self.written)

    def save(self):
        page = self.desk.get("/letter?" + urllib.parse.urlencode(self.asking.asked))
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split('id="editor"')[1]))
        self.number += 1
        # A space at the end changes the file, and nothing that is printed.
        self.written = self.written.rstrip("\n ") + " " * (self.number % 2) + "\n"
        self.desk.form("/letter", **hidden, text=self.written)


def verify(desk):
    archive = re.search(r'href="(/make/[0-9a-f]{64})"', desk.get("/make"))
    desk.job(f"{archive[1]}/verify")


class Watch:
    """The most memory while something is done."""

    def __init__(self, desk):
        self.pid, self.most, self.done = desk.process.pid, (0, 0), threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()

    def look(self):
        while True:
            now = memory(self.pid)
            self.most = max(self.most, now)
            if self.done.wait(0.05):
                return


def memory(pid):
    below = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        below.setdefault(parent, []).append(int(stat.parent.name))
    pids, pss, rss = [pid], 0, 0
    while pids:
        own = pids.pop()
        pids += below.get(own, [])
        try:
            sizes = dict(re.findall(r"^(Pss|Rss): +(\d+) kB", pathlib.Path(f"/proc/{own}/smaps_rollup").read_text(), re.M))
        except OSError:
            continue
        pss, rss = pss + int(sizes.get("Pss", 0)), rss + int(sizes.get("Rss", 0))
    return pss, rss


def timed(desk, path):
    begun = time.perf_counter()
    desk.get(path)
    return (time.perf_counter() - begun) * 1000


def long_list(program, mailing):
    recipients = mailing / "recipients"
    shutil.rmtree(recipients)
    recipients.mkdir()
    states = "FRA GBR ESP RUS CHN EGY KEN PER JPN CAN".split()
    rows = (
        f"  - {{ id: R{number:05}, kind: organisation, iso: {states[number % 10]}, addressee: {{ office: official, name: Anna MARTIN {number} }}, "
        f"ministry: Office {number}, city: Geneva, address: [Street {number}], channels: [post], languages: [{['en', 'fr', 'es'][number % 3]}] }}\n"
        for number in range(10_000)
    )
    (recipients / "list.yaml").write_text("format: 1\nrecipients:\n" + "".join(rows))
    (mailing / "mailing.yaml").write_text(re.sub(r"(?m)^recipients:.*\n(?:[ -].*\n)*", "", (mailing / "mailing.yaml").read_text())
                                          + "\nrecipients: [{ file: recipients/list.yaml }]\n")
    with Desk(program, mailing) as desk:
        begun = time.perf_counter()
        desk.get("/")
        print(f"the first page: {time.perf_counter() - begun:.1f} s")
        while " of 10000<" not in (page := desk.get("/recipients")):
            assert 'id="looking"' in page, page[:2000]
        print(f"the list is shown: {time.perf_counter() - begun:.1f} s")
        times = [timed(desk, "/recipients?q=martin+77") for _ in range(20)]
        print(f"searched meanwhile: p50 {cut(times, 50):.0f} ms, p95 {cut(times, 95):.0f} ms")
        while 'id="looking"' in desk.get("/recipients"):
            time.sleep(0.1)
        print(f"all is looked at: {time.perf_counter() - begun:.1f} s")
        for path in ["/recipients", "/recipients?q=martin+77", "/recipients?language=fr", "/recipients?state=KEN&channel=post", "/recipients?from=9900"]:
            times = [timed(desk, path) for _ in range(20)]
            print(f"{path}: p50 {cut(times, 50):.0f} ms, p95 {cut(times, 95):.0f} ms")
        print(f"memory: {desk.memory()[0] >> 10} MiB")


main()
