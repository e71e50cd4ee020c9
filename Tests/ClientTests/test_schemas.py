"""Manifests and reports follow the schemas in `schemas/`; broken ones do not."""

import copy
import json

import jsonschema
import pytest
from conftest import EXTENSIONS
from support.specs import KERAS_SPECS, SPECS, network
from support.tool import REPOSITORY, run

DOCUMENTS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
    for path in (REPOSITORY / "schemas").glob("*.schema.json")
}


def validator(name):
    kind = jsonschema.validators.validator_for(DOCUMENTS[name])
    kind.check_schema(DOCUMENTS[name])
    return kind(DOCUMENTS[name])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_schemas_are_schemas(name):
    validator(name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_tool_prints_the_schemas(name):
    assert json.loads(run("schema", name).output) == DOCUMENTS[name]


@pytest.mark.parametrize("spec, format", [
    (spec, format) for format in EXTENSIONS
    for spec in (KERAS_SPECS if format == "keras" else SPECS)
])
def test_manifests_follow_the_schema(written, spec, format):
    validator("manifest").validate(written(spec, format).manifest)


@pytest.mark.parametrize("claim", [
    "he-normal", "he-uniform", "orthogonal", "rai", "raai", "aci", "gsm", "fractional-moment",
    "zero-hadamard", "zero-hadamard-star", "constant:value=0.1", "normal:std=0.1",
])
def test_manifests_of_every_scheme_follow_the_schema(written, claim):
    result = written(network(claim, [64, 32, 16, 8]), "safetensors")
    validator("manifest").validate(result.manifest)
    verification = run("verify", result.path, "--json", "-").report
    validator("verification-report").validate(verification)


def reports(written):
    path = written("cnn", "safetensors").path
    return {
        "generate-report": written("cnn", "safetensors").report,
        "plan": run("plan", SPECS["cnn"], "--json").report,
        "verification-report": run("verify", path, "--json").report,
        "identification": run("identify", path, "--json").report,
        "comparison": run("compare", path, path, "--json").report,
        "inspection": run("inspect", path, "--digest", "--json").report,
        "list": run("list", "--json").report,
        "describe": run("describe", "raai", "--json").report,
        "theory": run("theory", "frac.critical_variance", "d=64", "s=0.8", "a=0", "--json").report,
        "theory-list": run("theory", "--json").report,
    }


def test_reports_follow_their_schemas(written):
    for name, report in reports(written).items():
        validator(name).validate(report)


def test_values_in_a_report_follow_the_schema(written):
    report = run("inspect", written("small", "safetensors").path, "--values", "--json").report
    validator("inspection").validate(report)


# What every manifest and report must hold.
REQUIRED = {
    "manifest": ["schema", "generator", "seed", "random", "format", "layout", "tensors"],
    "generate-report": ["schema", "files", "manifest", "tensors"],
    "plan": ["schema", "seed", "layout", "tensors"],
    "verification-report": ["schema", "verdict", "alpha", "tensors", "network"],
    "identification": ["schema", "tensors", "findings"],
    "comparison": ["schema", "values", "laws", "alpha", "tensors"],
    "inspection": ["schema", "tensors"],
    "list": ["schema", "initializers", "layerKinds", "formats"],
    "describe": ["schema", "identifier", "parameters"],
    "theory": ["schema", "quantity", "value"],
    "theory-list": ["schema", "quantities"],
}


def broken(document, required):
    """Copies of a document with one required part missing, or of another type."""
    for key in required:
        missing = copy.deepcopy(document)
        del missing[key]
        yield f"{key} is missing", missing
        wrong = copy.deepcopy(document)
        wrong[key] = {"unexpected": []}
        yield f"{key} is of another type", wrong
    yield "another document", {**document, "schema": "weightinit/other/1"}


def test_broken_manifests_are_refused(written):
    document = written("mlp", "safetensors").manifest
    check = validator("manifest")
    for what, other in broken(document, REQUIRED["manifest"]):
        assert not check.is_valid(other), what
    for what, tensor in broken(
        document["tensors"][0], ["name", "shape", "digest", "law", "scheme", "elementType"]
    ):
        assert not check.is_valid({**document, "tensors": [tensor]}), what


def test_broken_reports_are_refused(written):
    for name, report in reports(written).items():
        check = validator(name)
        for what, other in broken(report, REQUIRED[name]):
            assert not check.is_valid(other), f"{name}: {what}"


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if isinstance(spec, dict)])
def test_specifications_follow_the_schema(name):
    validator("network-spec").validate(SPECS[name])


@pytest.mark.parametrize("claim", [
    "raai", "RAAI", "he_normal", "raai:k=100,variance=0.9", "ZerO", "ZerO*", {"gsm": None},
    {"name": "raai", "k": 3},
])
def test_every_form_of_a_claim_follows_the_schema(claim):
    validator("network-spec").validate(network(claim, [4, 2]))


def test_broken_specifications_are_refused():
    check = validator("network-spec")
    for spec in (
        network("raaj", [4, 2]),
        network({"raaj": {}}, [4, 2]),
        network({"raai": {"kk": 3}}, [4, 2]),
        {"input": 4},
        {**network("raai", [4, 2]), "seed": -1},
        {**network("raai", [4, 2]), "input": 0},
        {**network("raai", [4, 2]), "layers": [{"densee": 3}]},
        {**network("raai", [4, 2]), "layers": [{"dense": 0}]},
        {**network("raai", [4, 2]), "layers": [{"dense": 3, "activation": "relo"}]},
    ):
        assert not check.is_valid(spec), spec
