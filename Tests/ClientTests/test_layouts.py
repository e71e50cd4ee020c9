"""One seed is one network, in every layout, format and element type."""

import ml_dtypes
import numpy
import pytest
from support.arrays import READERS, assert_same, read_safetensors
from support.specs import SPECS

# How the axes of a PyTorch tensor stand in another layout, by rank.
KERAS_AXES = {1: (0,), 2: (1, 0), 3: (2, 1, 0), 4: (2, 3, 1, 0), 5: (2, 3, 4, 1, 0)}
MLX_AXES = {1: (0,), 2: (0, 1), 3: (0, 2, 1), 4: (0, 2, 3, 1), 5: (0, 2, 3, 4, 1)}
KERAS_NAMES = {
    "weight": "kernel",
    "bias": "bias",
    "running_mean": "moving_mean",
    "running_var": "moving_variance",
}
# The features, as channels and positions, that a dense layer behind a `flatten` sees.
FLATTENED = {"cnn": ("fc1.weight", (32, 7, 7)), "volume": ("out.weight", (4, 4, 4, 4)),
             "sequence": ("out.weight", (8, 8))}


def rearranged(spec, arrays, axes):
    """The arrays of the PyTorch layout with their axes in another order."""
    result = {}
    for name, array in arrays.items():
        if spec in ("tables", "bare") and name in ("tokens.weight", "block.weight"):
            result[name] = array  # Tables and bare tensors are the same everywhere.
            continue
        if FLATTENED.get(spec, ("",))[0] == name:
            # Channels-last frameworks flatten height, width, channels.
            shape = FLATTENED[spec][1]
            order = (0, *range(2, len(shape) + 1), 1)
            array = array.reshape(-1, *shape).transpose(order).reshape(array.shape)
        result[name] = array.transpose(axes[array.ndim])
    return result


@pytest.mark.parametrize("spec", [name for name in SPECS if name != "bare"])
def test_mlx_layout_is_the_same_network(written, spec):
    expected = rearranged(
        spec, read_safetensors(written(spec, "safetensors", layout="pytorch").path), MLX_AXES)
    found = read_safetensors(written(spec, "safetensors", layout="mlx").path)
    assert_same(found, expected)


@pytest.mark.parametrize("spec", [name for name in SPECS if name != "bare"])
def test_keras_layout_is_the_same_network(written, spec):
    expected = rearranged(
        spec, read_safetensors(written(spec, "safetensors", layout="pytorch").path), KERAS_AXES)
    found = read_safetensors(written(spec, "safetensors", layout="keras").path)
    assert_same(found, {keras_name(name): array for name, array in expected.items()})


def keras_name(name):
    layer, _, tensor = name.rpartition(".")
    if layer == "tokens":
        return "tokens.embeddings"
    if layer in ("norm", "scale"):
        tensor = {"weight": "gamma", "bias": "beta"}.get(tensor, tensor)
    return f"{layer}.{KERAS_NAMES.get(tensor, tensor)}"


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("layout", ["pytorch", "keras", "mlx"])
@pytest.mark.parametrize("format", ["npy", "hdf5"])
def test_all_formats_hold_the_same_values(written, spec, layout, format):
    expected = read_safetensors(written(spec, "safetensors", layout=layout).path)
    assert_same(READERS[format](written(spec, format, layout=layout).path), expected)


@pytest.mark.parametrize("spec", [name for name in SPECS if name != "bare"])
def test_keras_files_hold_the_values_of_the_keras_layout(written, spec):
    expected = read_safetensors(written(spec, "safetensors", layout="keras").path)
    assert_same(READERS["keras"](written(spec, "keras").path), expected)


@pytest.mark.parametrize("spec", SPECS)
def test_float16_is_float32_rounded_to_nearest_even(written, spec):
    expected = read_safetensors(written(spec, "safetensors").path)
    for format in ("npy", "safetensors", "hdf5"):
        found = READERS[format](written(spec, format, dtype="float16").path)
        assert_same(found, {name: a.astype(numpy.float16) for name, a in expected.items()})


@pytest.mark.parametrize("spec", SPECS)
def test_bfloat16_is_float32_rounded_to_nearest_even(written, spec):
    expected = read_safetensors(written(spec, "safetensors").path)
    rounded = {name: a.astype(ml_dtypes.bfloat16) for name, a in expected.items()}
    assert_same(read_safetensors(written(spec, "safetensors", dtype="bfloat16").path), rounded)
    # HDF5 has no type for it that all readers take: the rounded values stand there as float32.
    assert_same(
        READERS["hdf5"](written(spec, "hdf5", dtype="bfloat16").path),
        {name: a.astype(numpy.float32) for name, a in rounded.items()},
    )


@pytest.mark.parametrize("spec", SPECS)
def test_float64_agrees_with_float32(written, spec):
    single = read_safetensors(written(spec, "safetensors").path)
    double = read_safetensors(written(spec, "safetensors", dtype="float64").path)
    assert sorted(single) == sorted(double)
    for name, array in double.items():
        assert array.dtype == numpy.float64
        # A draw takes more random bits in float64 and a few more roundings in float32.
        numpy.testing.assert_allclose(single[name], array, rtol=1e-5, atol=1e-6 * array.std())


def test_another_seed_is_another_network(written):
    first = read_safetensors(written("mlp", "safetensors").path)
    second = read_safetensors(written("mlp", "safetensors", seed=43).path)
    for name, array in first.items():
        if array.ndim == 2:
            assert numpy.mean(array == second[name]) < 0.01, name
