"""An object store takes archives, shares and indexes as a disk does: the bytes of one machine's archive, over connections that are cut, after a share
that was killed.

    .ci/store.py CONVOKE MAILING ARCHIVE FOLDER     CONVOKE has the feature store, MAILING is a folder of which ARCHIVE was built, FOLDER is empty

The store is moto's, which keeps objects in memory, on a port of this machine. Between the two is a proxy that cuts connections.
"""

import hashlib
import logging
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

convoke, mailing, archive, folder = Path(sys.argv[1]).resolve(), *(Path(path).resolve() for path in sys.argv[2:5])
reference, scratch = archive.name, folder / "scratch"
scratch.mkdir()
SHARES, KILLED = 8, 3
LIST = "ministries.yaml"
KEYS = {"AWS_ACCESS_KEY_ID": "someone", "AWS_SECRET_ACCESS_KEY": "a-secret-word", "AWS_REGION": "eu-central-1"}


class Cutting:
    """Passes bytes on to a server, and cuts every so many connections after some of them."""

    def __init__(self, port, every):
        self.port, self.every, self.cut, self.served = port, every, 0, 0
        self.chance, self.lock = random.Random(1132), threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                self.served += 1
                is_cut = self.served % self.every == 0
                # Some in the middle of what is asked, some in the middle of the answer, some before anything, as the first.
                after = self.chance.choice([0, 300, 5_000, 200_000, 3_000_000]) if is_cut else None
                after = 0 if self.served == self.every else after
            threading.Thread(target=self.serve, args=(client, after), daemon=True).start()

    def serve(self, client, after):
        server = socket.create_connection(("127.0.0.1", self.port))
        left, lock = [after], threading.Lock()

        def close():
            for end in (client, server):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        def pass_on(source, target):
            try:
                while chunk := source.recv(65536):
                    with lock:
                        if left[0] is not None:
                            left[0] -= len(chunk)
                            if left[0] < 0:
                                with self.lock:
                                    self.cut += 1
                                break
                    target.sendall(chunk)
            except OSError:
                pass
            close()

        threads = [threading.Thread(target=pass_on, args=ends, daemon=True) for ends in ((client, server), (server, client))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        client.close()
        server.close()

    def close(self):
        self.listener.close()


logging.getLogger("werkzeug").setLevel(logging.ERROR)
moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
moto.start()
store_port = moto.get_host_and_port()[1]
direct = f"http://127.0.0.1:{store_port}"
s3 = boto3.client("s3", endpoint_url=direct, aws_access_key_id="someone", aws_secret_access_key="a-secret-word", region_name="eu-central-1")
s3.create_bucket(Bucket="letters", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})


def environment(address):
    return {**os.environ, **KEYS, "AWS_ENDPOINT_URL": address, "TMPDIR": str(scratch)}


def run(*arguments, at=None, code=0, address=direct):
    """Runs the command, whose exit code is `code`; returns what it printed."""
    done = subprocess.run([convoke, *map(str, arguments)], cwd=at, env=environment(address), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    told = done.stdout + done.stderr
    if done.returncode != code:
        sys.exit(f"convoke {' '.join(map(str, arguments))}: exit code {done.returncode} instead of {code}\n{told}")
    assert KEYS["AWS_SECRET_ACCESS_KEY"] not in told, "a secret was told"
    return told


def retries(told):
    """How often the store was asked again, as `--verbose` tells."""
    return sum(int(line.split("asked again ")[1].split()[0]) for line in told.splitlines() if "asked again" in line)


def keys(under):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="letters", Prefix=under)
    return sorted(found["Key"] for page in pages for found in page.get("Contents", []))


def sha256(key):
    return hashlib.sha256(s3.get_object(Bucket="letters", Key=key)["Body"].read()).hexdigest()


def unfinished():
    return [upload["Key"] for upload in s3.list_multipart_uploads(Bucket="letters").get("Uploads", [])]


def own(name):
    """A folder of the mailing, of which nothing was made."""
    made = folder / name
    made.mkdir()
    for part in ("mailing.yaml", "register.yaml", "register.key"):
        shutil.copy(mailing / part, made / part)
    for part in ("recipients", "templates"):
        shutil.copytree(mailing / part, made / part)
    return made


