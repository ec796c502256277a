"""Seconds and memory of reading lists of recipients, by their kind and length: `locale status`, which reads a list once and keeps nothing of it.

    python benches/tables.py CONVOKE FOLDER [URL]     FOLDER has the sample mailing and is changed; with the URL of a PostgreSQL database that may be
                                                      written to, its table `bench` too. Needs pyarrow, and psql for PostgreSQL.
"""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet

convoke, folder = sys.argv[1], Path(sys.argv[2])
url = sys.argv[3] if len(sys.argv) > 3 else None
TEXT = (folder / "mailing.yaml").read_text("utf-8")
LIST = next(line for line in TEXT.splitlines() if line.startswith("recipients:"))
NAMES = ["id", "kind", "addressee.office", "ministry", "address", "city", "emails", "channels", "languages"]


def row(number):
    return [
        f"G{number:06}", "organisation", "head-of-organisation", f"Union {number} für Straße", f"{number} Rue de l’Été\nBâtiment Ä", "Genève",
        f"g{number}@union.example", "post", "fr" if number % 2 else "en",
    ]


def lists(count):
    """The entries of lists of so many rows."""
    with open(folder / "list.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([NAMES, *map(row, range(count))])
    yield "CSV", "list.csv"
    schema = pyarrow.schema([(name, pyarrow.string()) for name in NAMES])
    with pyarrow.parquet.ParquetWriter(folder / "list.parquet", schema) as file:
        for start in range(0, count, 50_000):
            rows = [row(number) for number in range(start, min(count, start + 50_000))]
            file.write_table(pyarrow.table([list(column) for column in zip(*rows)], schema))
    yield "Parquet", "list.parquet"
    (folder / "list.sqlite").unlink(missing_ok=True)
    names = ", ".join(f'"{name}"' for name in NAMES)
    with sqlite3.connect(folder / "list.sqlite") as database:
        database.execute(f"CREATE TABLE bench ({names})")
        database.executemany(f"INSERT INTO bench VALUES ({', '.join('?' * len(NAMES))})", map(row, range(count)))
    query = json.dumps("SELECT * FROM bench ORDER BY id")
    yield "SQLite", f"{{ sql: {{ database: {{ file: list.sqlite }}, query: {query} }} }}"
    if url:
        columns = names.replace(",", " text,") + " text"
        commands = [f"DROP TABLE IF EXISTS bench; CREATE TABLE bench ({columns})", "COPY bench FROM STDIN CSV HEADER"]
        subprocess.run(["psql", "-q", url, *(part for each in commands for part in ("-c", each))], stdin=open(folder / "list.csv"), check=True)
        yield "PostgreSQL", f"{{ sql: {{ database: {{ env: BENCH }}, query: {query} }} }}"


def measured(entry):
    """Seconds by the clock, and the most memory in MiB."""
    (folder / "mailing.yaml").write_text(TEXT.replace(LIST, f"recipients:\n  - {entry}"), "utf-8")
    command = [convoke, "-C", str(folder), "locale", "status"]
    started = time.monotonic()
    process = subprocess.Popen(command, env=dict(os.environ, BENCH=url or ""), stdout=subprocess.DEVNULL)
    memory = 0
    # What the system tells at the end is what this program held when it started the other, if that was more.
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        memory = max([memory, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
        time.sleep(0.02)
    assert process.returncode in (0, 1, 3), process.returncode
    return time.monotonic() - started, memory / 1024


try:
    for count in [1_000, 200_000]:
        for kind, entry in lists(count):
            seconds, memory = measured(entry)
            print(f"{kind:10} {count:7} rows {seconds:7.2f} s {memory:6.0f} MiB")
finally:
    (folder / "mailing.yaml").write_text(TEXT, "utf-8")
