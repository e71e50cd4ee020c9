"""`identify` names what numpy and the frameworks drew, and what nobody draws it calls unknown."""

import json

import jsonschema
import numpy
import pytest
from safetensors.numpy import save_file
from support.tool import REPOSITORY, run

SHAPE = (96, 64)  # outputs, inputs
SCHEMA = json.loads((REPOSITORY / "schemas" / "identification.schema.json").read_text("utf-8"))


def identify(path, tensors, *arguments):
    save_file({name: numpy.ascontiguousarray(value) for name, value in tensors.items()}, path)
    report = run("identify", path, "--json", *arguments).report
    jsonschema.validate(report, SCHEMA)
    return {tensor["name"]: tensor for tensor in report["tensors"]}


def claims(tensor):
    best = tensor["candidates"][0]
    assert tensor["best"] == best["claim"]
    return [best["claim"], *best["sameLaw"], *best["indistinguishable"]]


def torch_draw(client, name, **options):
    torch = client("torch")
    torch.manual_seed(11)
    weight = torch.empty(*SHAPE)
    getattr(torch.nn.init, name)(weight, **options)
    return weight.numpy()


def jax_draw(client, name, **options):
    jax = client("jax")
    initializer = getattr(jax.nn.initializers, name)(**options)
    return numpy.asarray(initializer(jax.random.key(11), SHAPE[::-1], "float32")).T


def keras_draw(client, name, **options):
    keras = client("keras")
    initializer = getattr(keras.initializers, name)(seed=11, **options)
    return numpy.asarray(initializer(SHAPE[::-1], "float32")).T


# Who draws, by which name and options, and the claim that must be among the best answer's.
DRAWS = [
    (torch_draw, "kaiming_normal_", {"nonlinearity": "relu"}, "he-normal"),
    (torch_draw, "kaiming_normal_", {"mode": "fan_out", "nonlinearity": "relu"},
     "he-normal:mode=fan_out"),
    (torch_draw, "kaiming_uniform_", {"nonlinearity": "relu"}, "he-uniform"),
    (torch_draw, "kaiming_uniform_", {"a": 5 ** 0.5}, "torch-default"),
    (torch_draw, "xavier_normal_", {}, "glorot-normal"),
    (torch_draw, "xavier_uniform_", {}, "glorot-uniform"),
    (torch_draw, "orthogonal_", {}, "orthogonal"),
    (torch_draw, "eye_", {}, "identity"),
    (torch_draw, "zeros_", {}, "zeros"),
    (torch_draw, "normal_", {"std": 0.02}, "normal:std=0.02"),
    (jax_draw, "he_normal", {}, "he-normal:convention=jax"),
    (jax_draw, "lecun_normal", {}, "lecun-normal:convention=jax"),
    (jax_draw, "glorot_normal", {}, "glorot-normal:convention=jax"),
    (jax_draw, "lecun_uniform", {}, "lecun-uniform"),
    (keras_draw, "HeNormal", {}, "he-normal:convention=keras"),
    (keras_draw, "GlorotUniform", {}, "keras-default"),
    (keras_draw, "LecunNormal", {}, "flax-default"),
    (keras_draw, "TruncatedNormal", {"stddev": 0.05}, "truncated-normal:std=0.05"),
]


@pytest.mark.parametrize("draw, name, options, claim", DRAWS)
def test_frameworks_are_identified(client, tmp_path, draw, name, options, claim):
    drawn = draw(client, name, **options)
    tensor = identify(tmp_path / "drawn.safetensors", {"fc.weight": drawn})["fc.weight"]
    assert tensor["outcome"] in ("identified", "ambiguous"), tensor
    assert claim in claims(tensor), tensor["candidates"]


def test_default_layers_are_identified(client, tmp_path):
    torch = client("torch")
    torch.manual_seed(12)
    layer, convolution = torch.nn.Linear(64, 96), torch.nn.Conv2d(16, 24, 3)
    state = {f"fc.{name}": value.numpy() for name, value in layer.state_dict().items()}
    state |= {f"conv.{name}": value.numpy() for name, value in convolution.state_dict().items()}
    found = identify(tmp_path / "layers.safetensors", state)
    assert {name: tensor["best"] for name, tensor in found.items()} == dict.fromkeys(
        state, "torch-default")


def test_the_layout_tells_fans(tmp_path):
    generator = numpy.random.default_rng(13)
    kernel = generator.normal(0, numpy.sqrt(2 / 64), SHAPE[::-1]).astype(numpy.float32)
    path = tmp_path / "kernel.safetensors"
    assert "he-normal" in claims(identify(path, {"k": kernel}, "--layout", "keras")["k"])
    swapped = identify(path, {"k": kernel})["k"]
    assert "he-normal:mode=fan_out" in claims(swapped)
    assert [finding["finding"] for finding in swapped["findings"]] == ["swapped-fans"]


def test_what_nobody_draws_is_unknown(tmp_path):
    generator = numpy.random.default_rng(14)
    laplace = generator.laplace(0, 0.1, SHAPE).astype(numpy.float32)
    noise = generator.normal(0, numpy.sqrt(2 / 64), SHAPE)
    trained = noise + 0.1 * numpy.outer(generator.normal(size=96), generator.normal(size=64))
    found = identify(
        tmp_path / "odd.safetensors", {"a": laplace, "b": trained.astype(numpy.float32)})
    for tensor in found.values():
        assert tensor["outcome"] == "unknown"
        assert "best" not in tensor and tensor["confidence"] == 0
        assert tensor["nearest"] and tensor["differences"]


def test_low_precision_is_seen(tmp_path):
    generator = numpy.random.default_rng(15)
    draw = generator.normal(0, numpy.sqrt(2 / 64), SHAPE).astype(numpy.float16)
    tensor = identify(tmp_path / "half.safetensors", {"w": draw.astype(numpy.float32)})["w"]
    assert "he-normal" in claims(tensor)
    assert [finding["finding"] for finding in tensor["findings"]] == ["low-precision"]