single = hashlib.sha256((archive / f"{reference}.zip").read_bytes()).hexdigest()
manifest = hashlib.sha256((archive / "manifest.json").read_bytes()).hexdigest()

# An archive, over connections of which every third is cut.
one = own("one")
cutting, seldom = Cutting(store_port, every=3), Cutting(store_port, every=25)
told = run("build", "-C", one, "--output", "s3://letters/one", "--verbose", address=cutting.address)
assert keys("one/") == [f"one/{reference}/{reference}.zip", f"one/{reference}/manifest.json"], keys("one/")
assert sha256(f"one/{reference}/{reference}.zip") == single, "another archive"
assert sha256(f"one/{reference}/manifest.json") == manifest, "another manifest"
assert cutting.cut > 0 and retries(told) > 0, (cutting.cut, told)
assert not list((one / "output").rglob("*.zip")) and not unfinished(), "something is left"
print(f"build: the archive of one machine, {cutting.cut} of {cutting.served} connections cut, asked again {retries(told)} times")

# It is there already; another one is refused.
run("build", "-C", one, "--output", "s3://letters/one")
told = run("build", "-C", one, "--output", "s3://letters/one", "--volume-size", "10MB", code=1)
assert "error[store-taken]" in told, told
assert sha256(f"one/{reference}/{reference}.zip") == single and not unfinished()
print("build again: left as it is; another archive is refused (store-taken)")

# Shares, two at a time, over connections that are cut; one is killed on its way, and made again.
plan = own("plan")
run("plan", "--freeze", "plan.json", at=plan)
work = []
for share in range(1, SHARES + 1):
    work.append(own(f"share-{share}"))
    for part in ("register.yaml", "register.key"):
        shutil.copy(plan / part, work[-1] / part)
    shutil.copy(plan / "plan.json", work[-1] / "plan.json")
place = f"s3://letters/shares/{reference}-shares"


def arguments(share):
    return ["build", "--plan", "plan.json", "--shard", f"{share}/{SHARES}", "--jobs", "1", "--output", "s3://letters/shares", "--verbose"]


def make(share):
    return retries(run(*arguments(share), at=work[share - 1], address=cutting.address))


