"""`weightinit theory` gives the reference values, which other programs computed with more digits."""

import json
import math
from pathlib import Path

import pytest
from support import tool

GOLDEN = Path(__file__).parent.parent / "InitializationTheoryTests" / "Golden" / "theory-values.json"
ENTRIES = json.loads(GOLDEN.read_text("utf-8"))


def flatten(value):
    """Lists row by row, named numbers in the order of their names."""
    if isinstance(value, dict):
        value = [value[name] for name in sorted(value)]
    return [x for row in value for x in flatten(row)] if isinstance(value, list) else [value]


def agrees(value, expected, digits):
    relative = max(10.0**-digits, 1e-12)
    pairs = list(zip(flatten(value), flatten(expected), strict=True))
    return all(
        a == b or math.isclose(a, b, rel_tol=relative, abs_tol=1e-13) for a, b in pairs
    )


def test_a_batch_of_all_reference_values(tmp_path):
    requests = [{"quantity": e["quantity"], "params": e["parameters"]} for e in ENTRIES]
    batch = tmp_path / "batch.json"
    batch.write_text(json.dumps(requests))
    answers = tool.run("theory", "--batch", batch).report
    assert len(answers) == len(ENTRIES) > 300
    for answer, entry in zip(answers, ENTRIES, strict=True):
        assert answer["quantity"] == entry["quantity"]
        assert agrees(answer["value"], entry["value"], entry["digits"]), answer


@pytest.mark.parametrize("quantity", sorted({e["quantity"] for e in ENTRIES}))
def test_each_quantity_on_the_command_line(quantity):
    entry = next(e for e in ENTRIES if e["quantity"] == quantity)
    pairs = [
        f"{key}={value if isinstance(value, str) else json.dumps(value)}"
        for key, value in entry["parameters"].items()
    ]
    printed = tool.run("theory", quantity, *pairs).output.splitlines()
    if isinstance(entry["value"], dict):
        named = dict(line.split() for line in printed)
        assert sorted(named) == sorted(entry["value"])
        printed = [named[name] for name in sorted(named)]
    rows = [[float(x) for x in line.split()] for line in printed]
    assert agrees(flatten(rows), flatten(entry["value"]), entry["digits"])


def test_a_batch_with_a_mistake_answers_the_rest(tmp_path):
    batch = tmp_path / "batch.json"
    batch.write_text(
        json.dumps(
            [
                {"quantity": "aci.variance", "params": {"fan_in": 10, "k": 0, "variance": 2}},
                {"quantity": "aci.varianse", "params": {}},
            ]
        )
    )
    result = tool.run("theory", "--batch", batch, expecting=65)
    good, bad = result.report
    assert good["value"] == pytest.approx(0.2, rel=1e-15)
    assert "aci.variance" in bad["error"]
