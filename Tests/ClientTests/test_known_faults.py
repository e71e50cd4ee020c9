"""Faults that users of frameworks have met, made by the frameworks themselves, are found."""

import os
import subprocess
import sys

import ml_dtypes
import numpy
import pytest
from safetensors.numpy import save_file
from support.tool import verify


def judged(path, arrays, claim, *options):
    """The verdict on arrays, saved, under a claim."""
    save_file({name: numpy.ascontiguousarray(array) for name, array in arrays.items()}, path)
    return verify(path, *options, "--claim", claim, expecting=None)["verdict"]


@pytest.fixture(name="path")
def path_fixture(tmp_path):
    return tmp_path / "weights.safetensors"


def bfloat16(array):
    return numpy.asarray(array).astype(ml_dtypes.bfloat16)


@pytest.mark.parametrize("name, claim", [
    ("he_uniform", "he-uniform"),
    ("he_normal", "he-normal:convention=jax"),
    ("lecun_normal", "flax-default"),
])
def test_draws_in_bfloat16_are_told_from_rounded_ones(client, path, name, claim):
    """JAX draws the uniform bits in the target type: 128 values, a mean off by a hundredth."""
    jax = client("jax")
    initializer = getattr(jax.nn.initializers, name)()
    options = ["--layout", "keras"]
    coarse = initializer(jax.random.key(0), (1024, 1024), "bfloat16")
    assert len(numpy.unique(bfloat16(coarse).astype("float32"))) <= 256
    assert judged(path, {"fc.weight": bfloat16(coarse)}, claim, *options) == "inconsistent"
    rounded = bfloat16(initializer(jax.random.key(0), (1024, 1024), "float32"))
    assert judged(path, {"fc.weight": rounded}, claim, *options) == "consistent"


def test_mass_at_the_bounds_of_a_truncated_normal_in_bfloat16(client, path):
    """The inverse of the error function at 1, which bfloat16 rounds to: infinite, then clamped.

    So did PyTorch before 2.12 and so does timm draw truncated normals.
    """
    torch = client("torch")
    torch.manual_seed(0)
    weight = torch.empty(1024, 1024, dtype=torch.bfloat16)
    weight.uniform_(-1, 1).erfinv_().mul_(0.02 * 2**0.5).clamp_(-2, 2)
    drawn = weight.float().numpy()
    assert (abs(drawn) == 2).any()
    assert judged(path, {"fc.weight": bfloat16(drawn)}, "normal:std=0.02") == "inconsistent"
    torch.nn.init.trunc_normal_(weight, std=0.02)
    sound = bfloat16(weight.float().numpy())
    assert judged(path, {"fc.weight": sound}, "normal:std=0.02") == "consistent"


def test_rounding_an_orthogonal_matrix_is_no_fault_but_a_longer_row_is(client, path):
    torch = client("torch")
    torch.manual_seed(0)
    weight = torch.nn.init.orthogonal_(torch.empty(1024, 512)).numpy()
    assert judged(path, {"fc.weight": weight}, "orthogonal") == "consistent"
    assert judged(path, {"fc.weight": bfloat16(weight)}, "orthogonal") == "consistent"
    longer = weight.copy()
    longer[:, 3] *= 1.02
    assert judged(path, {"fc.weight": bfloat16(longer)}, "orthogonal") == "inconsistent"


def test_a_matrix_whose_factors_kept_their_signs_is_not_uniform_among_rotations(path):
    """Q of a QR factorization as LAPACK gives it, which several libraries took for Haar's."""
    random = numpy.random.default_rng(4)
    factor, triangle = numpy.linalg.qr(random.normal(size=(512, 512)))
    skewed = factor.astype("float32")
    assert judged(path, {"fc.weight": skewed}, "orthogonal") == "inconsistent"
    uniform = (factor * numpy.sign(numpy.diag(triangle))).astype("float32")
    assert judged(path, {"fc.weight": uniform}, "orthogonal") == "consistent"


def test_a_missing_depth_scaling_is_found(client, path):
    """GPT-2's output projections are 1/√(2 layers) smaller than its other weights, or should be."""
    torch = client("torch")
    torch.manual_seed(0)
    weight = torch.nn.init.normal_(torch.empty(768, 768), std=0.02).numpy()
    scaled = f"normal:std={0.02 / 24**0.5}"
    arrays = {"h.0.attn.c_proj.weight": weight, "h.0.attn.c_attn.weight": weight[::-1] + 0}
    assert judged(path, arrays, f"*.c_proj={scaled}") == "inconsistent"
    assert judged(path, arrays, "*.c_attn=normal:std=0.02") == "consistent"
    arrays["h.0.attn.c_proj.weight"] = weight / numpy.float32(24**0.5)
    assert judged(path, arrays, f"*.c_proj={scaled}") == "consistent"


def test_a_kernel_read_in_the_wrong_layout_is_found(client, path):
    """Equal lengths of all axes: fans agree, and only orthogonality tells the axes apart."""
    keras = client("keras")
    kernel = numpy.asarray(keras.initializers.Orthogonal(seed=3)((16, 16, 16, 16), "float32"))
    weights = {"conv.weight": kernel}
    assert judged(path, weights, "orthogonal", "--layout", "keras") == "consistent"
    assert judged(path, weights, "orthogonal", "--layout", "pytorch") == "inconsistent"


