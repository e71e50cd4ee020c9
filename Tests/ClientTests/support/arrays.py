"""Reads weight files with the clients' own libraries into dictionaries of arrays, and digests them."""

import hashlib
import json
from pathlib import Path

import h5py
import ml_dtypes  # noqa: F401  safetensors reads bfloat16 only when it is imported
import numpy
from safetensors.numpy import load_file


def read_npy(folder):
    return {path.name.removesuffix(".npy"): numpy.load(path) for path in Path(folder).glob("*.npy")}


def read_safetensors(path):
    return load_file(path)


def read_hdf5(path):
    """All datasets, `/fc1/weight` as `fc1.weight`."""
    arrays = {}

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            arrays[name.replace("/", ".")] = item[...]

    with h5py.File(path) as file:
        file.visititems(visit)
    return arrays


def read_keras(path):
    """The variables of a Keras file by the names that the manifest gives them."""
    arrays = read_hdf5(path)
    manifest = json.loads(Path(f"{path}.manifest.json").read_text("utf-8"))
    places = keras_places(manifest)
    assert sorted(places.values()) == sorted(arrays), "the variables are where Keras expects them"
    return {name: arrays[place] for name, place in places.items()}


def keras_places(manifest):
    """Where Keras looks for each tensor: layers are counted by class, variables within a layer."""
    classes = {
        "dense": "dense",
        "conv1d": "conv1d",
        "conv2d": "conv2d",
        "conv3d": "conv3d",
        "embedding": "embedding",
        "batch-norm": "batch_normalization",
        "layer-norm": "layer_normalization",
    }
    groups, counts, variables, places = {}, {}, {}, {}
    for tensor in manifest["tensors"]:
        layer, kind = tensor["layer"], classes[tensor["layerKind"]]
        if layer not in groups:
            number = counts.get(kind, 0)
            counts[kind] = number + 1
            groups[layer] = kind if number == 0 else f"{kind}_{number}"
        number = variables.get(layer, 0)
        variables[layer] = number + 1
        places[tensor["name"]] = f"layers.{groups[layer]}.vars.{number}"
    return places


READERS = {
    "npy": read_npy,
    "safetensors": read_safetensors,
    "hdf5": read_hdf5,
    "keras": read_keras,
}


def digest(array):
    """SHA-256 of the values in C order as little-endian float32, float64 for float64."""
    kind = "<f8" if array.dtype == numpy.float64 else "<f4"
    values = numpy.ascontiguousarray(array).astype(kind)
    return "sha256:" + hashlib.sha256(values.tobytes("C")).hexdigest()


def assert_same(found, expected):
    """Same names, shapes and bits."""
    assert sorted(found) == sorted(expected)
    for name, array in expected.items():
        other = numpy.asarray(found[name])
        assert other.shape == array.shape, name
        assert other.tobytes() == numpy.ascontiguousarray(array).tobytes(), name
