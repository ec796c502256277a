"""A mailing of many recipients from Parquet into volumes in an object store: seconds, processor time, memory and bytes of each command, on this machine
alone.

    python benches/volumes.py CONVOKE BUCKET FOLDER [RECIPIENTS [SHARES]]

BUCKET is an address such as s3://letters/bench, where nothing is yet; who asks, and where, is in the environment as for any command. FOLDER is empty,
and RECIPIENTS are 1,000,000 in 8 shares where nothing is said. Each gets one short letter of one page, with archive, hashes, PDF/A-2a and PDF/UA-1. Needs
pyarrow."""

import sys
from pathlib import Path

import pyarrow
import pyarrow.parquet

from short_letters import NAMES, Measured, prepare, row

convoke, place, folder = Path(sys.argv[1]).resolve(), sys.argv[2].rstrip("/"), Path(sys.argv[3]).resolve()
many = int(sys.argv[4]) if len(sys.argv) > 4 else 1_000_000
shares = int(sys.argv[5]) if len(sys.argv) > 5 else 8


def write_list():
    schema = pyarrow.schema([(name, pyarrow.string()) for name in NAMES])
    with pyarrow.parquet.ParquetWriter(folder / "recipients/list.parquet", schema) as file:
        for start in range(0, many, 50_000):
            rows = [row(number) for number in range(start, min(many, start + 50_000))]
            file.write_table(pyarrow.table([list(column) for column in zip(*rows)], schema))


def run(what, *arguments):
    done = Measured(folder, convoke, *arguments)
    print(f"{what:20} {done.wall:8.1f} s {done.worked:8.1f} s of the processors {done.memory:5} MiB", flush=True)
    return done


prepare(convoke, folder, "list.parquet")
write_list()
print(f"{many} recipients, {shares} shares; the list has {(folder / 'recipients/list.parquet').stat().st_size / 1e6:.0f} MB", flush=True)
planned = run("plan --freeze", "plan", "--freeze", "plan.json")
made = [run(f"share {share}/{shares}", "build", "--plan", "plan.json", "--shard", f"{share}/{shares}", "--jobs", "2", "--output", place) for share in range(1, shares + 1)]
reference = next(line.split()[1] for line in (folder / "mailing.yaml").read_text("utf-8").splitlines() if line.startswith("reference:"))
at = f"{place}/{reference}-shares"
merged = run("merge --volumes", "merge", "--plan", "plan.json", "--volumes", at, "--mebibytes", "8192")
verified = run("verify", "verify", f"{at}/index_{reference}", "--seconds", "36000", "--mebibytes", "8192")
wall, worked = sum(found.wall for found in made), sum(found.worked for found in made)
print(f"all shares: {many / wall:.0f} letters a second, {worked / many * 1000:.2f} ms of the processors a letter, {max(found.memory for found in made)} MiB at most")
print(f"merge: {merged.wall / (wall + planned.wall):.2%} of the time of planning and making by the clock, {merged.worked / (worked + planned.worked):.2%} by the processors")
