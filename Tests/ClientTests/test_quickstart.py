"""The quickstart's files are whole, and the Python that it prints loads them."""

import os
import subprocess

import numpy
from support.arrays import READERS, assert_same, read_safetensors
from support.tool import EXECUTABLE, REPOSITORY, verify

FILES = {
    "keras": "mnist-mlp.weights.h5",
    "hdf5": "mnist-mlp.h5",
    "npy": "mnist-mlp",
    "safetensors": "mnist-mlp.safetensors",
}


def quickstart(folder):
    completed = subprocess.run(
        [REPOSITORY / "tools" / "quickstart", folder],
        env={**os.environ, "WEIGHTINIT": str(EXECUTABLE)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout


def test_the_quickstart_writes_four_formats_and_can_be_repeated(tmp_path):
    folder = tmp_path / "new" / "quick start"
    assert quickstart(folder) == quickstart(folder)
    expected = read_safetensors(folder / FILES["safetensors"])
    assert sum(array.size for array in expected.values()) == 784 * 300 + 300 * 300 + 300 * 10 + 610
    for format, name in FILES.items():
        assert verify(folder / name)["verdict"] == "consistent"
        if format != "keras":
            assert_same(READERS[format](folder / name), expected)
    weights = READERS["keras"](folder / FILES["keras"])
    assert numpy.array_equal(weights["fc1.kernel"], expected["fc1.weight"].T)


def test_the_printed_lines_load_the_weights(client, tmp_path):
    torch, _, _ = client("torch", "jax", "keras")
    import h5py
    from support import keras_networks, torch_networks

    lines = [line.strip() for line in quickstart(tmp_path).splitlines()]
    first = next(i for i, line in enumerate(lines) if line.startswith("from safetensors"))
    model = torch_networks.MLP()
    exec("\n".join(lines[first : first + 3]), {"model": model})
    expected = read_safetensors(tmp_path / FILES["safetensors"])
    assert torch.equal(model.fc2.weight, torch.from_numpy(expected["fc2.weight"]))

    def value(label):
        line = next(line for line in lines if line.startswith(f"{label}:"))
        names = {"numpy": numpy, "h5py": h5py, "model": keras_networks.mlp()}
        exec(line.partition(":")[2].strip(), names)
        return names

    assert numpy.array_equal(value("numpy")["fc1"], expected["fc1.weight"])
    assert numpy.array_equal(value("h5py")["weights"]["fc1/weight"][...], expected["fc1.weight"])
    kernel = numpy.asarray(value("keras")["model"].layers[0].kernel)
    assert numpy.array_equal(kernel, expected["fc1.weight"].T)
