"""What frameworks give their layers by default is consistent with our name for it only."""

import json

import numpy
import pytest
from safetensors.numpy import save_file
from support.draws import LAYOUTS
from support.layer_draws import LAYERS
from support.tool import verify

# For each framework and layer: the claim that is right, and claims that are wrong.
BOUND = 256**-0.5
DENSE = {
    "torch": ("torch-default", ["keras-default", "flax-default", "he-uniform", "lecun-uniform"]),
    "keras": ("keras-default", ["torch-default", "flax-default", "glorot-normal"]),
    "flax": ("flax-default", ["torch-default", "keras-default", "lecun-normal"]),
    "nnx": ("flax-default", ["torch-default", "keras-default", "lecun-normal"]),
    "mlx": ("mlx-default", ["keras-default", "flax-default", "he-uniform"]),
}
OTHERS = [
    ("torch", "conv3d", "torch-default", ["keras-default"]),
    ("torch", "table", "normal:std=1", ["torch-default", "normal:std=0.1"]),
    ("torch", "norm.weight", "ones", ["zeros"]),
    ("torch", "norm.bias", "zeros", ["ones"]),
    ("torch", "batch.weight", "ones", ["zeros"]),
    # PyTorch takes the fan-in of a transposed convolution from its outputs.
    ("torch", "transposed.weight", "torch-default", ["he-uniform"]),
    ("torch", "turned.weight", "variance-scaling:scale=1/3,mode=fan_out,distribution=uniform",
     ["torch-default", "he-uniform", "lecun-uniform"]),
    # Everything in a recurrent layer is uniform within ±1/√hidden.
    ("torch", "input.weight", f"uniform:low=-{BOUND},high={BOUND}", ["torch-default"]),
    ("torch", "input.bias", f"uniform:low=-{BOUND},high={BOUND}", ["zeros", "ones"]),
    ("torch", "recurrent.weight", f"uniform:low=-{BOUND},high={BOUND}",
     ["orthogonal", "keras-default"]),
    # The fused projections count as one matrix, so that each has half of Glorot's variance.
    ("torch", "fused", "glorot-uniform", ["glorot-normal", "lecun-uniform"]),
    ("torch", "query", "variance-scaling:scale=1/2,distribution=uniform", ["glorot-uniform"]),
    ("keras", "table", "uniform:low=-0.05,high=0.05", ["normal:std=1", "torch-default"]),
    ("keras", "input.weight", "glorot-uniform", ["torch-default"]),
    ("keras", "recurrent", "orthogonal", ["glorot-uniform", "lecun-uniform"]),
    ("keras", "norm.weight", "ones", ["zeros"]),
    ("keras", "norm.bias", "zeros", ["ones"]),
    ("flax", "table", f"normal:std={96**-0.5}", ["normal:std=1"]),
    ("flax", "norm.weight", "ones", ["zeros"]),
    ("mlx", "table", f"normal:std={96**-0.5}", ["normal:std=1"]),
    ("mlx", "norm.bias", "zeros", ["ones"]),
]
CASES = OTHERS + [
    (framework, layer, *claims)
    for framework, claims in DENSE.items()
    for layer in ("dense", "conv", "conv1d")
    if (framework, layer) not in [("nnx", "conv1d"), ("mlx", "conv"), ("mlx", "conv1d")]
] + [
    # No biases in MLX's convolutions, which also tells them from PyTorch's.
    ("mlx", layer, "mlx-default", ["torch-default", "keras-default"])
    for layer in ("conv", "conv1d")
]


@pytest.fixture(scope="module", name="layers")
def layers_fixture(client):
    made = {}

    def make(framework):
        if framework not in made:
            made[framework] = {
                name: numpy.ascontiguousarray(array)
                for name, array in LAYERS[framework](client).items()
            }
        return made[framework]

    return make


def layout(framework):
    return ["--layout", LAYOUTS["flax" if framework == "nnx" else framework]]


@pytest.mark.parametrize("framework, layer, right, wrong", CASES)
def test_a_default_is_what_we_call_it(layers, tmp_path, framework, layer, right, wrong):
    arrays = {
        name: array for name, array in layers(framework).items()
        if name == layer or name.startswith(f"{layer}.")
    }
    assert arrays
    path = tmp_path / "layer.safetensors"
    save_file(arrays, path)

    def judged(claim, status):
        return verify(path, *layout(framework), "--claim", f"{layer}={claim}", expecting=status)

    report = judged(right, 0)
    assert report["verdict"] == "consistent"
    assert {tensor["name"] for tensor in report["tensors"]} == set(arrays)
    for claim in wrong:
        assert judged(claim, 1)["verdict"] == "inconsistent", claim


# A convolution from 256 to 256 channels in 8 groups: who counts which fans.
GROUPED = [
    ("torch", "torch-default", ["mlx-default:fan=all-groups", "keras-default"]),
    ("keras", "keras-default", ["glorot-uniform", "flax-default"]),
    ("flax", "flax-default", ["lecun-normal", "keras-default"]),
    ("mlx", "mlx-default", ["mlx-default:fan=all-groups", "lecun-uniform"]),
]


@pytest.mark.parametrize("framework, right, wrong", GROUPED)
def test_a_grouped_convolution_has_the_fans_of_its_framework(
    layers, tmp_path, framework, right, wrong
):
    arrays = {
        name: array for name, array in layers(framework).items() if name.startswith("grouped.")
    }
    if framework in ("keras", "flax"):
        arrays["grouped.kernel"] = arrays.pop("grouped.weight")
    path = tmp_path / "grouped.safetensors"
    save_file(arrays, path)

    def judged(claim, status):
        spec = tmp_path / "spec.json"
        layer = {"conv2d": 256, "name": "grouped", "kernel": 3, "groups": 8}
        if "grouped.bias" not in arrays:
            layer["bias"] = False
        spec.write_text(json.dumps({
            "seed": 1, "initializer": claim, "input": [256, 8, 8], "layers": [layer]}), "utf-8")
        return verify(path, *layout(framework), "--spec", spec, expecting=status)["verdict"]

    assert judged(right, 0) == "consistent"
    for claim in wrong:
        assert judged(claim, 1) == "inconsistent", claim
