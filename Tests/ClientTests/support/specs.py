"""The networks of the client tests."""

import json

from .tool import REPOSITORY

EXAMPLES = REPOSITORY / "examples" / "specs"

# Every kind of layer that holds tensors, convolutions with groups among them.
SPECS = {
    "mlp": EXAMPLES / "mnist-mlp.yaml",
    "cnn": EXAMPLES / "mnist-cnn.yaml",
    "volume": {
        "seed": 3,
        "initializer": "he-uniform",
        "input": [2, 6, 5, 4],
        "layers": [
            {"conv3d": 8, "kernel": [3, 2, 1], "name": "conv", "activation": "relu"},
            {"batch-norm": None, "name": "norm"},
            {"conv3d": 4, "kernel": 1, "groups": 2, "bias": False, "name": "grouped"},
            "flatten",
            {"dense": 3, "name": "out"},
        ],
    },
    "sequence": {
        "seed": 4,
        "initializer": "orthogonal",
        "input": [6, 20],
        "layers": [
            {"conv1d": 8, "kernel": 5, "groups": 2, "name": "conv", "activation": "relu"},
            {"batch-norm": None, "name": "norm"},
            {"pool": 2},
            "flatten",
            {"layer-norm": None, "name": "scale"},
            {"dense": 5, "name": "out", "bias": False},
        ],
    },
    "tables": {
        "seed": 5,
        "initializer": "normal:std=0.02",
        "layers": [
            {"embedding": 12, "vocabulary": 50, "name": "tokens"},
            {"dense": 7, "name": "head"},
        ],
    },
    "small": {
        "seed": 18446744073709551615,
        "initializer": "raai:k=5",
        "input": 4,
        "layers": [
            {"dense": 6, "name": "first", "activation": "relu"},
            {"dense": 2, "name": "last"},
        ],
    },
    "bare": {
        "seed": 6,
        "initializer": "normal:std=0.1",
        "layers": [{"tensor": [3, 4, 5], "neurons": 1, "name": "block"}],
    },
}

# Keras has no layer for a bare tensor.
KERAS_SPECS = [name for name in SPECS if name != "bare"]


def spec_file(spec, folder):
    """The path of a spec: an example's, or that of a JSON file made in a folder."""
    if not isinstance(spec, dict):
        return spec
    path = folder / "spec.json"
    path.write_text(json.dumps(spec), "utf-8")
    return path


def network(initializer, widths, activation="relu", **options):
    """A fully connected network: `network("gsm", [8, 16, 4])` has two layers, `fc1` and `fc2`."""
    layers = [
        {"dense": width, "name": f"fc{number}", "activation": activation}
        for number, width in enumerate(widths[1:], 1)
    ]
    del layers[-1]["activation"]
    return {
        "seed": 11, "initializer": initializer, "input": widths[0], "layers": layers, **options
    }
