"""A mailing of many recipients from Parquet into volumes in an object store: seconds, processor time, memory and bytes of each command, on this machine
alone.

    python benches/volumes.py CONVOKE BUCKET FOLDER [RECIPIENTS [SHARES]]

BUCKET is an address such as s3://letters/bench, where nothing is yet; who asks, and where, is in the environment as for any command. FOLDER is empty,
and RECIPIENTS are 1,000,000 in 8 shares where nothing is said. Each gets one short letter of one page, with archive, hashes, PDF/A-2a and PDF/UA-1. Needs
pyarrow."""

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet

convoke, place, folder = Path(sys.argv[1]).resolve(), sys.argv[2].rstrip("/"), Path(sys.argv[3]).resolve()
many = int(sys.argv[4]) if len(sys.argv) > 4 else 1_000_000
shares = int(sys.argv[5]) if len(sys.argv) > 5 else 8
NAMES = ["id", "kind", "addressee.office", "ministry", "address", "city", "channels", "languages"]
LETTER = """\
#set document(title: "Adjustment of your pension")
#set text(font: "Libertinus Serif", size: 11pt, lang: "en")
#set page(margin: 25mm, footer: align(center, text(size: 9pt)[Pension Fund, 1 Example Road, Geneva, Switzerland]))

{{recipient.serial}}

{{recipient.ministry}} \\
{{recipient.city}}

#title()

Dear Madam or Sir,

The amount of your pension is adjusted on 1 January. This letter says what it is from then on, and how it was found.

Your contributions were counted to the end of the last year. To them were added the years of education, of service and of care that you have proved to us. What was paid by
several funds was put together, and is paid by one.

The amount follows the general change of wages, and is at least what it was. Taxes, and what you pay for care, are deducted by the fund, which tells you of them apart.

If you find that something is wrong or missing, write to us within one month, and name {{recipient.serial}}. The address is below. Who acts for you needs your power of
attorney. Until it is decided, the amount in this letter is paid to {{recipient.ministry}}, {{recipient.city}}.

Yours faithfully,

The Pension Fund
"""


def row(number):
    return [
        f"P{number:07}", "organisation", "head-of-organisation", f"Union {number} für Straße", f"{number} Rue de l’Été\n1211 Genève", "Genève", "post", "en",
    ]


def prepare():
    subprocess.run([convoke, "init", "--sample", folder], check=True, capture_output=True)
    path = folder / "mailing.yaml"
    before, after = path.read_text("utf-8").split("  - id: form\n")
    text = before + "\nenclosures:" + after.split("\nenclosures:")[1]
    path.write_text(text.replace("recipients/ministries.yaml", "recipients/list.parquet"), "utf-8")
    (folder / "templates/en/letter.typ.hbs").write_text(LETTER, "utf-8")
    (folder / "templates/en/email.txt.hbs").unlink()
    schema = pyarrow.schema([(name, pyarrow.string()) for name in NAMES])
    with pyarrow.parquet.ParquetWriter(folder / "recipients/list.parquet", schema) as file:
        for start in range(0, many, 50_000):
            rows = [row(number) for number in range(start, min(many, start + 50_000))]
            file.write_table(pyarrow.table([list(column) for column in zip(*rows)], schema))


def memory(pid):
    """PSS of a process and all below it, in KiB."""
    below = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        below.setdefault(parent, []).append(int(stat.parent.name))
    pids, all = [pid], 0
    while pids:
        own = pids.pop()
        pids += below.get(own, [])
        try:
            all += int(re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{own}/smaps_rollup").read_text(), re.M)[1])
        except (OSError, TypeError):
            continue
    return all


def run(what, *arguments):
    """Runs the command; returns seconds by the clock, of the processors, and the most memory in MiB."""
    started, most, before = time.monotonic(), 0, os.times()
    process = subprocess.Popen([convoke, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    told = []
    reader = threading.Thread(target=lambda: told.extend(process.stderr), daemon=True)
    reader.start()
    while process.poll() is None:
        most = max(most, memory(process.pid))
        time.sleep(1)
    reader.join()
    if process.returncode not in (0, 3):
        sys.exit(f"{what}: exit code {process.returncode}\n" + "".join(told[-20:]))
    after = os.times()
    wall = time.monotonic() - started
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"{what:20} {wall:8.1f} s {worked:8.1f} s of the processors {most // 1024:5} MiB", flush=True)
    return wall, worked, most // 1024


prepare()
print(f"{many} recipients, {shares} shares; the list has {(folder / 'recipients/list.parquet').stat().st_size / 1e6:.0f} MB", flush=True)
planned = run("plan --freeze", "plan", "--freeze", "plan.json")
made = [run(f"share {share}/{shares}", "build", "--plan", "plan.json", "--shard", f"{share}/{shares}", "--jobs", "2", "--output", place) for share in range(1, shares + 1)]
reference = next(line.split()[1] for line in (folder / "mailing.yaml").read_text("utf-8").splitlines() if line.startswith("reference:"))
at = f"{place}/{reference}-shares"
merged = run("merge --volumes", "merge", "--plan", "plan.json", "--volumes", at, "--mebibytes", "8192")
verified = run("verify", "verify", f"{at}/index_{reference}", "--seconds", "36000", "--mebibytes", "8192")
wall, worked = sum(found[0] for found in made), sum(found[1] for found in made)
print(f"all shares: {many / wall:.0f} letters a second, {worked / many * 1000:.2f} ms of the processors a letter, {max(found[2] for found in made)} MiB at most")
print(f"merge: {merged[0] / (wall + planned[0]):.2%} of the time of planning and making by the clock, {merged[1] / (worked + planned[1]):.2%} by the processors")
