"""Recipients from tables of other programs: the same rows as CSV, JSON lines, Parquet, SQLite and PostgreSQL are the same recipients and the
same archive, and what is wrong with a table is told.

    .ci/tables.py CONVOKE MAILING SERVER [ROWS]     CONVOKE has the features parquet and sql, SERVER is what .ci/postgres started; recipients are
                                                    compared of so many rows, 2000 where nothing is said
"""

import csv
import datetime
import decimal
import hashlib
import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas
import pyarrow

convoke, mailing, server = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
many = int(sys.argv[4]) if len(sys.argv) > 4 else 2000
port, password = (server / "port").read_text().strip(), (server / "password").read_text().strip()
environment = dict(os.environ, CONTACTS=f"postgresql://reader:{password}@127.0.0.1:{port}/contacts")
KINDS = ["csv", "jsonl", "parquet", "sqlite", "postgres"]
LISTS = ["address", "emails", "channels", "languages"]
FIELDS = {"joined": "date", "seats": "integer", "fee": "numeric(8, 2)", "active": "boolean"}


def guest(number):
    """A recipient: texts, lists, typed values, and nothing in some."""
    by_mail = number % 7 != 3
    return {
        "id": f"G{number:05}",
        "kind": "organisation",
        "addressee.office": "official" if number % 5 == 0 else "head-of-organisation",
        "addressee.title.en": "Director" if number % 5 == 0 else None,
        "addressee.title.fr": "Directrice" if number % 5 == 0 else None,
        "addressee.name": None if number % 3 == 0 else ["Žofie Ørsted", "Ġorġ Ħaż", "王秀英", "Zoë O’Brien"][number % 4],
        "addressee.gender": [None, "feminine", "masculine"][number % 3],
        "ministry": f"Union {number} für Straße, “Ŝi” & <Öl>",
        "address": [f"{number} Rue de l’Été", "Bâtiment Ä", "1211 Genève", "SUISSE"],
        "emails": [f"g{number}@union.example", f"office{number}@union.example"][: 1 + number % 2] if by_mail else None,
        "channels": ["post", "e-mail"] if by_mail else ["post"],
        "languages": ["fr", "en"] if number % 2 else ["en"],
        "group": "members" if number % 11 == 0 else None,
        "fields.joined": None if number % 13 == 0 else datetime.date(2000, 1, 1) + datetime.timedelta(days=number),
        "fields.seats": None if number % 17 == 0 else number * 1000,
        "fields.fee": None if number % 19 == 0 else decimal.Decimal(number * 5) / 100 + decimal.Decimal("0.50"),
        "fields.active": None if number % 23 == 0 else number % 2 == 0,
    }


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def nested(row):
    found = {}
    for name, value in row.items():
        *above, last = name.split(".")
        here = found
        for key in above:
            here = here.setdefault(key, {})
        if value is not None:
            here[last] = value if isinstance(value, list) else text(value)
    return {key: value for key, value in found.items() if value != {}}