process = subprocess.Popen([convoke, *arguments(KILLED)], cwd=work[KILLED - 1], env=environment(direct), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
while not unfinished() and process.poll() is None:
    time.sleep(0.02)
time.sleep(0.1)
process.send_signal(signal.SIGKILL)
process.wait()
assert unfinished(), "it was killed too late"
before = cutting.cut
with ThreadPoolExecutor(2) as pool:
    asked = sum(pool.map(make, (share for share in range(1, SHARES + 1) if share != KILLED)))
assert cutting.cut > before
told = run("status", "--plan", "plan.json", place, at=plan, code=3)
assert f"  missing      {KILLED}\n" in told, told
told = run("merge", "--plan", "plan.json", "--volumes", place, at=plan, code=1)
assert f"share {KILLED}/{SHARES} is missing" in told, told
assert not [key for key in keys("shares/") if "/index_" in key], "a part of an index"
told = run(*arguments(KILLED), at=work[KILLED - 1], address=cutting.address)
assert "store-left" in told and not unfinished(), told
run("status", "--plan", "plan.json", place, at=plan)
print(f"{SHARES} shares, one killed and made again: {cutting.cut - before} connections cut, asked again {asked + retries(told)} times")

# An index beside them; and the archive of one machine, by its SHA-256.
run("merge", "--plan", "plan.json", "--volumes", place, "--verbose", at=plan, address=seldom.address)
index = f"{place}/index_{reference}"
run("verify", index, address=seldom.address)
run("merge", "--plan", "plan.json", place, at=plan, address=seldom.address)
merged = hashlib.sha256((plan / "output" / reference / f"{reference}.zip").read_bytes()).hexdigest()
assert merged == single, "another archive"
print(f"merge: the SHA-256 of a single run, {merged}; an index beside the shares, verified; {seldom.cut} of {seldom.served} connections cut")


def files(at):
    return {str(path.relative_to(at)): hashlib.sha256(path.read_bytes()).hexdigest() for path in at.rglob("*") if path.is_file()}


# What is read from there, and a pack that goes there.
wanted = files(archive / "pack")
run("verify", f"s3://letters/one/{reference}", address=seldom.address)
run("diff", archive, f"s3://letters/one/{reference}", address=seldom.address)
run("pack", f"s3://letters/one/{reference}", "--output", folder / "pack", address=seldom.address)
assert files(folder / "pack") == wanted
run("pack", index, "--output", "s3://letters/packs/index", address=seldom.address)
sent = {key.removeprefix("packs/index/"): sha256(key) for key in keys("packs/index/")}
# Its list names another archive: the index.
assert sent.keys() == wanted.keys() and all(sent[name] == hash for name, hash in wanted.items() if name != "pack.json")
told = run("pack", archive, "--only", "FRA", "--output", "s3://letters/packs/index", code=1)
assert told.count("error[") == 1 and "error[store-taken]" in told, told
(folder / "returns").mkdir()
with zipfile.ZipFile(archive / f"{reference}.zip") as held:
    form = next(name for name in held.namelist() if "_form_" in name)
    (folder / "returns" / "form.pdf").write_bytes(held.read(form))
run("collect", folder / "returns", "--archive", f"s3://letters/one/{reference}", "--key", mailing / "register.key", "--output", folder / "table", code=3)
assert not list(scratch.iterdir()), "something is left in the folder for temporary files"
print("verify, diff, pack and collect read from the store; packs go there")

# A list that lies there: the same archive, and shares of it that are refused once it is another list.
s3.upload_file(str(mailing / "recipients" / LIST), "letters", f"lists/{LIST}")
listed = own("listed")
text = (listed / "mailing.yaml").read_text("utf-8")
assert f"recipients/{LIST}" in text
(listed / "mailing.yaml").write_text(text.replace(f"recipients/{LIST}", f"s3://letters/lists/{LIST}"), "utf-8")
shutil.rmtree(listed / "recipients")
run("plan", "--freeze", "plan.json", at=listed, address=cutting.address)
for share in (1, 2):
    run("build", "--plan", "plan.json", "--shard", f"{share}/2", "--output", "s3://letters/listed", at=listed, address=cutting.address)
run("merge", "--plan", "plan.json", f"s3://letters/listed/{reference}-shares", at=listed, address=seldom.address)
merged = hashlib.sha256((listed / "output" / reference / f"{reference}.zip").read_bytes()).hexdigest()
assert merged == single, "another archive"
other = (mailing / "recipients" / LIST).read_text("utf-8") + "\n"
s3.put_object(Bucket="letters", Key=f"lists/{LIST}", Body=other.encode())
told = run("build", "--plan", "plan.json", "--shard", "1/2", "--output", "s3://letters/other", at=listed, code=1)
assert told.count("error[") == 1 and "error[plan-differs]" in told and f"s3://letters/lists/{LIST}" in told, told
told = run("check", "-C", listed, "--recipients", "s3://letters/lists/none.csv", code=1)
assert told.count("error[") == 1 and "error[store-access]" in told and "s3://letters/lists/none.csv" in told, told
assert not list(scratch.iterdir()), "something is left in the folder for temporary files"
print("a list in the store: the same archive; another list is refused (plan-differs)")

# What is wrong is told, in one message, and nothing is half written.
altered = bytearray(s3.get_object(Bucket="letters", Key=f"one/{reference}/{reference}.zip")["Body"].read())
altered[len(altered) // 2] ^= 1
s3.put_object(Bucket="letters", Key=f"altered/{reference}/{reference}.zip", Body=bytes(altered))
s3.copy_object(Bucket="letters", Key=f"altered/{reference}/manifest.json", CopySource=f"letters/one/{reference}/manifest.json")
told = run("verify", f"s3://letters/altered/{reference}", code=1)
assert "error[" in told, told
with socket.create_server(("127.0.0.1", 0)) as gone:
    nobody = f"http://127.0.0.1:{gone.getsockname()[1]}"
for name, code in [("s3://nobody/one", "store-access"), ("s3://letters/none/DM", "store-access"), ("s3://letters//one", "store-address")]:
    told = run("verify", name, code=1)
    assert told.count("error[") == 1 and f"error[{code}]" in told, told
run("build", "-C", one, "--output", "s3://nobody/one", code=1)
told = run("build", "-C", one, "--output", "s3://letters/two", code=1, address=nobody)
assert told.count("error[") == 1 and "error[store-unreachable]" in told, told
assert not keys("two/") and not unfinished()
print("what is wrong with a store is told, once")
cutting.close()
moto.stop()
