#!/usr/bin/env python3
"""Holds what `convoke serve` says of itself against the rules of OpenAPI.

    .ci/openapi.py CONVOKE MAILING
"""

import json
import os
import subprocess
import sys
from urllib.request import urlopen

from openapi_spec_validator import validate

convoke, mailing = sys.argv[1:]
arguments = ["serve", "--address", "127.0.0.1:0", "--languages", "en", "-C", mailing]
service = subprocess.Popen([convoke, *arguments], stdout=subprocess.PIPE, env={**os.environ, "CONVOKE_TOKEN": "a-token-that-nobody-needs"})
try:
    address = service.stdout.readline().decode().split(": ", 1)[1].strip()
    description = json.load(urlopen(f"{address}/openapi.json"))
finally:
    service.terminate()
    service.wait()
validate(description)
operations = [method for path in description["paths"].values() for method in path if method != "parameters"]
assert len(operations) >= 10, operations
print(f"OpenAPI {description['openapi']}: {len(description['paths'])} paths, {len(operations)} operations")
