"""Every value that a client reads is the value that the tool says it drew."""

import numpy
import pytest
from support.arrays import READERS, digest
from support.specs import KERAS_SPECS, SPECS
from support.tool import run

LAYOUTS = ["pytorch", "keras", "mlx"]
COMBINATIONS = [
    *((spec, format, layout) for spec in SPECS for format in ("npy", "safetensors", "hdf5")
      for layout in LAYOUTS),
    *((spec, "keras", "keras") for spec in KERAS_SPECS),
]


@pytest.mark.parametrize("spec, format, layout", COMBINATIONS)
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
def test_values_are_those_of_the_digests(written, spec, format, layout, dtype):
    result = written(spec, format, layout=layout, dtype=dtype)
    arrays = READERS[format](result.path)
    assert {name: array.shape for name, array in arrays.items()} == result.shapes
    assert {array.dtype for array in arrays.values()} == {numpy.dtype(dtype)}
    assert {name: digest(array) for name, array in arrays.items()} == result.digests
    assert {tensor["name"]: tensor["digest"] for tensor in result.manifest["tensors"]} == (
        result.digests
    )


@pytest.mark.parametrize("format", ["safetensors", "hdf5", "keras"])
def test_bfloat16_values_are_those_of_the_digests(written, format):
    result = written("mlp", format, dtype="bfloat16")
    arrays = READERS[format](result.path)
    assert {name: digest(array) for name, array in arrays.items()} == result.digests


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_are_the_numbers_that_inspect_prints(written, format, dtype):
    result = written("small", format, dtype=dtype)
    report = run("inspect", result.path, "--values", "--json", "-").report
    # The names of a Keras file are those of the manifest, too.
    arrays = READERS[format](result.path)
    assert {tensor["name"] for tensor in report["tensors"]} == set(arrays)
    for tensor in report["tensors"]:
        array = arrays[tensor["name"]]
        printed = numpy.array(tensor["values"]).reshape(tensor["shape"])
        assert numpy.array_equal(printed, array.astype(numpy.float64)), tensor["name"]


def test_inspect_digests_are_those_of_the_writer(written):
    for format in READERS:
        result = written("cnn", format)
        report = run("inspect", result.path, "--digest", "--json", "-").report
        found = {tensor["name"]: tensor["digest"] for tensor in report["tensors"]}
        assert found == result.digests, format


def test_inspect_moments_are_numpys(written):
    result = written("mlp", "safetensors")
    report = run("inspect", result.path, "--json", "-").report
    arrays = READERS["safetensors"](result.path)
    for tensor in report["tensors"]:
        values = arrays[tensor["name"]].astype(numpy.float64)
        centred = values - values.mean()
        variance = (centred**2).mean()
        assert tensor["minimum"] == values.min()
        assert tensor["maximum"] == values.max()
        # Bessel's correction may or may not be in: it is far below this tolerance only for weights.
        if values.ndim > 1:
            assert tensor["mean"] == pytest.approx(values.mean(), rel=1e-9, abs=1e-15)
            assert tensor["variance"] == pytest.approx(variance, rel=1e-3)
