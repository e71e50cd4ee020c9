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


def residual_network(role="residual-last"):
    """A plain block and one that widens, each behind a convolution, as in a ResNet without norms."""
    role = {"role": role} if role else {}
    conv = {"kernel": 3, "padding": 1, "bias": False}
    return {
        "seed": 1,
        "initializer": "zero-hadamard",
        "input": [3, 8, 8],
        "layers": [
            {"conv2d": 8, "name": "stem"} | conv,
            {"conv2d": 8, "name": "a.conv1"} | conv,
            {"conv2d": 8, "name": "a.conv2"} | conv | role,
            {"conv2d": 16, "kernel": 1, "stride": 2, "bias": False, "name": "b.shortcut"},
            {"conv2d": 16, "stride": 2, "name": "b.conv1", "from": "a.conv2"} | conv,
            {"conv2d": 16, "name": "b.conv2"} | conv | role,
            {"pool": None, "global": True, "operation": "average"},
            {"dense": 10, "name": "fc", "role": "classifier"},
        ],
    }


def test_zero_makes_residual_blocks_start_as_their_skip_connections(client, written):
    """Every branch is zero at first, and its last layer is what learns first."""
    torch = client("torch")
    from torch.nn.functional import conv2d, relu

    result = written(residual_network(), "safetensors")
    weights = {name: torch.from_numpy(value).requires_grad_()
               for name, value in read_safetensors(result.path).items()}
    x = torch.from_numpy(numpy.random.default_rng(3).random((2, 3, 8, 8), numpy.float32))
    stem = relu(conv2d(x, weights["stem.weight"], padding=1))
    branch = relu(conv2d(stem, weights["a.conv1.weight"], padding=1))
    first = stem + conv2d(branch, weights["a.conv2.weight"], padding=1)
    assert torch.equal(first, stem)
    shortcut = conv2d(first, weights["b.shortcut.weight"], stride=2)
    branch = relu(conv2d(first, weights["b.conv1.weight"], stride=2, padding=1))
    second = relu(shortcut + conv2d(branch, weights["b.conv2.weight"], padding=1))
    assert torch.equal(second, relu(shortcut)) and second.std() > 0.1
    scores = second.mean((2, 3)) @ weights["fc.weight"].T + weights["fc.bias"]
    (scores * torch.arange(10)).sum().backward()
    for name, weight in weights.items():
        learns = weight.grad is not None and bool(weight.grad.abs().max() > 0)
        # The layers before a zero wait for it to change.
        assert learns == (name not in ("a.conv1.weight", "b.conv1.weight")), name


def test_zero_in_residual_networks_is_recorded_and_checked(written):
    from support import tool

    result = written(residual_network(), "safetensors")
    roles = {tensor["name"]: tensor.get("layerRole") for tensor in result.manifest["tensors"]}
    assert {name for name, role in roles.items() if role == "residual-last"} == {
        "a.conv2.weight", "b.conv2.weight"}
    assert roles["fc.weight"] == roles["fc.bias"] == "classifier"
    assert tool.verify(result.path)["verdict"] == "consistent"
    # The same network without the roles is ZerO everywhere, and not what the manifest says.
    plain = written(residual_network(role=None), "safetensors")
    report = tool.verify(plain.path, "--manifest", result.manifest_path, expecting=1)
    assert {tensor["name"] for tensor in report["tensors"] if tensor["verdict"] == "inconsistent"} == {
        "a.conv2.weight", "b.conv2.weight"}


def test_zero_attention_starts_silent_and_learns(client, written):
    torch = client("torch")
    spec = {"seed": 1, "initializer": "zero-hadamard", "input": 8, "layers": [
        {"attention": 2, "name": "a", "projections": "fused", "role": "residual-last"}]}
    arrays = read_safetensors(written(spec, "safetensors").path)
    attention = torch.nn.MultiheadAttention(8, 2, batch_first=True)
    attention.load_state_dict({key.removeprefix("a."): torch.from_numpy(value)
                               for key, value in arrays.items()}, strict=True)
    x = torch.from_numpy(numpy.random.default_rng(5).normal(size=(2, 6, 8)).astype("float32"))
    y, _ = attention(x, x, x)
    assert not y.any()
    (y * x).sum().backward()
    queries, keys, values = attention.in_proj_weight.grad.chunk(3)
    assert values.abs().max() > 0
