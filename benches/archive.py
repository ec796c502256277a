"""An archive of very many short letters, made by one `build` from CSV on this machine: letters a second, processor time and the kernel's share of it,
memory, and bytes.

    python3 benches/archive.py CONVOKE FOLDER [RECIPIENTS …] [OPTIONS]

FOLDER is made, and is removed afterwards; RECIPIENTS are 10,000 and 1,000,000 where nothing is said, the second of which takes half an hour and 73 GB, or
37 GB with the OPTIONS `--loose no`, which are those of `build`. Each gets one short letter of one page with hashes, PDF/A-2a and PDF/UA-1, loose and in the ZIP file."""

import csv
import shutil
import sys
from pathlib import Path

from short_letters import NAMES, Measured, prepare, row

convoke, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()

sizes = [int(size) for size in sys.argv[3:] if size.isdigit()]
options = [option for option in sys.argv[3:] if not option.isdigit()]

for many in sizes or [10_000, 1_000_000]:
    prepare(convoke, folder, "list.csv")
    with open(folder / "recipients/list.csv", "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(NAMES)
        rows.writerows(map(row, range(many)))
    done = Measured(folder, convoke, "build", "--jobs", "2", *options)
    archive = next(folder.glob("output/*/*.zip"))
    print(f"{many} letters: {many / done.wall:.0f} a second, {done.worked / many * 1000:.2f} ms of the processors each, {done.kernel / done.worked:.0%} of it the kernel's;"
          f" {done.memory} MiB at most; ZIP file {archive.stat().st_size / 1e6:.0f} MB", flush=True)
    shutil.rmtree(folder)
