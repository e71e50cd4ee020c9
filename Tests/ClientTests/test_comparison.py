"""`compare` says whether two files hold the same values, and whether one law drew both."""

import json

import jsonschema
import numpy
import pytest
from safetensors.numpy import save_file
from support.specs import network
from support.tool import REPOSITORY, generate, run

SCHEMA = json.loads((REPOSITORY / "schemas" / "comparison.schema.json").read_text("utf-8"))


def compare(first, second, *arguments, expecting=0):
    report = run("compare", first, second, "--json", *arguments, expecting=expecting).report
    jsonschema.validate(report, SCHEMA)
    return report


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "net.json"
    path.write_text(json.dumps(network("he-normal", [64, 48, 40])), "utf-8")
    return path


def test_formats_layouts_and_types_hold_the_same_values(tmp_path, spec):
    first = generate(spec, tmp_path / "a.safetensors").path
    assert compare(first, first)["values"] == "same"
    run("compare", first, first, "--strict")
    for name, options in {
        "b.safetensors": {"dtype": "bfloat16"},
        "c.safetensors": {"layout": "keras"},
        "d.h5": {},
        "e": {"format": "npy"},
    }.items():
        report = compare(first, generate(spec, tmp_path / name, **options).path)
        assert report["values"] == "same", report
        assert not report["onlyInFirst"] and not report["onlyInSecond"]
    run("compare", first, tmp_path / "b.safetensors", "--strict", expecting=1)


def test_another_seed_has_other_values_of_the_same_law(tmp_path, spec):
    first = generate(spec, tmp_path / "a.safetensors").path
    second = generate(spec, tmp_path / "b.safetensors", seed=99).path
    report = compare(first, second, expecting=1)
    assert (report["values"], report["laws"]) == ("different", "same")
    assert compare(first, second, "--by", "laws") == report


def test_another_scheme_has_another_law(tmp_path, spec):
    first = generate(spec, tmp_path / "a.safetensors").path
    second = generate(spec, tmp_path / "b.safetensors", initializer="glorot-uniform").path
    report = compare(first, second, "--by", "laws", expecting=1)
    assert report["laws"] == "different"


def test_what_is_missing_is_named(tmp_path):
    weight = numpy.random.default_rng(1).normal(size=(20, 30)).astype(numpy.float32)
    save_file({"a": weight, "b": 2 * weight}, tmp_path / "a.safetensors")
    save_file({"a": 2 * weight, "c": weight[:4]}, tmp_path / "b.safetensors")
    report = compare(tmp_path / "a.safetensors", tmp_path / "b.safetensors", expecting=1)
    assert report["onlyInFirst"] == ["b"] and report["onlyInSecond"] == ["c"]
    assert report["tensors"][0]["relation"] == "rescaled"
    assert report["tensors"][0]["factor"] == pytest.approx(2)


def test_integers_are_named_and_not_compared(tmp_path):
    weight = numpy.ones((3, 4), numpy.float32)
    for name, steps in ("a", 1), ("b", 2):
        tensors = {"w": weight, "bn.num_batches_tracked": numpy.array(steps)}
        save_file(tensors, tmp_path / f"{name}.safetensors")
    first, second = (tmp_path / f"{name}.safetensors" for name in "ab")
    report = compare(first, second)
    expected = [{"name": "bn.num_batches_tracked", "elementType": "I64"}]
    assert report["skippedInFirst"] == report["skippedInSecond"] == expected
    run("compare", first, second, "--strict", expecting=1)
    notes = run("compare", first, second).errors
    for path in first, second:
        assert f"not compared, in {path}: bn.num_batches_tracked (I64)" in notes


def test_strict_says_what_differs(tmp_path):
    weight = numpy.ones((3, 4), numpy.float32)
    save_file({"w": weight, "v": 0 * weight}, tmp_path / "a.safetensors")
    save_file({"w": weight.astype(numpy.float64), "v": -0 * weight}, tmp_path / "b.safetensors")
    save_file({"w": weight, "v": -0.0 * weight}, tmp_path / "c.safetensors")
    first, second, third = (tmp_path / f"{name}.safetensors" for name in "abc")
    assert "w (another element type)" in run("compare", first, second, "--strict", expecting=1).errors
    assert "v (other bits)" in run("compare", first, third, "--strict", expecting=1).errors


def test_mistakes_have_their_own_status(tmp_path):
    run("compare", tmp_path / "none.safetensors", tmp_path / "none.safetensors", expecting=66)
    run("compare", "a", "b", "--by", "laws", "--strict", expecting=64)