def write_csv(rows, folder):
    with open(folder / "list.csv", "w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(rows[0])
        for row in rows:
            written.writerow("\n".join(value) if isinstance(value, list) else text(value) for value in row.values())
    return "list.csv"


def write_jsonl(rows, folder):
    lines = (json.dumps(nested(row), ensure_ascii=False) + "\n" for row in rows)
    (folder / "list.jsonl").write_text("".join(lines), "utf-8")
    return "list.jsonl"


def write_parquet(rows, folder):
    frame = pandas.DataFrame(rows)
    # Whole numbers with gaps are such to pandas alone in this type, and decimals have a scale to pyarrow alone.
    frame["fields.seats"] = frame["fields.seats"].astype("Int64")
    frame["fields.fee"] = frame["fields.fee"].astype(pandas.ArrowDtype(pyarrow.decimal128(8, 2)))
    frame["fields.joined"] = frame["fields.joined"].astype(pandas.ArrowDtype(pyarrow.date32()))
    frame.to_parquet(folder / "list.parquet", row_group_size=900)
    return "list.parquet"


def name(column):
    return '"' + column + '"'


def write_sqlite(rows, folder):
    path = folder / "contacts.sqlite"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE contacts ({', '.join(map(name, rows[0]))})")
        cells = ([value if type(value) is int else "\n".join(value) if isinstance(value, list) else text(value) for value in row.values()] for row in rows)
        database.executemany(f"INSERT INTO contacts VALUES ({', '.join('?' * len(rows[0]))})", cells)
    database.close()
    return sql("file: contacts.sqlite")


def sql(database, query="SELECT * FROM contacts ORDER BY id", seconds=60):
    return f"{{ sql: {{ database: {{ {database} }}, query: {json.dumps(query)}, seconds: {seconds} }} }}"


def psql(commands, data=None):
    command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", server, "-p", port, "-U", "postgres", "contacts"]
    subprocess.run([*command, *(part for each in commands for part in ("-c", each))], input=data, check=True, text=True, encoding="utf-8")


def write_postgres(rows, folder):
    kind = lambda column: "text[]" if column in LISTS else FIELDS.get(column.removeprefix("fields."), "text")
    array = lambda items: "{" + ",".join('"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"' for item in items) + "}"
    escape = lambda value: value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    cell = lambda value: "\\N" if value is None else escape(array(value) if isinstance(value, list) else text(value))
    lines = "".join("\t".join(cell(value) for value in row.values()) + "\n" for row in rows)
    psql([
        "DROP TABLE IF EXISTS contacts",
        f"CREATE TABLE contacts ({', '.join(f'{name(column)} {kind(column)}' for column in rows[0])})",
        "GRANT SELECT ON contacts TO reader",
        "COPY contacts FROM STDIN",
    ], lines)
    return sql("env: CONTACTS")


WRITE = {"csv": write_csv, "jsonl": write_jsonl, "parquet": write_parquet, "sqlite": write_sqlite, "postgres": write_postgres}
TEXT = (mailing / "mailing.yaml").read_text("utf-8")
LIST = "recipients: [recipients/ministries.yaml]"
assert TEXT.count(LIST) == TEXT.count("extra_fields: [") == 1


def name_list(folder, entry):
    changed = TEXT.replace(LIST, f"recipients:\n  - {entry}").replace("extra_fields: [", f"extra_fields: [{', '.join(FIELDS)}, ")
    (folder / "mailing.yaml").write_text(changed, "utf-8")


def run(folder, *arguments, env=environment):
    ran = subprocess.run([convoke, "-C", folder, *map(str, arguments)], capture_output=True, text=True, env=env, encoding="utf-8")
    told = ran.stdout + ran.stderr
    assert password not in told and "panicked" not in told, told[-2000:]
    return ran.returncode, told


def copy(kind):
    folder = mailing.parent / f"{mailing.name}-{kind}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(mailing, folder)
    return folder


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def exported(kind):
    """The recipients of a list, as they are read."""
    code, told = run(FOLDERS[kind], "export", "recipients", "--output", FOLDERS[kind] / "export.csv", "--replace")
    assert code in (0, 3), f"{kind}: {told[-2000:]}"
    return sha256(FOLDERS[kind] / "export.csv")


def built(kind):
    """What is planned for a list, and what is built of it."""
    folder = FOLDERS[kind]
    code, told = run(folder, "plan", "--freeze", folder / "plan.json")
    assert code in (0, 3), f"{kind}: {told[-2000:]}"
    plan = json.loads((folder / "plan.json").read_text("utf-8"))
    code, told = run(folder, "build")
    assert code in (0, 3), f"{kind}: {told[-2000:]}"
    numbers = (folder / "register.yaml").read_text("utf-8")
    # Where each problem is differs, and nothing else does.
    blocked = {id: [{**problem, "location": None} for problem in problems] for id, problems in plan["blocked"].items()}
    return plan["recipients"], plan["documents"], blocked, numbers, sha256(folder / "output/DM-1132/DM-1132.zip")


def same(found, what):
    first = found["csv"]
    for kind, other in found.items():
        assert other == first, f"{what} from {kind} differ from those of the CSV file"


def all_at_once(what):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(KINDS, pool.map(what, KINDS)))


FOLDERS = {kind: copy(kind) for kind in KINDS}
for count, what, told in [(many, exported, "recipients"), (50, built, "archives")]:
    rows = [guest(number) for number in range(1, count + 1)]
    for kind in KINDS:
        name_list(FOLDERS[kind], WRITE[kind](rows, FOLDERS[kind]))
    found = all_at_once(what)
    same(found, told)
    print(f"the same {told} of {count} rows from {', '.join(KINDS)}")

# A database that changes after the plan was frozen.
for kind, change in [
    ("postgres", lambda: psql(["UPDATE contacts SET ministry = 'Another' WHERE id = 'G00007'"])),
    ("sqlite", lambda: write_sqlite(rows[:-1], FOLDERS["sqlite"])),
    ("parquet", lambda: write_parquet(rows[:-1], FOLDERS["parquet"])),
]:
    change()
    code, told = run(FOLDERS[kind], "build", "--plan", FOLDERS[kind] / "plan.json", "--shard", "1/2")
    assert code == 1 and "plan-differs" in told, told
print("a table that changed after the plan was frozen is refused")

