"""An archive of very many short letters, made by one `build` from CSV on this machine: letters a second, processor time and the kernel's share of it,
memory, and bytes.

    python3 benches/archive.py CONVOKE FOLDER [RECIPIENTS …]

FOLDER is made, and is removed afterwards; RECIPIENTS are 10,000 and 1,000,000 where nothing is said, the second of which takes half an hour and 20 GB.
Each gets one short letter of one page, loose and in the ZIP file, with hashes, PDF/A-2a and PDF/UA-1."""

import csv
import shutil
import sys
from pathlib import Path

from short_letters import NAMES, Measured, prepare, row

convoke, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()

for many in [int(size) for size in sys.argv[3:]] or [10_000, 1_000_000]:
    prepare(convoke, folder, "list.csv")
    with open(folder / "recipients/list.csv", "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(NAMES)
        rows.writerows(map(row, range(many)))
    done = Measured(folder, convoke, "build", "--jobs", "2")
    archive = next(folder.glob("output/*/*.zip"))
    letters = sum(file.stat().st_size for file in archive.parent.glob("post/**/*.pdf"))
    print(f"{many} letters: {many / done.wall:.0f} a second, {done.worked / many * 1000:.2f} ms of the processors each, {done.kernel / done.worked:.0%} of it the kernel's;"
          f" {done.memory} MiB at most; {letters / many / 1000:.1f} kB a letter, ZIP file {archive.stat().st_size / 1e6:.0f} MB", flush=True)
    shutil.rmtree(folder)
