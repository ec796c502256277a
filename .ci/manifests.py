"""What schedulers are given in docs/scale.md is what they take: the Kubernetes manifest by the schema of its version, the definition for AWS Batch by
that of the service, the script for Slurm by the shell.

    .ci/manifests.py docs/scale.md
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import botocore.session
import botocore.validate
import kubernetes_validate
import yaml

text = Path(sys.argv[1]).read_text("utf-8")


def blocks(language):
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)
    assert found, f"there is no block of {language}"
    return found


for block in blocks("yaml"):
    for document in yaml.safe_load_all(block):
        kubernetes_validate.validate(document, "1.30", strict=True)
        print(f"{document['kind']} {document['metadata']['name']}: as Kubernetes 1.30 takes it")
batch = botocore.session.get_session().get_service_model("batch").operation_model("RegisterJobDefinition")
for block in blocks("json"):
    definition = json.loads(block)
    report = botocore.validate.ParamValidator().validate(definition, batch.input_shape)
    assert not report.has_errors(), report.generate_report()
    print(f"{definition['jobDefinitionName']}: as AWS Batch takes it")
for block in blocks("bash"):
    subprocess.run(["bash", "-n"], input=block, text=True, check=True)
    print("the script for Slurm: as the shell takes it")
