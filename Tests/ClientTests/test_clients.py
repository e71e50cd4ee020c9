"""Every framework loads the files made for it, strictly, and then holds the values that were drawn."""

import json

import numpy
import pytest
from support.arrays import digest, read_safetensors
from support.tool import generate

NETWORKS = ["mlp", "cnn", "volume", "sequence", "tables"]


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_torch_loads_a_state_dict(client, written, name, dtype):
    torch = client("torch")
    from safetensors.torch import load_file
    from support import torch_networks

    result = written(name, "safetensors", dtype=dtype)
    network = torch_networks.NETWORKS[name]().to(getattr(torch, dtype))
    network.load_state_dict(load_file(result.path), strict=True)
    held = {key: digest(value.numpy()) for key, value in network.state_dict().items()
            if not key.endswith("num_batches_tracked")}
    assert held == result.digests


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_torch_reads_half_precision(client, written, dtype):
    torch = client("torch")
    from safetensors.torch import load_file

    result = written("mlp", "safetensors", dtype=dtype)
    tensors = load_file(result.path)
    assert {tensor.dtype for tensor in tensors.values()} == {getattr(torch, dtype)}
    held = {key: digest(value.float().numpy()) for key, value in tensors.items()}
    assert held == result.digests


@pytest.mark.parametrize("name", NETWORKS)
def test_torch_loads_npy_and_hdf5(client, written, name):
    torch = client("torch")
    from support import torch_networks
    from support.arrays import read_hdf5, read_npy

    for format, read in (("npy", read_npy), ("hdf5", read_hdf5)):
        result = written(name, format)
        network = torch_networks.NETWORKS[name]()
        network.load_state_dict(
            {key: torch.from_numpy(array) for key, array in read(result.path).items()}, strict=True)
        held = {key: digest(value.numpy()) for key, value in network.state_dict().items()
                if not key.endswith("num_batches_tracked")}
        assert held == result.digests, format


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "bfloat16"])
def test_keras_loads_a_weights_file(client, written, name, dtype):
    client("jax", "keras")
    from support import keras_networks

    result = written(name, "keras", dtype=dtype)
    model = keras_networks.load(result.path, name)
    held = {}
    layers = [layer for layer in model.layers if layer.weights]
    records = {}
    for tensor in result.manifest["tensors"]:
        records.setdefault(tensor["layer"], []).append(tensor["name"])
    # The layers stand in the order of the spec, and so do the records of the manifest.
    assert len(layers) == len(records)
    for layer, names in zip(layers, records.values()):
        assert [weight.name for weight in layer.weights] == [
            name.rpartition(".")[2] for name in names]
        held |= {name: numpy.asarray(w) for name, w in zip(names, layer.weights)}
    if dtype == "float64":
        # Keras holds float32: the values that the file holds, rounded.
        expected = read_safetensors(
            written(name, "safetensors", layout="keras", dtype="float64").path)
        assert {key: digest(array) for key, array in held.items()} == {
            key: digest(array.astype(numpy.float32)) for key, array in expected.items()}
    else:
        assert {key: digest(array) for key, array in held.items()} == result.digests


@pytest.mark.parametrize("bias", [True, False])
def test_keras_loads_attention_with_shared_heads(client, tmp_path, bias):
    client("jax", "keras")
    import keras

    spec = {"seed": 2, "initializer": "he-normal", "input": [5, 7], "layers": [
        "tokens", {"attention": 6, "head-dim": 4, "kv-heads": 2, "bias": bias, "name": "gq"}]}
    path = tmp_path / "gq.weights.h5"
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    generate(tmp_path / "spec.json", path)
    generate(tmp_path / "spec.json", tmp_path / "gq.safetensors", layout="keras")
    tensors = read_safetensors(tmp_path / "gq.safetensors")
    source = keras.Input((7, 5))
    layer = keras.layers.GroupQueryAttention(4, 6, 2, use_bias=bias)
    keras.Model(source, layer(source, source)).load_weights(path)
    for part, dense in (("query", layer._query_dense), ("key", layer._key_dense),
                        ("value", layer._value_dense), ("attention_output", layer._output_dense)):
        for weight in dense.weights:
            numpy.testing.assert_array_equal(
                numpy.asarray(weight), tensors[f"gq.{part}.{weight.name}"])


@pytest.mark.parametrize("name", ["mlp", "cnn"])
@pytest.mark.parametrize("format", ["safetensors", "npy"])
def test_flax_takes_the_keras_layout(client, written, name, format):
    jax, _ = client("jax", "flax")
    from flax.traverse_util import flatten_dict
    from support import flax_networks
    from support.arrays import READERS

    result = written(name, format, layout="keras")
    loaded = flax_networks.parameters(READERS[format](result.path))
    image = numpy.zeros([1, 784] if name == "mlp" else [1, 28, 28, 1], numpy.float32)
    made = flax_networks.NETWORKS[name]().init(jax.random.key(0), image)
    assert jax.tree.map(numpy.shape, loaded) == jax.tree.map(numpy.shape, made)
    held = {key: digest(numpy.asarray(value))
            for key, value in flatten_dict(loaded["params"], sep=".").items()}
    assert held == result.digests


def test_jax_reads_safetensors(client, written):
    jax, _ = client("jax", "flax")
    from safetensors.flax import load_file

    for dtype in ("float32", "float16", "bfloat16"):
        result = written("mlp", "safetensors", layout="keras", dtype=dtype)
        arrays = load_file(result.path)
        assert {str(array.dtype) for array in arrays.values()} == {dtype}
        held = {key: digest(numpy.asarray(value.astype(jax.numpy.float32)))
                for key, value in arrays.items()}
        assert held == result.digests


@pytest.mark.parametrize("name", NETWORKS)
def test_mlx_loads_weights_strictly(client, written, name):
    client("mlx.core")
    from mlx.utils import tree_flatten
    from support import mlx_networks

    result = written(name, "safetensors", layout="mlx")
    network = mlx_networks.load(result.path, name)
    held = {key: digest(numpy.array(value)) for key, value in tree_flatten(network.parameters())}
    assert held == result.digests


def test_mlx_reads_npy_and_half_precision(client, written):
    mlx = client("mlx.core")
    result = written("mlp", "npy", layout="mlx")
    held = {path.name.removesuffix(".npy"): digest(numpy.array(mlx.load(str(path))))
            for path in result.path.glob("*.npy")}
    assert held == result.digests
    for dtype in ("float16", "bfloat16"):
        result = written("mlp", "safetensors", layout="mlx", dtype=dtype)
        held = {key: digest(numpy.array(value.astype(mlx.float32)))
                for key, value in mlx.load(str(result.path)).items()}
        assert held == result.digests
