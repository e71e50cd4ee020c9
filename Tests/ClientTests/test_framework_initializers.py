"""What frameworks draw by a name is consistent with that name under their convention only."""

import numpy
import pytest
from safetensors.numpy import save_file
from support.draws import LAYOUTS, draw
from support.tool import verify

CORRECTED = "truncated-normal:std=0.05,corrected=true"

# For each framework: the initializer's name and options, the claim that is right, and claims that are
# wrong although they sound alike or have the same variance.
TORCH = [
    ("zeros_", {}, "zeros", ["ones"]),
    ("ones_", {}, "ones", ["zeros"]),
    ("constant_", {"val": 0.25}, "constant:value=0.25", ["constant:value=0.2500001"]),
    ("eye_", {}, "identity", ["identity:gain=1.01", "orthogonal"]),
    ("uniform_", {"a": -0.1, "b": 0.3}, "uniform:low=-0.1,high=0.3",
     ["uniform:low=-0.1,high=0.31", "normal:mean=0.1,std=0.11547"]),
    ("normal_", {"mean": 0.1, "std": 0.2}, "normal:mean=0.1,std=0.2", ["normal:std=0.2"]),
    ("trunc_normal_", {"std": 1}, "truncated-normal:std=1",
     ["truncated-normal:std=1,corrected=true", "normal:std=0.87962566"]),
    # Its bounds are absolute: ±2 is a hundred deviations.
    ("trunc_normal_", {"std": 0.02}, "normal:std=0.02", ["truncated-normal:std=0.02"]),
    ("xavier_normal_", {}, "glorot-normal", ["glorot-normal:convention=jax", "lecun-normal"]),
    ("xavier_normal_", {"gain": 5 / 3}, "glorot-normal:gain=5/3", ["glorot-normal"]),
    ("xavier_uniform_", {}, "glorot-uniform", ["glorot-normal", "lecun-uniform"]),
    ("kaiming_normal_", {}, "he-normal",
     ["he-normal:convention=jax", "he-normal:convention=mlx", "he-normal:mode=fan_out"]),
    ("kaiming_normal_", {"mode": "fan_out", "nonlinearity": "relu"}, "he-normal:mode=fan_out",
     ["he-normal", "glorot-normal"]),
    ("kaiming_normal_", {"nonlinearity": "linear"}, "lecun-normal",
     ["he-normal", "lecun-normal:convention=jax"]),
    ("kaiming_uniform_", {"a": 5**0.5}, "he-uniform:slope=2.23606797749979",
     ["he-uniform", "lecun-uniform", "keras-default"]),
    ("kaiming_uniform_", {"a": 0.2}, "he-uniform:slope=0.2", ["he-uniform"]),
    ("orthogonal_", {"gain": 1.5}, "orthogonal:gain=1.5", ["orthogonal", "lecun-normal"]),
    ("sparse_", {"sparsity": 0.9}, "sparse:sparsity=0.9,convention=torch",
     ["sparse:sparsity=0.9", "sparse:sparsity=0.8,convention=torch"]),
]
KERAS = [
    ("Zeros", {}, "zeros", ["ones"]),
    ("Ones", {}, "ones", ["zeros"]),
    ("Constant", {"value": 0.25}, "constant:value=0.25", ["zeros"]),
    ("Identity", {"gain": 2.0}, "identity:gain=2", ["identity"]),
    ("RandomUniform", {}, "uniform:low=-0.05,high=0.05", ["uniform:low=0,high=0.05", "he-uniform"]),
    ("RandomNormal", {}, "normal:std=0.05", ["truncated-normal:std=0.05", CORRECTED]),
    ("TruncatedNormal", {}, "truncated-normal:std=0.05", [CORRECTED, "normal:std=0.05"]),
    ("HeNormal", {}, "he-normal:convention=keras", ["he-normal", "he-normal:convention=mlx"]),
    ("HeUniform", {}, "he-uniform:convention=keras", ["he-uniform:convention=mlx"]),
    ("GlorotNormal", {}, "glorot-normal:convention=keras", ["glorot-normal"]),
    ("GlorotUniform", {}, "keras-default", ["torch-default", "flax-default", "lecun-uniform"]),
    ("LecunNormal", {}, "lecun-normal:convention=keras", ["lecun-normal"]),
    ("LecunUniform", {}, "lecun-uniform", ["glorot-uniform", "torch-default"]),
    ("Orthogonal", {"gain": 2**0.5}, "orthogonal:gain=1.4142135623730951", ["orthogonal"]),
    # By `normal` Keras means the truncated one.
    ("VarianceScaling", {"distribution": "normal"}, "variance-scaling:distribution=truncated-normal",
     ["variance-scaling"]),
    ("VarianceScaling", {"distribution": "untruncated_normal", "mode": "fan_out", "scale": 2.0},
     "variance-scaling:scale=2,mode=fan_out", ["variance-scaling:scale=2"]),
    ("VarianceScaling", {"distribution": "uniform", "mode": "fan_avg"},
     "variance-scaling:mode=fan_avg,distribution=uniform", ["variance-scaling:mode=fan_avg"]),
]
JAX = [
    ("zeros", {}, "zeros", ["ones"]),
    ("ones", {}, "ones", ["zeros"]),
    ("constant", {"value": 0.25}, "constant:value=0.25", ["ones"]),
    # From 0 to the scale, not about 0.
    ("uniform", {"scale": 0.01}, "uniform:low=0,high=0.01", ["uniform:low=-0.01,high=0.01"]),
    ("normal", {"stddev": 0.01}, "normal:std=0.01", ["truncated-normal:std=0.01"]),
    ("truncated_normal", {"stddev": 0.05}, "truncated-normal:std=0.05", [CORRECTED]),
    ("truncated_normal", {"stddev": 0.05, "lower": -1.0, "upper": 3.0},
     "truncated-normal:std=0.05,lower=-1,upper=3", ["truncated-normal:std=0.05"]),
    ("he_normal", {}, "he-normal:convention=jax", ["he-normal", "he-normal:convention=mlx"]),
    ("he_uniform", {}, "he-uniform:convention=jax", ["he-uniform:convention=mlx", "he-normal"]),
    ("glorot_normal", {}, "glorot-normal:convention=jax", ["glorot-normal"]),
    ("glorot_uniform", {}, "glorot-uniform:convention=jax", ["lecun-uniform"]),
    ("lecun_normal", {}, "lecun-normal:convention=jax", ["lecun-normal", "glorot-normal"]),
    ("lecun_uniform", {}, "lecun-uniform:convention=jax", ["glorot-uniform"]),
    ("orthogonal", {"scale": 1.5}, "orthogonal:gain=1.5", ["orthogonal:gain=1.2247448713915890"]),
    # By `normal` JAX means the plain one.
    ("variance_scaling", {"scale": 2.0, "mode": "fan_geo_avg", "distribution": "normal"},
     "variance-scaling:scale=2,mode=fan_geo_avg",
     ["variance-scaling:scale=2,mode=fan_geo_avg,distribution=truncated-normal"]),
    ("variance_scaling", {"scale": 2.0, "mode": "fan_out", "distribution": "truncated_normal"},
     "variance-scaling:scale=2,mode=fan_out,distribution=truncated-normal",
     ["variance-scaling:scale=2,mode=fan_out"]),
    ("variance_scaling", {"scale": 1 / 3, "mode": "fan_in", "distribution": "uniform"},
     "variance-scaling:scale=1/3,distribution=uniform", ["lecun-uniform"]),
]
MLX = [
    ("constant", {"value": 0.25}, "constant:value=0.25", ["zeros"]),
    ("uniform", {"low": -0.1, "high": 0.3}, "uniform:low=-0.1,high=0.3", ["uniform:low=0,high=1"]),
    ("normal", {"std": 0.02}, "normal:std=0.02", ["truncated-normal:std=0.02"]),
    # Its gain is 1 unless the caller gives another.
    ("he_normal", {}, "he-normal:convention=mlx", ["he-normal", "lecun-normal:convention=jax"]),
    ("he_normal", {"gain": 2**0.5}, "he-normal", ["he-normal:convention=mlx"]),
    ("he_normal", {"mode": "fan_out"}, "he-normal:convention=mlx,mode=fan_out",
     ["he-normal:convention=mlx"]),
    ("he_uniform", {}, "he-uniform:convention=mlx", ["he-uniform", "glorot-uniform"]),
    ("glorot_normal", {}, "glorot-normal:convention=mlx", ["glorot-normal:convention=keras"]),
    ("glorot_normal", {"gain": 4.0}, "glorot-normal:gain=4", ["glorot-normal"]),
    ("glorot_uniform", {}, "glorot-uniform", ["lecun-uniform", "glorot-normal"]),
    ("orthogonal", {"gain": 1.5}, "orthogonal:gain=1.5", ["orthogonal"]),
    ("sparse", {"sparsity": 0.9, "std": 0.02}, "sparse:sparsity=0.9,std=0.02,convention=mlx",
     ["sparse:sparsity=0.9,std=0.02,convention=torch", "normal:std=0.02"]),
]
DRAWS = [
    pytest.param(framework, *row, id=f"{framework}-{row[0]}-{number}")
    for framework, rows in [
        ("torch", TORCH), ("keras", KERAS), ("jax", JAX), ("flax", JAX), ("mlx", MLX),
    ]
    for number, row in enumerate(rows)
]


