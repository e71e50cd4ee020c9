"""One seed gives one recurrent network in PyTorch, Keras and MLX, in one direction and in two."""

import json

import numpy
import pytest
from safetensors.numpy import save_file
from support import tool
from support.arrays import digest, read_safetensors

UNITS, INPUTS = 7, 5
KINDS = ["rnn", "lstm", "gru"]


def written(tmp_path, layer, layout, scheme="orthogonal", file="weights.safetensors"):
    """Generates one recurrent layer for a framework."""
    folder = tmp_path / layout
    folder.mkdir(exist_ok=True)
    spec = folder / "spec.json"
    spec.write_text(json.dumps({"seed": 11, "initializer": scheme, "input": INPUTS,
                                "layers": [layer | {"name": "r"}]}), "utf-8")
    return tool.generate(spec, folder / file, layout=layout)


def sequences():
    return numpy.random.default_rng(6).normal(size=(4, 9, INPUTS)).astype(numpy.float32)


def torch_outputs(torch, kind, path, bidirectional=False):
    layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind](
        INPUTS, UNITS, batch_first=True, bidirectional=bidirectional)
    layer.load_state_dict({key.removeprefix("r."): torch.from_numpy(value)
                           for key, value in read_safetensors(path).items()}, strict=True)
    with torch.no_grad():
        return layer(torch.from_numpy(sequences()))[0].numpy()


def keras_model(kind, bidirectional=False):
    import keras

    layer = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}[kind]
    layer = layer(UNITS, return_sequences=True)
    if bidirectional:
        layer = keras.layers.Bidirectional(layer)
    return keras.Sequential([keras.layers.Input([9, INPUTS]), layer])


def mlx_outputs(mlx, kind, path):
    import mlx.nn

    layer = {"rnn": mlx.nn.RNN, "lstm": mlx.nn.LSTM, "gru": mlx.nn.GRU}[kind](INPUTS, UNITS)
    layer.load_weights([(key.removeprefix("r."), mlx.core.array(value))
                        for key, value in read_safetensors(path).items()], strict=True)
    found = layer(mlx.core.array(sequences()))
    return numpy.array(found[0] if kind == "lstm" else found)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("gates", ["separate", "fused"])
@pytest.mark.parametrize("kind", KINDS)
def test_torch_and_keras_compute_the_same(client, tmp_path, kind, gates, bidirectional):
    torch, *_ = client("torch", "jax", "keras")
    layer = {kind: UNITS, "gates": gates, "bidirectional": bidirectional}
    if kind == "gru":
        # The only kind of which both have biases of the weights between states.
        layer["bias"] = "normal:std=0.3"
    expected = torch_outputs(
        torch, kind, written(tmp_path, layer, "pytorch").path, bidirectional)
    assert expected.std() > 0.1, "the outputs say something about the weights"
    model = keras_model(kind, bidirectional)
    result = written(tmp_path, layer, "keras", file="r.weights.h5")
    model.load_weights(result.path)
    held = [digest(numpy.asarray(weight)) for weight in model.weights if "seed" not in weight.path]
    assert held == list(result.digests.values())
    found = numpy.asarray(model(sequences()))
    numpy.testing.assert_allclose(found, expected, rtol=0, atol=2e-6)


@pytest.mark.parametrize("gates", ["separate", "fused"])
@pytest.mark.parametrize("kind", KINDS)
def test_torch_and_mlx_compute_the_same(client, tmp_path, kind, gates):
    torch, mlx = client("torch", "mlx.core")
    import mlx

    layer = {kind: UNITS, "gates": gates}
    expected = torch_outputs(torch, kind, written(tmp_path, layer, "pytorch").path)
    found = mlx_outputs(mlx, kind, written(tmp_path, layer, "mlx").path)
    numpy.testing.assert_allclose(found, expected, rtol=0, atol=2e-6)


def test_keras_loads_several_bidirectional_layers(client, tmp_path):
    client("jax", "keras")
    import keras

    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps({"initializer": "keras-default", "input": INPUTS, "layout": "keras",
                                "layers": [
        {"lstm": 6, "name": "a", "bidirectional": True, "gates": "fused"},
        {"lstm": 4, "name": "b", "gates": "fused"},
        {"gru": 5, "name": "c", "bidirectional": True, "gates": "fused", "bias": False},
        {"rnn": 3, "name": "d", "bidirectional": True, "gates": "fused"},
        {"dense": 2, "name": "e"}]}), "utf-8")
    result = tool.generate(spec, tmp_path / "m.weights.h5")
    both, layers = keras.layers.Bidirectional, keras.layers
    model = keras.Sequential([
        layers.Input([9, INPUTS]), both(layers.LSTM(6, return_sequences=True)),
        layers.LSTM(4, return_sequences=True),
        both(layers.GRU(5, return_sequences=True, use_bias=False)),
        both(layers.SimpleRNN(3)), layers.Dense(2)])
    model.load_weights(result.path)
    held = [digest(numpy.asarray(weight)) for weight in model.weights if "seed" not in weight.path]
    assert held == list(result.digests.values())
    tool.run("verify", result.path, "--json")


@pytest.mark.parametrize("kind", KINDS)
def test_keras_draws_of_two_directions(client, tmp_path, kind):
    client("jax", "keras")
    import keras

    keras.utils.set_random_seed(11)
    layer = keras.layers.Bidirectional(
        {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}[kind](64))
    layer.build((None, 5, 48))
    tensors = {}
    for side in ("forward", "backward"):
        for weight in getattr(layer, f"{side}_layer").weights:
            if "seed" not in weight.path:
                tensors[f"x.{side}_layer.{weight.name}"] = numpy.asarray(weight)
    path, spec = tmp_path / "drawn.safetensors", tmp_path / "spec.json"
    document = {"initializer": "keras-default", "layout": "keras", "input": 48,
                "layers": [{kind: 64, "gates": "fused", "bidirectional": True, "name": "x"}]}
    spec.write_text(json.dumps(document), "utf-8")

    def judged():
        save_file({key: numpy.ascontiguousarray(value) for key, value in tensors.items()}, path)
        report = tool.verify(path, "--spec", spec, expecting=None)
        assert {tensor["name"] for tensor in report["tensors"]} == set(tensors)
        return report["verdict"]

    assert judged() == "consistent"
    # A seeded initializer gives both directions the same weights.
    tensors["x.backward_layer.kernel"] = tensors["x.forward_layer.kernel"]
    assert judged() == "inconsistent"


@pytest.mark.parametrize("layer, layout, advice", [
    ({"lstm": 4, "layers": 2}, "keras", "write each as a layer of its own"),
    ({"gru": 4, "bidirectional": True}, "mlx", "write two layers"),
    ({"gru": 4, "gates": "fused"}, "mlx", "gates: separate"),
])
def test_what_a_framework_has_no_layer_for_is_an_error(tmp_path, layer, layout, advice):
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps({"initializer": "identity", "input": INPUTS, "layout": layout,
                                "layers": [layer]}), "utf-8")
    assert advice in tool.run("plan", spec, expecting=65).errors
