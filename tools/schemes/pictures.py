#!/usr/bin/env python3
"""Draws the pictures of the schemes' pages from real draws of the tool.

Usage: [WEIGHTINIT=PATH] python tools/schemes/pictures.py [--check] [NAME…]

Each picture shows a histogram of the weights of one layer, and what 50 layers of width 256 do to the
mean square of activations and to the cosine of two inputs. Every random number comes from the tool,
seed 1, so that a rerun gives the same files. With --check nothing is written; the files that a rerun
would change are named and the status is 1. Needs NumPy.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy
from figure import picture
from settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
TOOL = Path(os.environ.get("WEIGHTINIT", ROOT / ".build" / "release" / "weightinit")).absolute()
FOLDER = ROOT / "Sources" / "WeightInit" / "WeightInit.docc" / "Resources"

DEPTH = 50
PAIRS = 32
COSINE = 0.5
ACTIVATIONS = {
    "relu": lambda x: numpy.maximum(x, 0),
    "tanh": numpy.tanh,
    "linear": lambda x: x,
    # Klambauer et al. 2017, eq. 2.
    "selu": lambda x: 1.0507009873554805
    * numpy.where(x > 0, x, 1.6732632423543772 * numpy.expm1(numpy.minimum(x, 0))),
    # LeCun et al. 1998, section 4.4.
    "1.7159 tanh(2x/3)": lambda x: 1.7159 * numpy.tanh(2 * x / 3),
}


def draw(specification, folder):
    """The tensors that the tool draws for a specification, as float64 arrays."""
    document = folder / "spec.json"
    document.write_text(json.dumps(specification), "utf-8")
    target = folder / "weights"
    subprocess.run(
        [TOOL, "generate", document, "-o", target, "--format", "npy", "--quiet"], check=True
    )
    return {path.stem: numpy.load(path).astype(float) for path in sorted(target.glob("*.npy"))}


def network(setting):
    """The specification of the deep network of a setting."""
    if setting.channels:
        first = {"kernel": 3, "padding": "same"}
        layers = [
            {"conv1d": setting.channels, "name": f"layer{index}", **first} for index in range(DEPTH)
        ]
        size = [setting.channels, setting.length]
    else:
        layers = [{"dense": setting.width, "name": f"layer{index}"} for index in range(DEPTH)]
        size = setting.width
    # Behind the last layer that is looked at, so that this one is hidden too.
    layers.append({"flatten": None} if setting.channels else None)
    layers.append({"dense": 1, "name": "end", "initializer": "zeros"})
    return {
        "seed": 1,
        "initializer": setting.claim,
        "input": size,
        "layers": [layer for layer in layers if layer],
    }


def inputs(setting, folder):
    """Pairs of inputs of mean square 1 on average, with a known cosine on average."""
    size = setting.channels * setting.length if setting.channels else setting.width
    specification = {
        "seed": 2,
        "initializer": "normal:std=1",
        "input": size,
        "layers": [{"dense": 2 * PAIRS, "name": "inputs", "bias": False}],
    }
    drawn = draw(specification, folder)["inputs.weight"]
    one, other = drawn[:PAIRS], drawn[PAIRS:]
    mixed = COSINE * one + (1 - COSINE * COSINE) ** 0.5 * other
    signals = numpy.concatenate([one, mixed])
    shape = (setting.channels, setting.length) if setting.channels else (setting.width,)
    return signals.reshape(2 * PAIRS, *shape)


def apply(weight, bias, signals):
    """A dense layer, or a convolution on a ring."""
    if weight.ndim == 2:
        return signals @ weight.T + bias
    taps = weight.shape[2]
    # Position p of the output sees the positions p − taps/2 to p + taps/2 of the input.
    shifted = [numpy.roll(signals, taps // 2 - tap, axis=2) for tap in range(taps)]
    stacked = numpy.stack(shifted, axis=2).reshape(len(signals), -1, signals.shape[2])
    matrix = weight.reshape(len(weight), -1)
    return numpy.einsum("oi,nip->nop", matrix, stacked, optimize=True) + bias[:, None]


def propagate(tensors, signals, activation):
    """The mean square and the mean cosine of the pairs, before and after each layer."""
    squares, cosines = [], []
    for index in range(DEPTH + 1):
        if index:
            weight = tensors[f"layer{index - 1}.weight"]
            bias = tensors[f"layer{index - 1}.bias"]
            signals = ACTIVATIONS[activation](apply(weight, bias, signals))
        flat = signals.reshape(2 * PAIRS, -1)
        one, other = flat[:PAIRS], flat[PAIRS:]
        squares.append(float(numpy.mean(flat * flat)))
        # Lengths first: their product may overflow, or vanish.
        lengths = numpy.linalg.norm(one, axis=1), numpy.linalg.norm(other, axis=1)
        alive = (lengths[0] > 0) & (lengths[1] > 0)
        products = numpy.sum(
            (one[alive] / lengths[0][alive, None]) * (other[alive] / lengths[1][alive, None]), 1
        )
        cosines.append(float(numpy.mean(products)) if alive.any() else None)
    return squares, cosines


def make(name):
    """The picture of a scheme."""
    setting = SETTINGS[name]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for part in ("network", "inputs", "layer"):
            (folder / part).mkdir()
        tensors = draw(network(setting), folder / "network")
        signals = inputs(setting, folder / "inputs")
        if setting.widening:
            specification = {
                "seed": 1,
                "initializer": setting.claim,
                "input": setting.widening,
                "layers": [{"dense": setting.width, "name": "layer"}],
            }
            weights = draw(specification, folder / "layer")["layer.weight"]
        else:
            weights = tensors[f"layer{setting.shown}.weight"]
    squares, cosines = propagate(tensors, signals, setting.activation)
    return picture(name, setting, weights, squares, cosines)


def main(arguments):
    check = "--check" in arguments
    names = [argument for argument in arguments if argument != "--check"] or sorted(SETTINGS)
    unknown = [name for name in names if name not in SETTINGS]
    if unknown:
        sys.exit(f"no settings for {', '.join(unknown)}; known are {', '.join(sorted(SETTINGS))}")
    FOLDER.mkdir(exist_ok=True)
    with ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(make, names))
    changed = []
    for name, text in zip(names, texts):
        path = FOLDER / f"{name}.svg"
        if not path.exists() or path.read_text("utf-8") != text:
            changed.append(name)
            if not check:
                path.write_text(text, "utf-8")
    if check and changed:
        sys.exit(f"pictures that a rerun changes: {', '.join(changed)}; run {__file__}")
    print(f"{len(names)} pictures, {len(changed)} changed")


if __name__ == "__main__":
    main(sys.argv[1:])
