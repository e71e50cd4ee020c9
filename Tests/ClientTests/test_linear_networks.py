"""Networks that are linear maps, or the identity, although they are made of ReLUs."""

import numpy
import pytest
from support.arrays import read_safetensors
from support.specs import network


def run_in_torch(torch, arrays, x):
    """A fully connected ReLU network whose layers are fc1, fc2, …, in float32."""
    from torch import nn

    parts = []
    for number in range(1, len(arrays) // 2 + 1):
        weight = arrays[f"fc{number}.weight"]
        parts += [nn.Linear(weight.shape[1], weight.shape[0]), nn.ReLU()]
        parts[-2].load_state_dict({
            "weight": torch.from_numpy(weight), "bias": torch.from_numpy(arrays[f"fc{number}.bias"])
        })
    with torch.no_grad():
        return nn.Sequential(*parts[:-1])(torch.from_numpy(x)).numpy()


def inputs(width):
    return numpy.random.default_rng(2).normal(size=(32, width)).astype(numpy.float32)


@pytest.mark.parametrize("submatrix", ["gaussian", "orthogonal"])
def test_a_gsm_network_is_the_product_of_its_submatrices(client, written, submatrix):
    torch = client("torch")
    widths = [12, 48, 32, 40, 6]
    arrays = read_safetensors(
        written(network(f"gsm:submatrix={submatrix}", widths), "safetensors").path)
    product = numpy.eye(12)
    for number, width in enumerate(widths[1:], 1):
        weight = arrays[f"fc{number}.weight"].astype(numpy.float64)
        rows = width if number == 4 else width // 2
        columns = 12 if number == 1 else widths[number - 1] // 2
        block = weight[:rows, :columns]
        # The other blocks are the first with its sign changed, exactly.
        if number > 1:
            assert numpy.array_equal(weight[:rows, columns:], -block)
        if number < 4:
            assert numpy.array_equal(weight[rows:, :columns], -block)
        assert not arrays[f"fc{number}.bias"].any()
        product = block @ product
    x = inputs(12)
    expected = x.astype(numpy.float64) @ product.T
    found = run_in_torch(torch, arrays, x)
    numpy.testing.assert_allclose(found, expected, rtol=0, atol=1e-5 * numpy.abs(expected).max())


def test_an_orthogonal_gsm_network_keeps_norms(client, written):
    torch = client("torch")
    spec = network("gsm:submatrix=orthogonal", [16, 32, 32, 32, 16])
    arrays = read_safetensors(written(spec, "safetensors").path)
    x = inputs(16)
    found = run_in_torch(torch, arrays, x)
    numpy.testing.assert_allclose(
        numpy.linalg.norm(found, axis=1), numpy.linalg.norm(x, axis=1), rtol=1e-5)


def test_a_zero_network_passes_its_input_through(client, written):
    torch = client("torch")
    arrays = read_safetensors(written(network("zero-hadamard", [24] * 5), "safetensors").path)
    x = numpy.abs(inputs(24))
    assert numpy.array_equal(run_in_torch(torch, arrays, x), x)


def test_a_zero_convolution_passes_its_input_through(client, written):
    torch = client("torch")
    spec = {
        "seed": 1,
        "initializer": "zero-hadamard",
        "input": [6, 9, 9],
        "layers": [{"conv2d": 6, "kernel": 3, "padding": 1, "name": "conv"}],
    }
    arrays = read_safetensors(written(spec, "safetensors").path)
    x = torch.from_numpy(numpy.random.default_rng(3).random((2, 6, 9, 9), numpy.float32))
    y = torch.nn.functional.conv2d(
        x, torch.from_numpy(arrays["conv.weight"]), torch.from_numpy(arrays["conv.bias"]), padding=1)
    assert torch.equal(x, y)