def test_mirrored_weights_and_independent_ones_are_told_apart(client, path):
    """[[W, −W], [−W, W]] with the right variance, and a plain draw of the same variance."""
    torch = client("torch")
    torch.manual_seed(0)
    block = torch.nn.init.kaiming_normal_(torch.empty(150, 300)).numpy()[:, :150]
    mirrored = numpy.block([[block, -block], [-block, block]])
    plain = torch.nn.init.kaiming_normal_(torch.empty(300, 300)).numpy()
    assert judged(path, {"fc.weight": mirrored}, "gsm:position=hidden") == "consistent"
    assert judged(path, {"fc.weight": mirrored}, "he-normal") == "inconsistent"
    assert judged(path, {"fc.weight": plain}, "he-normal") == "consistent"
    assert judged(path, {"fc.weight": plain}, "gsm:position=hidden") == "inconsistent"


def failed_rules(path, arrays, claim, *options):
    """The exact rules that do not hold, by tensor."""
    save_file({name: numpy.ascontiguousarray(array) for name, array in arrays.items()}, path)
    report = verify(path, *options, "--claim", claim, expecting=None)
    return {tensor["name"]: {test["test"] for test in tensor["tests"]
                             if test["verdict"] == "inconsistent"} for tensor in report["tensors"]}


def torch_layers(torch, seeds):
    """Layers of two shapes, each drawn after seeding."""
    drawn = {}
    for number, seed in enumerate(seeds):
        torch.manual_seed(seed)
        layer = torch.nn.Linear(96, 128 + 32 * number)
        torch.nn.init.kaiming_normal_(layer.weight)
        drawn[f"fc{number}.weight"] = layer.weight.detach().numpy()
    return drawn


def test_layers_that_were_drawn_after_the_same_seed_are_found(client, path):
    torch = client("torch")
    sound = failed_rules(path, torch_layers(torch, [1, 2, 3]), "he-normal")
    assert sound == {f"fc{number}.weight": set() for number in range(3)}
    found = failed_rules(path, torch_layers(torch, [1, 2, 1]), "he-normal")
    assert "random-stream" in found["fc0.weight"] and "random-stream" in found["fc2.weight"]
    assert "random-stream" not in found["fc1.weight"]


@pytest.mark.parametrize("name, claim", [
    ("HeNormal", "he-normal:convention=keras"), ("GlorotUniform", "glorot-uniform"),
    ("TruncatedNormal", "truncated-normal:std=0.05"),
])
def test_layers_that_share_one_initializer_of_keras_are_found(client, path, name, claim):
    """A Keras initializer that is called again gives the same values again."""
    client("jax", "keras")
    import keras

    shared = getattr(keras.initializers, name)(seed=5)
    other = getattr(keras.initializers, name)(seed=6)
    options = ["--layout", "keras"]

    def arrays(second):
        return {"fc1.weight": numpy.asarray(shared((64, 64))),
                "fc2.weight": numpy.asarray(second((64, 64)))}

    assert set.union(*failed_rules(path, arrays(other), claim, *options).values()) == set()
    found = failed_rules(path, arrays(shared), claim, *options)
    assert all("random-stream" in rules for rules in found.values())


@pytest.mark.parametrize("axis, rule", [(0, "repeated-neurons"), (1, "repeated-columns")])
@pytest.mark.parametrize("name, claim", [
    ("he_normal", "he-normal:convention=jax"), ("lecun_uniform", "lecun-uniform"),
])
def test_shards_of_one_content_are_found(client, path, name, claim, axis, rule):
    """Every rank draws its part of a matrix with the same key, and the parts are put together."""
    jax = client("jax")
    initializer = getattr(jax.nn.initializers, name)()
    options = ["--layout", "keras"]
    whole = numpy.asarray(initializer(jax.random.key(1), (256, 256), "float32"))
    assert failed_rules(path, {"fc.weight": whole}, claim, *options) == {"fc.weight": set()}
    # Keras stores inputs first: an axis of the matrix is the other one of the file.
    part = numpy.split(whole, 4, axis=1 - axis)[0]
    joined = numpy.concatenate([part] * 4, axis=1 - axis)
    found = failed_rules(path, {"fc.weight": joined}, claim, *options)["fc.weight"]
    assert rule in found and "random-stream" in found


def test_shard_files_of_one_content_are_found(client, path, tmp_path):
    """The shards as each rank wrote them, a tensor each: judged together, they are no draw."""
    torch = client("torch")
    shards = {}
    for rank in range(3):
        torch.manual_seed(7)
        shards[f"rank{rank}.weight"] = torch.nn.init.xavier_uniform_(torch.empty(64, 64)).numpy()
    found = failed_rules(path, shards, "glorot-uniform")
    assert all("random-stream" in rules for rules in found.values())


# Keras reads its backend from the environment once.
TRUNCATED_BY_KERAS = """
import sys, numpy, keras
draw = keras.initializers.TruncatedNormal(stddev=1.0, seed=1)((2048, 2048), "float32")
numpy.save(sys.argv[1], keras.ops.convert_to_numpy(draw))
"""


def test_values_beyond_the_bounds_of_a_truncated_normal_are_found(client, path, tmp_path):
    """Keras on torch lets a few of a million values pass its bounds of two deviations."""
    client("torch", "keras")
    array = tmp_path / "drawn.npy"
    subprocess.run(
        [sys.executable, "-c", TRUNCATED_BY_KERAS, array],
        env={**os.environ, "KERAS_BACKEND": "torch"}, check=True, capture_output=True,
    )
    drawn = numpy.load(array)
    outside = abs(drawn) > 2
    if not outside.any():
        pytest.skip("this Keras keeps its bounds")
    options = ["--layout", "keras"]
    assert judged(path, {"fc.weight": drawn}, "truncated-normal:std=1", *options) == "inconsistent"
    drawn[outside] = 0.5
    assert judged(path, {"fc.weight": drawn}, "truncated-normal:std=1", *options) == "consistent"
