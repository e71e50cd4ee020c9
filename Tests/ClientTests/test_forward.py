"""The networks compute the same in every framework."""

import numpy
import pytest
from support import reference
from support.arrays import read_safetensors

SHAPES = {"mlp": (8, 784), "cnn": (8, 1, 28, 28)}


def images(name):
    return numpy.random.default_rng(1).random(SHAPES[name], numpy.float32)


def channels_last(x):
    return numpy.moveaxis(x, 1, -1) if x.ndim == 4 else x


def torch_outputs(client, written, name):
    torch = client("torch")
    from support import torch_networks

    network = torch_networks.load(
        written(name, "safetensors").path, torch_networks.NETWORKS[name]())
    with torch.no_grad():
        return network(torch.from_numpy(images(name))).numpy()


def keras_outputs(client, written, name):
    client("jax", "keras")
    from support import keras_networks

    model = keras_networks.load(written(name, "keras").path, name)
    return numpy.asarray(model(channels_last(images(name))))


def flax_outputs(client, written, name):
    client("jax", "flax")
    from support import flax_networks

    arrays = read_safetensors(written(name, "safetensors", layout="keras").path)
    return numpy.asarray(flax_networks.NETWORKS[name]().apply(
        flax_networks.parameters(arrays), channels_last(images(name))))


def mlx_outputs(client, written, name):
    mlx = client("mlx.core")
    from support import mlx_networks

    network = mlx_networks.load(written(name, "safetensors", layout="mlx").path, name)
    return numpy.array(network(mlx.array(channels_last(images(name)))))


def assert_equal_to_rounding(found, expected):
    """Equal to what float32 may differ by.

    A sum of n products in float32 is off by at most n·2⁻²⁴ of the sum of their magnitudes, and by
    about √n·2⁻²⁴ of it in practice; the longest sum here has 1568 terms (2.4e-6), and a few layers
    add up. So 1e-5 of the largest output allows for rounding and for nothing else: another value
    of a single weight of size 0.05 in the last layer is seen.
    """
    assert found.shape == expected.shape
    numpy.testing.assert_allclose(found, expected, rtol=0, atol=1e-5 * numpy.abs(expected).max())


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("outputs", [torch_outputs, keras_outputs, flax_outputs, mlx_outputs])
def test_outputs_are_those_of_float64_arithmetic(client, written, name, outputs):
    expected = reference.outputs(
        name, read_safetensors(written(name, "safetensors").path), images(name))
    assert expected.std() > 0.01, "the outputs say something about the weights"
    assert_equal_to_rounding(outputs(client, written, name), expected)


@pytest.mark.parametrize("name", SHAPES)
def test_torch_and_keras_agree(client, written, name):
    assert_equal_to_rounding(
        keras_outputs(client, written, name), torch_outputs(client, written, name))
