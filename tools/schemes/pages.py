#!/usr/bin/env python3
"""Keeps the schemes' pages in step with the registry.

Usage: [WEIGHTINIT=PATH] python tools/schemes/pages.py [--check]

Writes what the tool knows better than a person into the pages of the DocC catalog: the parameters
with defaults and values, the moments that `plan` states, and the description of the picture. With
--check nothing is written; what a rerun would change, schemes without page or picture, pages without
scheme, pages that the overview does not link, and links to articles that are not there are named, and
the status is 1. Needs nothing but Python.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
TOOL = Path(os.environ.get("WEIGHTINIT", ROOT / ".build" / "release" / "weightinit")).absolute()
CATALOG = ROOT / "Sources" / "WeightInit" / "WeightInit.docc"
OVERVIEW = CATALOG / "Schemes.md"
SECTIONS = [
    "What it is for", "Formula", "Parameters", "Law", "Moments", "Source", "In the frameworks",
]
MOMENTS = [
    ("mean", "mean"), ("variance", "variance"), ("skewness", "skewness"),
    ("kurtosis", "kurtosis"), ("correlation", "correlation within a neuron"),
]


def ask(*arguments):
    """The JSON report of a verb."""
    command = [TOOL, *map(str, arguments), "--json", "-"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def prose(text):
    """Words of the registry as Markdown."""
    return text.replace("*", "\\*").replace("|", "\\|")


def value(parameter):
    default = parameter.get("defaultValue")
    if default is None:
        return "required" if parameter["isRequired"] else "none"
    return f"`{json.dumps(default) if isinstance(default, bool) else default}`"


def parameters(name):
    """The table of a scheme's parameters."""
    declared = ask("describe", name)["parameters"]
    if not declared:
        return "None."
    rows = [
        f"| `{one['name']}` | {value(one)} | {prose(one['expected'])} | {prose(one['help'])} |"
        for one in declared
    ]
    return "\n".join(["| name | default | values | meaning |", "| --- | --- | --- | --- |", *rows])


def number(value):
    return f"{value:.5g}".replace("e-0", "e-").replace("-", "−")


def moments(name):
    """The moments of the claim in the picture, as `plan` states them."""
    setting = SETTINGS[name]
    if setting.channels:
        layer = {"conv1d": setting.channels, "kernel": 3, "padding": "same"}
        size = [setting.channels, setting.length]
        what = f"kernel of 3 taps, {setting.channels} channels in and out"
    else:
        layer = {"dense": setting.width}
        size = setting.widening or setting.width
        what = f"layer of {setting.width} neurons with {size} inputs"
    layers = [{**layer, "name": f"layer{index}"} for index in range(3)]
    specification = {"seed": 1, "initializer": setting.claim, "input": size, "layers": layers}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spec.json"
        path.write_text(json.dumps(specification), "utf-8")
        tensors = ask("plan", path)["tensors"]
    # A hidden layer, except where the first one is what the picture shows.
    shown = 0 if setting.widening or not setting.shown else 1
    plan = next(tensor for tensor in tensors if tensor["name"] == f"layer{shown}.weight")
    stated = plan.get("moments") or {}
    if not stated:
        return f"`{setting.claim}` in a {what}: every entry is fixed, or most are zero by rule."
    rows = [
        f"| {title} | {number(stated[key])} |"
        for key, title in MOMENTS
        if stated.get(key) is not None
    ]
    heading = [f"`{setting.claim}` in a {what}:", "", "| moment | value |", "| --- | --- |"]
    return "\n".join([*heading, *rows])


def description(name):
    """What the picture says of itself."""
    text = (CATALOG / "Resources" / f"{name}.svg").read_text("utf-8")
    return re.search("<desc>(.*)</desc>", text).group(1).replace("[", "(").replace("]", ")")


def section(text, title, content):
    """The page with another content of a section."""
    pattern = re.compile(rf"(^## {re.escape(title)}\n)(.*?)(?=^## |\Z)", re.M | re.S)
    return pattern.sub(lambda match: f"{match.group(1)}\n{content}\n\n", text, count=1)


def renewed(name, text):
    """A page with everything that is generated."""
    text = section(text, "Parameters", parameters(name))
    text = section(text, "Moments", moments(name))
    image = f"![{description(name)}]({name})"
    return re.sub(rf"!\[[^\]]*\]\({re.escape(name)}\)", lambda _: image, text)


def main(arguments):
    check = "--check" in arguments
    names = [scheme["identifier"] for scheme in ask("list")["initializers"]]
    folder = CATALOG / "Schemes"
    problems = [
        f"{path.name} is the page of no scheme"
        for path in sorted(folder.glob("*.md"))
        if path.stem not in names
    ]
    overview = OVERVIEW.read_text("utf-8")
    changed = 0
    for name in names:
        path = folder / f"{name}.md"
        if name not in SETTINGS or not (CATALOG / "Resources" / f"{name}.svg").exists():
            problems.append(f"{name} has no picture; see tools/schemes/settings.py and pictures.py")
            continue
        if not path.exists():
            problems.append(f"{name} has no page; write {path.relative_to(ROOT)}")
            continue
        text = path.read_text("utf-8")
        if re.findall("^## (.*)$", text, re.M) != SECTIONS:
            problems.append(f"{path.name} must have the sections {', '.join(SECTIONS)}")
            continue
        if not text.startswith(f"# {name}\n"):
            problems.append(f"{path.name} must begin with its name as its title")
        if f"]({name})" not in text:
            problems.append(f"{path.name} does not show its picture")
        if f"- <doc:{name}>" not in overview:
            problems.append(f"{OVERVIEW.name} does not link {name}")
        new = renewed(name, text)
        if new != text:
            changed += 1
            if check:
                problems.append(f"{path.name} is not what the registry says; run {Path(__file__).name}")
            else:
                path.write_text(new, "utf-8")
    articles = {path.stem for path in CATALOG.rglob("*.md")}
    for path in sorted(CATALOG.rglob("*.md")):
        for link in re.findall("<doc:([^>]*)>", path.read_text("utf-8")):
            if link not in articles:
                problems.append(f"{path.name} links {link}, which is no article")
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(names)} pages, {changed} changed")


if __name__ == "__main__":
    main(sys.argv[1:])
