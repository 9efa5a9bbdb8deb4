"""Judges the reports in a folder, with the schemas that .ci/judge-formats puts there.

No package has a schema of Checkstyle, GitLab or reviewdog; of these formats, what their readers require is looked at.
"""

import glob
import json
import re
import sys
from pathlib import Path

import jsonschema
from lxml import etree

folder = Path(sys.argv[1])
mistakes = []


def must(holds, what):
    if not holds:
        mistakes.append(what)


def report(name):
    return (folder / f"report.{name}").read_text(encoding="utf-8")


def sarif():
    """By the published schema, and by the multitool, whose errors are what breaks the standard or GitHub refuses."""
    schema = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    document = json.loads(report("sarif"))
    for error in jsonschema.validators.validator_for(schema)(schema).iter_errors(document):
        must(False, f"sarif: {error.json_path}: {error.message}")
    verdict = json.loads((folder / "verdict").read_text(encoding="utf-8-sig"))
    for result in verdict["runs"][0].get("results", []):
        must(result.get("level") != "error", f"sarif: {result['ruleId']}: {json.dumps(result['message'])}")
    return len(document["runs"][0]["results"])


def github():
    commands = report("github").splitlines()
    command = re.compile(r"::(error|warning|notice) (?:[a-zA-Z]+=[^,:\r\n]*,?)+::.+")
    for line in commands:
        must(command.fullmatch(line), f"github: {line}")
    return sum(" file=" in line.split("::")[1] for line in commands)


def gitlab():
    issues = json.loads(report("gitlab"))
    for issue in issues:
        for key in ["description", "check_name", "fingerprint"]:
            must(isinstance(issue.get(key), str), f"gitlab: {key} in {issue}")
        must(issue["severity"] in ["info", "minor", "major", "critical", "blocker"], f"gitlab: severity of {issue}")
        must(isinstance(issue["location"]["path"], str), f"gitlab: path of {issue}")
        must(issue["location"]["positions"]["begin"]["line"] > 0, f"gitlab: place of {issue}")
    must(len({issue["fingerprint"] for issue in issues}) == len(issues), "gitlab: a fingerprint stands twice")
    return len(issues)


def junit():
    document = etree.fromstring(report("junit").encode())
    # The newer of the two that are there.
    path = next(path for path in glob.glob(f"{folder}/unittest*/**/junit-10.xsd", recursive=True) if "ae25da5" in path)
    schema = etree.XMLSchema(etree.parse(path))
    must(schema.validate(document), f"junit: {schema.error_log}")
    return len(document.findall(".//failure"))


def checkstyle():
    document = etree.fromstring(report("checkstyle").encode())
    must(document.tag == "checkstyle" and document.get("version"), "checkstyle: no version")
    errors = document.findall("file[@name]/error")
    for error in errors:
        must(int(error.get("line")) > 0 and int(error.get("column")) > 0, f"checkstyle: {error.attrib}")
        must(error.get("severity") in ["error", "warning", "info"], f"checkstyle: {error.attrib}")
        must(error.get("message") and error.get("source"), f"checkstyle: {error.attrib}")
    return len(errors)


def diagnostics(name, found):
    for diagnostic in found:
        must(diagnostic["message"] and diagnostic["location"]["path"], f"{name}: {diagnostic}")
        must(diagnostic["severity"] in ["ERROR", "WARNING", "INFO"], f"{name}: {diagnostic}")
        for place in [diagnostic["location"], *diagnostic["suggestions"]]:
            must(place["range"]["start"]["line"] > 0 and place["range"]["end"]["column"] > 0, f"{name}: {diagnostic}")
    return len(found)


def rdjson():
    return diagnostics("rdjson", json.loads(report("rdjson"))["diagnostics"])


def rdjsonl():
    lines = report("rdjsonl").splitlines()
    must(all(len(line.encode()) < 65536 for line in lines), "rdjsonl: reviewdog stops at a line over 64 KiB")
    return diagnostics("rdjsonl", [json.loads(line) for line in lines])


counts = {judge.__name__: judge() for judge in [sarif, github, gitlab, junit, checkstyle, rdjson, rdjsonl]}
told = {name: count for name, count in counts.items() if name != "sarif"}
must(len(set(told.values())) == 1, f"the formats tell of different numbers of findings: {told}")
must(counts["sarif"] >= max(told.values()), f"sarif tells of fewer findings than the others: {counts}")
print("\n".join(mistakes) if mistakes else f"the reports are valid: {counts}")
sys.exit(bool(mistakes))
