#!/usr/bin/env python3
"""Times letters that programs ask for one at a time: over `convoke letter -`, over HTTP, and by the Python module.

    benches/letters.py PROGRAM MAILING                  one after the other, in turns: the median and the 99th of 100
    benches/letters.py PROGRAM MAILING --load SECONDS   16 clients over HTTP, of whom every fifth request is dropped, while workers are killed
    benches/letters.py PROGRAM MAILING --many N         N letters by the module, and what all processes hold at each tenth

MAILING was built. The library itself is timed by `cargo bench --bench batch -- --warm`.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Dict, List

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "packaging/python"))
import convoke  # noqa: E402

TOKEN = "a-token-of-the-bench"
CLIENTS = 16
WORKERS = 2
# How many letters are asked for in one way before it is another's turn.
TURN = 25


def guest(number: int) -> Dict[str, Any]:
    return {
        "id": f"g{number}",
        "kind": "organisation",
        "addressee": {"office": "official", "name": f"Guest {number}"},
        "ministry": f"Union of Examples {number}",
        "address": [f"{number} Example Street", "1202 Geneva"],
        "city": "Geneva",
        "channels": ["post"],
        "languages": ["en"],
    }


def request(number: int) -> bytes:
    return json.dumps({"number": number, "document": "letter", "recipient": guest(number)}).encode()


class Service:
    """`convoke serve`, for as long as it is used."""

    def __init__(self, program: str, mailing: str) -> None:
        arguments = ["serve", "--address", "127.0.0.1:0", "--languages", "en", "--jobs", str(WORKERS), "-C", mailing]
        environment = {**os.environ, "CONVOKE_TOKEN": TOKEN}
        self.process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().rsplit(b":", 1)[1])

    def connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


def ask(connection: http.client.HTTPConnection, number: int) -> bytes:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    connection.request("POST", "/letter", request(number), headers)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise LookupError(response.status)
    answer = json.loads(response.headers["Convoke-Answer"])
    assert answer["about"]["recipient"] == f"g{number}" and body.startswith(b"%PDF-")
    return body


def tree(process: int) -> List[int]:
    """A process and all that it started."""
    found = [process]
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            for child in file.read_text().split():
                found += tree(int(child))
        except OSError:
            pass
    return found


def memory(process: int) -> float:
    """What a process and all that it started hold, shared pages counted once, in MiB."""
    held = 0
    for one in tree(process):
        try:
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                held += int(line.split()[1]) if line.startswith("Pss:") else 0
        except OSError:
            pass
    return held / 1024


def processor_time(process: int) -> float:
    """Seconds of processor time of a process and all that it started, those that ended included."""
    ticks = 0
    for one in tree(process):
        try:
            ticks += sum(map(int, Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()[11:15]))
        except OSError:
            pass
    return ticks / os.sysconf("SC_CLK_TCK")


def tell(name: str, times: List[float]) -> None:
    times.sort()
    at = lambda part: times[min(len(times) - 1, int(len(times) * part))] * 1000  # noqa: E731
    print(f"{name:<12} half within {at(0.5):6.1f} ms   99 of 100 within {at(0.99):6.1f} ms   ({len(times)} letters)")


def warm(program: str, mailing: str, letters: int) -> None:
    service = Service(program, mailing)
    connection = service.connect()
    session = convoke.Session(mailing, languages=["en"], workers=1, program=program)
    pipe = subprocess.Popen(
        [program, "-C", mailing, "letter", "-", "--languages", "en", "--jobs", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert pipe.stdin is not None and pipe.stdout is not None

    def over_pipe(number: int) -> bytes:
        assert pipe.stdin is not None and pipe.stdout is not None
        pipe.stdin.write(request(number) + b"\n")
        pipe.stdin.flush()
        answer = json.loads(pipe.stdout.readline())
        return pipe.stdout.read(answer["bytes"] + 1)[:-1]

    ways: Dict[str, Callable[[int], bytes]] = {
        "letter -": over_pipe,
        "HTTP": lambda number: ask(connection, number),
        "Python": lambda number: session.letter(guest(number), number=number, document="letter").pdf,
    }
    times: Dict[str, List[float]] = {name: [] for name in ways}
    number = 1000
    assert len({way(number) for way in ways.values()}) == 1, "the same letter, to the byte"
    for way in ways.values():
        for number in range(1001, 1001 + TURN):
            way(number)
    number = 2000
    while len(times["Python"]) < letters:
        for name, way in ways.items():
            for _ in range(TURN):
                number += 1
                start = time.perf_counter()
                way(number)
                times[name].append(time.perf_counter() - start)
    for name in ways:
        tell(name, times[name])
    pipe.stdin.close()
    pipe.wait()
    session.close()
    service.end()


def load(program: str, mailing: str, seconds: float) -> None:
    service = Service(program, mailing)
    ask(service.connect(), 1000)
    end = time.monotonic() + seconds
    lock = threading.Lock()
    times: List[float] = []
    told = {"made": 0, "dropped": 0, "deferred": 0, "lost": 0}

    def client(which: int) -> None:
        chance = random.Random(which)
        number = 10_000 * (which + 1)
        connection = service.connect()
        while time.monotonic() < end:
            number += 1
            fate = "made"
            start = time.perf_counter()
            if chance.random() < 0.2:
                head = f"POST /letter HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: {len(request(number))}\r\n\r\n"
                with socket.create_connection(("127.0.0.1", service.port)) as gone:
                    gone.sendall(head.encode() + request(number))
                fate = "dropped"
            else:
                try:
                    ask(connection, number)
                except LookupError as status:
                    fate = "deferred" if status.args == (503,) else "lost"
                except (OSError, http.client.HTTPException):
                    fate = "lost"
                    connection = service.connect()
            took = time.perf_counter() - start
            with lock:
                told[fate] += 1
                if fate == "made":
                    times.append(took)

    before = memory(service.process.pid), processor_time(service.process.pid)
    start = time.monotonic()
    threads = [threading.Thread(target=client, args=(which,)) for which in range(CLIENTS)]
    for thread in threads:
        thread.start()
    killed = 0
    while time.monotonic() < end:
        time.sleep(1)
        workers = tree(service.process.pid)[1:]
        if workers:
            try:
                os.kill(random.choice(workers), signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                pass
    for thread in threads:
        thread.join()
    took = time.monotonic() - start
    # Letters whose programs had gone are made too, and thrown away.
    all_made = told["made"] + told["dropped"]
    spent = processor_time(service.process.pid) - before[1]
    print(f"{all_made / took:.0f} letters a second, {told['made'] / took:.0f} of them brought; {1000 * spent / all_made:.1f} ms of processor time each")
    print(f"{told}, {killed} workers killed, {before[0]:.0f} MiB before and {memory(service.process.pid):.0f} after")
    tell("HTTP", times)
    service.end()
    sys.exit(1 if told["lost"] else 0)


def many(program: str, mailing: str, letters: int) -> None:
    start = time.monotonic()
    with convoke.Session(mailing, languages=["en"], workers=WORKERS, program=program) as session:
        made = session.letters((convoke.Request(guest(number), number=number, document="letter") for number in range(1000, 1000 + letters)))
        for count, letter in enumerate(made, 1):
            assert isinstance(letter, convoke.Letter), letter
            if count % (letters // 10) == 0:
                print(f"{count:>8} letters, {memory(os.getpid()):.0f} MiB, {count / (time.monotonic() - start):.0f} a second", flush=True)


def main() -> None:
    program, mailing, *rest = sys.argv[1:]
    match rest:
        case []:
            warm(program, mailing, 500)
        case ["--load", seconds]:
            load(program, mailing, float(seconds))
        case ["--many", letters]:
            many(program, mailing, int(letters))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
