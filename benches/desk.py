#!/usr/bin/env python3
"""How long the page of a letter takes to follow what is typed at the desk.

    cargo build --release
    benches/desk.py target/release/convoke MAILING RECIPIENT [LANGUAGE…]

For each language a letter is changed 200 times, a character at a time in the middle of its text, and the time is taken from the
request to the last byte of the renewed page's picture, over one connection, as a browser does it. Then parts of it alone: a text that is the
same and drawn already (merged and set from the cache), and the picture's way to the browser. Nothing is saved.
"""

import html
import http.client
import json
import pathlib
import re
import subprocess
import sys
import time

EDITS = 200
# A window of 700 pixels on a screen with two pixels for one.
SCALE = 700 * 2 / 595


def main():
    program, mailing, recipient, *languages = sys.argv[1:]
    desk = subprocess.Popen([program, "-C", mailing, "desk", "--no-browser"], stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://([\d.]+:(\d+))(/\S+)", desk.stdout.readline())
        connection = http.client.HTTPConnection(address[1])
        connection.request("GET", address[3])
        entry = connection.getresponse()
        entry.read()
        headers = {"Cookie": entry.getheader("Set-Cookie").split(";")[0], "Origin": f"http://{address[1]}",
                   "Content-Type": "application/json"}
        for language in languages or ["en", "ar"]:
            measure(Asking(connection, headers, recipient, language), language)
        print(f"memory of the desk and its workers: {memory(desk.pid)} MiB")
    finally:
        desk.terminate()
        desk.wait()


class Asking:
    def __init__(self, connection, headers, recipient, language):
        self.connection, self.headers = connection, headers
        self.asked = {"document": "letter", "language": language, "recipient": recipient, "scale": SCALE, "page": 1}
        self.picture = ""

    def send(self, method, path, body=None):
        self.connection.request(method, path, body=body, headers=self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status == 200, (answer.status, content[:300])
        return content

    def text(self):
        page = self.send("GET", "/letter?" + "&".join(f"{k}={v}" for k, v in self.asked.items())).decode()
        return html.unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)[1])

    def renew(self, text, known=""):
        body = json.dumps({**self.asked, "text": text, "picture": known}).encode()
        start = time.perf_counter()
        answer = json.loads(self.send("POST", "/letter/preview", body))
        asked = time.perf_counter()
        assert answer["page"], answer["problems"]
        size = 0
        if answer["page"]["picture"] != known:
            size = len(self.send("GET", answer["page"]["url"]))
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


def memory(pid):
    pids = [pid]
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        fields = stat.read_text().rsplit(")", 1)[1].split()
        if int(fields[1]) == pid:
            pids.append(int(stat.parent.name))
    lines = [line for own in pids for line in open(f"/proc/{own}/status") if line.startswith("VmRSS")]
    return sum(int(line.split()[1]) for line in lines) >> 10


main()