def saved(weight, path):
    save_file({"fc.weight": numpy.ascontiguousarray(weight)}, path)
    return path


@pytest.mark.parametrize("framework, name, options, right, wrong", DRAWS)
def test_a_convention_tells_frameworks_apart(
    client, tmp_path, framework, name, options, right, wrong
):
    path = saved(draw(client, framework, name, options), tmp_path / "drawn.safetensors")
    layout = ["--layout", LAYOUTS[framework]]
    assert verify(path, *layout, "--claim", right)["verdict"] == "consistent"
    for claim in wrong:
        report = verify(path, *layout, "--claim", claim, expecting=1)
        assert report["verdict"] == "inconsistent", claim


# Initializers of kernels alone.
KERNELS = [
    ("torch", "dirac_", {}, "dirac", "delta-orthogonal:center=upper"),
    ("jax", "delta_orthogonal", {"scale": 1.5}, "delta-orthogonal:gain=1.5", "delta-orthogonal"),
    ("flax", "delta_orthogonal", {}, "delta-orthogonal", "orthogonal"),
]


@pytest.mark.parametrize("framework, name, options, right, wrong", KERNELS)
@pytest.mark.parametrize("kernel", [(3,), (3, 3), (2, 4)])
def test_initializers_of_kernels(
    client, tmp_path, framework, name, options, right, wrong, kernel
):
    path = saved(draw(client, framework, name, options, kernel), tmp_path / "drawn.safetensors")
    layout = ["--layout", LAYOUTS[framework]]
    assert verify(path, *layout, "--claim", right)["verdict"] == "consistent"
    assert verify(path, *layout, "--claim", wrong, expecting=1)["verdict"] == "inconsistent"


