"""Compares `convoke build` with the `typst` package of PyPI on one job, in one run and in turns.

    python3 -m pip install typst
    python3 benches/peers/peers.py target/release/convoke [recipients …]

Both set the same letter (letter.typ) in two processes. The package writes a file for each recipient and nothing else, once without standards and once as
PDF/A-2a and PDF/UA-1; convoke reads its list, plans, checks, numbers, writes to both standards, hashes, and makes the archive. Times are of
all processes together; of several rounds the median."""

import csv, json, multiprocessing, os, shutil, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
STATES = ["FRA France", "DEU Germany", "KEN Kenya", "JPN Japan", "PER Peru", "CAN Canada", "IND India"]
ROUNDS = 3


def recipients(count):
    for number in range(count):
        state, country = STATES[number % len(STATES)].split()
        yield {"id": f"{state}-{number + 1}", "iso": state, "country": country, "serial": f"DM-1132/{number + 1:03}",
               "ministry": f"Ministry of Foreign Affairs, Section {number + 1}", "city": f"City {number + 1}"}


def letter(value):
    """The letter, behind its values as they are written in Typst."""
    values = "".join(f"#let {name} = {value(name)}\n" for name in ("serial", "country", "ministry", "city"))
    with open(os.path.join(HERE, "letter.typ")) as file:
        return values + file.read()


def compile_share(job):
    """What one process of the peer does: one compiler, whose caches stay, given each recipient in turn."""
    import typst
    folder, standards, share = job
    compiler = typst.Compiler(os.path.join(folder, "letter.typ"), root=folder)
    for number, recipient in share:
        pdf = compiler.compile(format="pdf", sys_inputs={"r": json.dumps(recipient)}, pdf_standards=standards)
        with open(os.path.join(folder, "out", f"{number}.pdf"), "wb") as file:
            file.write(pdf)


def peer(folder, count, standards):
    shutil.rmtree(os.path.join(folder, "out"), ignore_errors=True)
    os.makedirs(os.path.join(folder, "out"))
    with open(os.path.join(folder, "letter.typ"), "w") as file:
        file.write("#let r = json(bytes(sys.inputs.r))\n" + letter(lambda name: f"r.{name}"))
    all = list(enumerate(recipients(count)))
    jobs = [(folder, standards, all[start::2]) for start in range(2)]
    workers = [multiprocessing.Process(target=compile_share, args=(job,)) for job in jobs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0


def mailing(convoke, folder, count):
    """The sample's mailing with this letter alone."""
    subprocess.run([convoke, "init", "--sample", folder], check=True, capture_output=True)
    path = os.path.join(folder, "mailing.yaml")
    text = open(path).read()
    before, after = text.split("  - id: form\n")
    text = before + "\nenclosures:" + after.split("\nenclosures:")[1]
    open(path, "w").write(text.replace("ministries.yaml", "ministries.csv"))
    templates = os.path.join(folder, "templates")
    os.remove(os.path.join(templates, "en", "email.txt.hbs"))
    fields = {"serial": "recipient.serial", "country": "recipient.country.short", "ministry": "recipient.ministry", "city": "recipient.city"}
    with open(os.path.join(templates, "en", "letter.typ.hbs"), "w") as file:
        file.write(letter(lambda name: '"{{' + fields[name] + '}}"'))
    with open(os.path.join(folder, "recipients", "ministries.csv"), "w") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "kind", "iso", "addressee.office", "ministry", "city", "channels", "languages"])
        for it in recipients(count):
            rows.writerow([it["id"], "state", it["iso"], "foreign-minister", it["ministry"], it["city"], "pouch", "en"])


def ours(convoke, folder):
    shutil.rmtree(os.path.join(folder, "output"), ignore_errors=True)
    done = subprocess.run([convoke, "build", "--jobs", "2"], cwd=folder, capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stderr


def timed(act):
    before, start = os.times(), time.perf_counter()
    act()
    wall, after = time.perf_counter() - start, os.times()
    used = sum(after[kind] - before[kind] for kind in (0, 1, 2, 3))
    return wall, used


def main():
    convoke = os.path.abspath(sys.argv[1])
    for count in [int(size) for size in sys.argv[2:]] or [195, 5000]:
        with tempfile.TemporaryDirectory() as folder:
            own, other = os.path.join(folder, "own"), os.path.join(folder, "other")
            os.makedirs(other)
            mailing(convoke, own, count)
            acts = {
                "convoke": lambda: ours(convoke, own),
                "typst, no standards": lambda: peer(other, count, []),
                "typst, a-2a and ua-1": lambda: peer(other, count, ["a-2a", "ua-1"]),
            }
            times = {name: [] for name in acts}
            for turn in range(ROUNDS):
                for name in list(acts)[:: 1 if turn % 2 == 0 else -1]:
                    times[name].append(timed(acts[name]))
            wall, used = ({name: statistics.median(it[kind] for it in found) for name, found in times.items()} for kind in (0, 1))
            for name in acts:
                print(f"{count} recipients, {name}: {used[name] / count * 1000:.2f} ms of processor time each, {wall[name] / count * 1000:.2f} ms on the wall;"
                      f" {used[name] / used['convoke']:.2f} and {wall[name] / wall['convoke']:.2f} times convoke's", flush=True)


if __name__ == "__main__":
    main()
