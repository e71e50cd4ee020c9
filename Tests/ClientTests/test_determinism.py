"""The same command gives the same bytes."""

import pytest
from conftest import EXTENSIONS
from support.specs import SPECS, spec_file
from support.tool import generate


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "spec.json"
    }


@pytest.mark.parametrize("format", EXTENSIONS)
@pytest.mark.parametrize("name", ["mlp", "cnn", "volume"])
def test_two_runs_are_byte_identical(tmp_path, format, name):
    runs = []
    for jobs in ("1", "2"):
        folder = tmp_path / jobs
        folder.mkdir()
        spec = spec_file(SPECS[name], folder)
        generate(spec, folder / f"weights{EXTENSIONS[format]}", format=format, jobs=jobs)
        runs.append(contents(folder))
    assert len(runs[0]) > 1, "weights and a manifest"
    assert runs[0] == runs[1]


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_second_run_replaces_the_first(tmp_path, format):
    path = tmp_path / f"weights{EXTENSIONS[format]}"
    generate(SPECS["mlp"], path, format=format)
    before = contents(tmp_path)
    generate(SPECS["cnn"], path, format=format)
    assert contents(tmp_path) != before
    generate(SPECS["mlp"], path, format=format)
    assert contents(tmp_path) == before


def test_other_layers_do_not_change_a_layer(written):
    from support.arrays import read_safetensors

    spec = SPECS["small"]
    longer = {**spec, "layers": [*spec["layers"], {"dense": 3, "name": "added"}]}
    first = read_safetensors(written(spec, "safetensors").path)
    second = read_safetensors(written(longer, "safetensors").path)
    for name, array in first.items():
        assert array.tobytes() == second[name].tobytes(), name
