"""What the README says works as it stands there."""

import re
import shlex

import numpy
import pytest
from safetensors.numpy import save_file
from support.tool import REPOSITORY, run

README = (REPOSITORY / "README.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands():
    """The commands of the table of verbs, in its order."""
    table = README.partition("| command | does |")[2].partition("\n\n")[0]
    found = []
    for row in table.splitlines()[2:]:
        for command in re.findall(r"`([^`]+)`", row.split("|")[1]):
            found.append(shlex.split(command.removeprefix("weightinit ")))
    return found


def test_commands_work(tmp_path):
    (tmp_path / "net.yaml").write_text(blocks("yaml")[0], "utf-8")
    weight = numpy.random.default_rng(1).normal(0, numpy.sqrt(2 / 400), (300, 400))
    save_file({"fc.weight": weight.astype(numpy.float32)}, tmp_path / "other.safetensors")
    assert len(commands()) > 5
    for arguments in commands():
        assert run(*arguments, cwd=tmp_path).output, arguments


def test_every_verb_has_help():
    for verb in sorted({arguments[0] for arguments in commands()}):
        assert verb in run(verb, "--help").output


def test_the_statuses_are_those_of_the_tool():
    table = README.partition("| status | meaning |")[2].partition("\n\n")[0]
    documented = set(re.findall(r"^\| (\d+) \|", table, re.MULTILINE))
    told = run("--help").output.partition("Exit status")[2].partition("\n\n")[0]
    assert documented == set(re.findall(r"\b(\d+) ", told))


@pytest.mark.parametrize("script", [line for block in blocks("sh") for line in block.splitlines()])
def test_scripts_exist(script):
    path = REPOSITORY / shlex.split(script)[0]
    assert path.is_file() and path.stat().st_mode & 0o111, script


def test_the_swift_example_is_that_of_the_example_app():
    example = (REPOSITORY / "examples" / "embed-in-swift" / "main.swift").read_text("utf-8")
    for block in blocks("swift"):
        assert block in example


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("https://"):
            assert (REPOSITORY / target).exists(), target