# What is wrong with a query, a server or a file.
psql([
    "DROP TABLE IF EXISTS odd, long",
    "DROP ROLE IF EXISTS hashed",
    "CREATE TABLE odd (id text, spot point, raw bytea, parts jsonb)",
    "INSERT INTO odd VALUES ('A', '(1,2)', '\\xff', '{\"a\": 1}')",
    "GRANT SELECT ON odd TO reader",
    "CREATE TABLE long AS SELECT 'A' AS id, 'organisation' AS kind, repeat('x', 5 << 20) AS ministry",
    "GRANT SELECT ON long TO reader",
    f"CREATE USER hashed PASSWORD '{password}'",
    "GRANT SELECT ON contacts TO hashed",
])
psql(["SET password_encryption = md5", f"ALTER USER hashed PASSWORD '{password}'"])
folder = FOLDERS["sqlite"]
(folder / "odd.sqlite").unlink(missing_ok=True)
with sqlite3.connect(folder / "odd.sqlite") as database:
    database.execute("CREATE TABLE odd (id, kind, ministry)")
    database.execute("INSERT INTO odd VALUES ('A', 'organisation', x'ff')")
    database.execute("INSERT INTO odd VALUES ('B', 'organisation', CAST(x'61ff' AS TEXT))")
    database.execute("INSERT INTO odd VALUES ('C', 'organisation', ?)", ["x" * (5 << 20)])
database.close()
(folder / "none.sqlite").write_bytes(b"no database at all, whatever its name may say")
sound = (FOLDERS["parquet"] / "list.parquet").read_bytes()
(folder / "cut.parquet").write_bytes(sound[:-100])
pandas.DataFrame([{"id": "A", "ministry": b"\xff", "city": "a\x1b[31mb\x00c", "fax": "=1+1"}]).to_parquet(folder / "bytes.parquet")

POSTGRES, SQLITE = "env: CONTACTS", "file: odd.sqlite"
ENDLESS = "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n ORDER BY id"
WRITING = "WITH gone AS (DELETE FROM contacts RETURNING id) SELECT id FROM gone ORDER BY id"
url = lambda more: {"CONTACTS": f"postgresql://reader:{password}@localhost:{port}/contacts?{more}"}
cases = [
    (sql(POSTGRES), {"CONTACTS": f"postgresql://reader:wrong@127.0.0.1:{port}/contacts"}, "database-unreachable", "does not let this account in"),
    (sql(POSTGRES), {"CONTACTS": f"postgresql://reader@127.0.0.1:{port}/contacts", "HOME": "/nonexistent"}, "database-unreachable", "asks for a password"),
    (sql(POSTGRES), {"CONTACTS": f"postgresql://reader:{password}@127.0.0.1:1/contacts"}, "database-unreachable", "does not answer"),
    (sql(POSTGRES), {"CONTACTS": ""}, "database-unreachable", "holds no URL"),
    (sql(POSTGRES), url("sslmode=verify-full"), "database-unreachable", "cannot be encrypted"),
    (sql(POSTGRES), url("sslmode=prefer"), "database-unreachable", "sslmode"),
    (sql(POSTGRES, "SELECT id FROM contacts"), {}, "query-order", "in which order"),
    (sql(POSTGRES, "SELECT nothing FROM contacts ORDER BY 1"), {}, "query-failed", "does not exist"),
    (sql(POSTGRES, WRITING), {}, "query-failed", "more than to read"),
    (sql(POSTGRES, "SELECT id FROM contacts ORDER BY 1; DELETE FROM contacts"), {}, "query-failed", "multiple commands"),
    (sql(POSTGRES, "SELECT id, kind AS id FROM contacts ORDER BY 1"), {}, "column-twice", "occurs twice"),
    (sql(POSTGRES, "SELECT FROM contacts ORDER BY id"), {}, "query-failed", "no columns"),
    (sql(POSTGRES, "SELECT * FROM contacts WHERE false ORDER BY id"), {}, "recipients-missing", "no rows"),
    (sql(POSTGRES, "SELECT id, pg_sleep(30)::text AS city FROM contacts ORDER BY id", 1), {}, "query-failed", "longer than 1 s"),
    (sql(POSTGRES, "SELECT id, kind, spot AS fax FROM odd, (SELECT 'organisation' AS kind) k ORDER BY id"), {}, "column-type", "`point`"),
    (sql(POSTGRES, "SELECT id, kind, parts AS fax FROM odd, (SELECT 'organisation' AS kind) k ORDER BY id"), {}, "cell-unreadable", "JSON with parts"),
    (sql(POSTGRES, "SELECT * FROM long ORDER BY id"), {}, "cell-unreadable", "longer than 1 MiB"),
    (sql("service: nowhere"), {}, "database-unreachable", "not in"),
    (sql(SQLITE, "SELECT id FROM odd"), {}, "query-order", "in which order"),
    (sql(SQLITE, ENDLESS, 1), {}, "query-failed", "longer than 1 s"),
    (sql(SQLITE, "WITH x AS (SELECT 1 AS id) INSERT INTO odd (id) SELECT id FROM x ORDER BY id"), {}, "query-failed", "more than to read"),
    (sql(SQLITE, "SELECT id FROM odd ORDER BY 1; DELETE FROM odd"), {}, "query-failed", "more than one"),
    (sql(SQLITE, "SELECT id, kind AS id FROM odd ORDER BY 1"), {}, "column-twice", "occurs twice"),
    (sql(SQLITE, "SELECT * FROM odd ORDER BY id"), {}, "cell-unreadable", "BLOB"),
    (sql(SQLITE, "SELECT * FROM odd ORDER BY id"), {}, "cell-unreadable", "no text in UTF-8"),
    (sql(SQLITE, "SELECT * FROM odd ORDER BY id"), {}, "cell-unreadable", "longer than 1 MiB"),
    (sql("file: none.sqlite"), {}, "database-unreachable", "no database of SQLite"),
    (sql("file: nowhere.sqlite"), {}, "database-unreachable", "cannot be read"),
    (sql("file: ../elsewhere.sqlite"), {}, "mailing-value", "leads outside"),
    ("cut.parquet", {}, "parquet-unreadable", "no Parquet file"),
    ("bytes.parquet", {}, "cell-unreadable", "no text in UTF-8"),
]
for entry, more, code, words in cases:
    name_list(folder, entry)
    ended, told = run(folder, "check", env=dict(environment, **more))
    assert ended != 0 and code in told and words in told, f"{entry}: {code}, {words}\n{told[-3000:]}"
