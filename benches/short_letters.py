"""What benches of very many recipients share: a mailing of one short letter of one page for each, and a command that is measured. Run by others."""

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

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


def prepare(convoke, folder, name):
    """The sample's mailing with the short letter alone, for the list of this name, which the caller writes."""
    subprocess.run([convoke, "init", "--sample", folder], check=True, capture_output=True)
    path = folder / "mailing.yaml"
    before, after = path.read_text("utf-8").split("  - id: form\n")
    text = before + "\nenclosures:" + after.split("\nenclosures:")[1]
    path.write_text(text.replace("recipients/ministries.yaml", f"recipients/{name}"), "utf-8")
    (folder / "templates/en/letter.typ.hbs").write_text(LETTER, "utf-8")
    (folder / "templates/en/email.txt.hbs").unlink()


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


class Measured:
    """A command that was run: seconds by the clock, of the processors (and of these in the kernel), and the most memory in MiB."""

    def __init__(self, folder, convoke, *arguments):
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
            sys.exit(f"{arguments[0]}: exit code {process.returncode}\n" + "".join(told[-20:]))
        after = os.times()
        self.wall = time.monotonic() - started
        self.kernel = after.children_system - before.children_system
        self.worked = after.children_user - before.children_user + self.kernel
        self.memory = most // 1024