# The same names with a kernel: every framework counts its positions in the fans.
CONVOLUTIONS = [
    ("torch", "kaiming_normal_", "he-normal", "he-normal:convention=jax"),
    ("torch", "xavier_uniform_", "glorot-uniform", "lecun-uniform"),
    ("torch", "orthogonal_", "orthogonal", "he-normal"),
    ("keras", "HeUniform", "he-uniform", "he-normal"),
    ("keras", "GlorotNormal", "glorot-normal:convention=keras", "glorot-normal"),
    ("keras", "Orthogonal", "orthogonal", "orthogonal:gain=1.01"),
    ("flax", "lecun_normal", "lecun-normal:convention=jax", "lecun-normal"),
    ("flax", "glorot_uniform", "glorot-uniform", "lecun-uniform"),
    ("mlx", "he_normal", "he-normal:convention=mlx", "he-normal"),
    ("mlx", "glorot_normal", "glorot-normal", "glorot-normal:convention=jax"),
]


@pytest.mark.parametrize("framework, name, right, wrong", CONVOLUTIONS)
def test_kernels_count_in_the_fans(client, tmp_path, framework, name, right, wrong):
    path = saved(draw(client, framework, name, kernel=(2, 3)), tmp_path / "drawn.safetensors")
    layout = ["--layout", LAYOUTS[framework]]
    assert verify(path, *layout, "--claim", right)["verdict"] == "consistent"
    assert verify(path, *layout, "--claim", wrong, expecting=1)["verdict"] == "inconsistent"
