"""What frameworks draw by a name is consistent with that name under their convention only."""

import numpy
import pytest
from safetensors.numpy import save_file
from support.tool import verify

SHAPE = (320, 256)  # outputs, inputs


def torch_draw(client, name):
    torch = client("torch")
    torch.manual_seed(7)
    weight = torch.empty(*SHAPE)
    getattr(torch.nn.init, name)(weight)
    return weight.numpy()


def jax_draw(client, name):
    jax = client("jax")
    initializer = getattr(jax.nn.initializers, name)()
    return numpy.asarray(initializer(jax.random.key(7), SHAPE[::-1], "float32")).T


def keras_draw(client, name):
    keras = client("keras")
    initializer = getattr(keras.initializers, name)(seed=7)
    return numpy.asarray(initializer(SHAPE[::-1], "float32")).T


# Who draws, by which name, the claim that is right and one that is wrong.
DRAWS = [
    (torch_draw, "xavier_normal_", "glorot-normal", "glorot-normal:convention=jax"),
    (torch_draw, "xavier_uniform_", "glorot-uniform", "glorot-normal"),
    (jax_draw, "he_normal", "he-normal:convention=jax", "he-normal"),
    (jax_draw, "he_uniform", "he-uniform:convention=jax", "he-uniform:convention=mlx"),
    (jax_draw, "glorot_normal", "glorot-normal:convention=jax", "glorot-normal"),
    (jax_draw, "lecun_normal", "lecun-normal:convention=jax", "lecun-normal"),
    (keras_draw, "HeNormal", "he-normal:convention=keras", "he-normal"),
    (keras_draw, "GlorotUniform", "keras-default", "torch-default"),
    (keras_draw, "TruncatedNormal", "truncated-normal:std=0.05",
     "truncated-normal:std=0.05,corrected=true"),
]


@pytest.mark.parametrize("draw, name, right, wrong", DRAWS)
def test_a_convention_tells_frameworks_apart(client, tmp_path, draw, name, right, wrong):
    path = tmp_path / "drawn.safetensors"
    save_file({"fc.weight": numpy.ascontiguousarray(draw(client, name))}, path)
    assert verify(path, "--claim", right)["verdict"] == "consistent"
    assert verify(path, "--claim", wrong, expecting=1)["verdict"] == "inconsistent"