assert sqlite3.connect(folder / "odd.sqlite").execute("SELECT count(*) FROM odd").fetchone() == (3,)
print(f"{len(cases)} hostile lists are told")

# Encrypted, with an authority of one's own; and a password in the file of libpq, as MD5 too.
shutil.copy(server / "tls/ca.pem", folder / "ca.pem")
(folder / "pgpass").write_text(f"# of the office\n*:*:contacts:hashed:{password}\n")
(folder / "pgpass").chmod(0o600)
rows_of_one = sql(POSTGRES, "SELECT * FROM contacts ORDER BY id LIMIT 1")
for more in [
    url("sslmode=verify-full&sslrootcert=ca.pem"),
    {"CONTACTS": f"host=127.0.0.1 port={port} dbname=contacts user=hashed", "PGPASSFILE": str(folder / "pgpass")},
]:
    name_list(folder, rows_of_one)
    ended, told = run(folder, "export", "recipients", "--output", folder / "export.csv", "--replace", env=dict(environment, **more))
    assert ended in (0, 3), told
print("servers are reached with encryption, by SCRAM and MD5, with passwords of libpq's file")


def cut(most):
    """Passes a connection on to the server, and cuts it after so many bytes of its answers."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        here, _ = listening.accept()
        there = socket.create_connection(("127.0.0.1", int(port)))
        threading.Thread(target=pipe, args=(here, there, None), daemon=True).start()
        pipe(there, here, most)
        here.close()
        there.close()

    def pipe(source, target, most):
        try:
            while piece := source.recv(4096):
                target.sendall(piece if most is None else piece[:most])
                most = None if most is None else most - len(piece)
                if most is not None and most <= 0:
                    source.shutdown(socket.SHUT_RDWR)
                    target.shutdown(socket.SHUT_RDWR)
                    return
        except OSError:
            pass

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[1]


for most in [100, 700, 5000]:
    name_list(folder, sql(POSTGRES))
    gone = {"CONTACTS": f"postgresql://reader:{password}@127.0.0.1:{cut(most)}/contacts"}
    ended, told = run(folder, "check", env=dict(environment, **gone))
    assert ended == 1 and "database-unreachable" in told and "is lost" in told, told
print("a server that goes away is told")

# Bytes that are changed by chance.
chance = random.Random(24)
for number in range(30):
    changed = bytearray(sound)
    for _ in range(chance.randrange(1, 4)):
        changed[chance.randrange(len(changed) - 4000, len(changed)) if chance.random() < 0.6 else chance.randrange(len(changed))] = chance.randrange(256)
    (folder / "changed.parquet").write_bytes(changed)
    name_list(folder, "changed.parquet")
    ended, told = run(folder, "export", "recipients", "--output", folder / "export.csv", "--replace")
    assert ended in (0, 1, 3), told
print("30 Parquet files that were changed by chance bring nothing down")
