"""What is wrong is refused with the right status and a message that helps, and leaves no trace."""

import json
import os
import resource
import shutil
import signal
import subprocess
import time

import pytest
from conftest import EXTENSIONS
from support.specs import EXAMPLES, network
from support.tool import EXECUTABLE, generate, run

MLP = EXAMPLES / "mnist-mlp.yaml"


def refuse(status, *arguments, saying=(), **options):
    """The tool must give this status and say all of these words, on the standard error."""
    outcome = run(*arguments, expecting=status, **options)
    for words in saying:
        assert words in outcome.errors, f"{words!r} is missing in:\n{outcome.errors}"
    assert "internal error" not in outcome.errors
    return outcome


def written_spec(folder, spec):
    path = folder / "spec.json"
    path.write_text(spec if isinstance(spec, str) else json.dumps(spec), "utf-8")
    return path


def dense(**layer):
    return {"seed": 1, "initializer": "he-normal", "input": 8, "layers": [layer]}


# What is wrong in a specification, and the words that must say so.
BAD_SPECS = {
    "scheme of a normalization": (
        dense(**{"batch-norm": None, "initializer": "zeros"}), ["batch-norm", "leave `initializer` out"]),
    "drawn shift of a normalization": (
        dense(**{"layer-norm": None, "bias": "normal:std=1"}), ["layer-norm", "`bias: true`"]),
    "scheme of a pool": (
        network("he-normal", [8, 4]) | {
            "input": [3, 8, 8], "layers": [{"pool": 2, "initializer": "orthogonal"}]},
        ["pool", "leave `initializer` out"]),
    "scheme of a tied layer": (
        {"initializer": "he-normal", "input": 8, "layers": [
            {"dense": 8, "name": "a"},
            {"dense": 8, "tied": "a", "bias": False, "initializer": "zeros"}]},
        ["tied", "leave `initializer` out"]),
    "a layer tied to itself": (
        dense(dense=8, name="a", tied="a", bias=False), ["names the layer itself"]),
    "gain and scale": (
        dense(dense=8, name="a") | {"rules": {"a": {"gain": 2, "scale": 3}}}, ["give one of them"]),
    "unknown scheme": (network("raaj", [8, 4]), ["raaj", "raai"]),
    "unknown layer kind": (dense(densee=4), ["densee", "dense", "/layers/0"]),
    "unknown key": (dense(dense=4, nme="a"), ["nme", "name", "/layers/0"]),
    "negative k": (network("raai:k=-1", [8, 4]), ["k", "-1"]),
    "width 0": (dense(dense=0), ["0", "/layers/0"]),
    "negative width": (dense(dense=-3), ["-3", "/layers/0"]),
    "fraction as width": (dense(dense=2.5), ["2.5", "/layers/0"]),
    "odd width for gsm": (network("gsm", [8, 7, 4]), ["gsm", "7"]),
    "no input": ({"layers": [{"dense": 3}]}, ["input"]),
    "no layers": ({"seed": 1, "input": 3}, ["layers"]),
    "two layers of one name": (
        {**dense(), "layers": [{"dense": 3, "name": "a"}, {"dense": 3, "name": "a"}]}, ["a"]),
    "a name that climbs": (dense(dense=3, name="../evil"), ["name"]),
    "unknown dtype": ({**dense(dense=3), "dtype": "float33"}, ["float33", "float32"]),
    "not a map": ("[1, 2]", ["map"]),
    "broken JSON": ('{"seed": ', ["spec.json"]),
    "nothing": ("", ["spec.json"]),
    "far too large": (dense(dense=1 << 62), ["/layers/0"]),
}


@pytest.mark.parametrize("case", BAD_SPECS)
def test_a_bad_specification_is_refused(tmp_path, case):
    spec, words = BAD_SPECS[case]
    path = written_spec(tmp_path, spec)
    refuse(65, "generate", path, "-o", tmp_path / "w.safetensors", saying=words)
    assert [entry.name for entry in tmp_path.iterdir()] == ["spec.json"]


def test_all_problems_are_told_at_once(tmp_path):
    path = written_spec(tmp_path, {
        "input": 4,
        "initializer": "he-normal",
        "layers": [{"dense": 0}, {"dense": 3, "activation": "relo"}, {"convv2d": 3}],
    })
    refuse(65, "plan", path, saying=["/layers/0", "/layers/1", "relu", "/layers/2", "conv2d"])


# Wrong command lines, and the words that must say so.
BAD_COMMANDS = {
    "unknown verb": (["generat"], ["generat"]),
    "unknown option": (["generate", MLP, "-o", "w.h5", "--fromat", "npy"], ["--fromat"]),
    "no output": (["generate", MLP], ["-o"]),
    "unknown format": (["generate", MLP, "-o", "w", "--format", "hdf6"], ["hdf6", "hdf5"]),
    "no format": (["generate", MLP, "-o", "w.bin"], ["w.bin", "--format"]),
    "unknown scheme": (["generate", MLP, "-o", "w.h5", "--initializer", "raaj"], ["raaj", "raai"]),
    "bad parameter": (["generate", MLP, "-o", "w.h5", "--initializer", "raai:kk=3"], ["kk", "k"]),
    "negative seed": (["generate", MLP, "-o", "w.h5", "--seed", "-1"], ["--seed"]),
    "unknown dtype": (["generate", MLP, "-o", "w.h5", "--dtype", "float33"], ["float33"]),
    "no threads": (["generate", MLP, "-o", "w.h5", "--jobs", "0"], ["--jobs"]),
    "keras in another layout": (
        ["generate", MLP, "-o", "w.weights.h5", "--layout", "pytorch"], ["layout", "keras"]),
}


@pytest.mark.parametrize("case", BAD_COMMANDS)
def test_a_wrong_command_line_is_refused(tmp_path, case):
    arguments, words = BAD_COMMANDS[case]
    refuse(64, *arguments, saying=words, cwd=tmp_path)
    assert not list(tmp_path.iterdir())


def test_bfloat16_has_no_npy(tmp_path):
    refuse(65, "generate", MLP, "-o", tmp_path / "w", "--format", "npy", "--dtype", "bfloat16",
           saying=["bfloat16"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("verb", ["generate", "plan", "verify", "inspect"])
def test_a_missing_input_is_named(tmp_path, verb):
    arguments = ["-o", tmp_path / "w.h5"] if verb == "generate" else []
    refuse(66, verb, tmp_path / "missing.h5", *arguments, saying=["missing.h5"])
    assert not list(tmp_path.iterdir())


# MARK: places that cannot be written


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_place_below_a_file_cannot_be_created(tmp_path, format):
    (tmp_path / "file").write_text("mine")
    path = tmp_path / "file" / f"w{EXTENSIONS[format]}"
    refuse(73, "generate", MLP, "-o", path, "--format", format)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_folder_must_exist(tmp_path, format):
    path = tmp_path / "missing" / f"w{EXTENSIONS[format]}"
    refuse(73, "generate", MLP, "-o", path, "--format", format, saying=["missing"])
    assert not list(tmp_path.iterdir())


def test_a_folder_of_others_is_not_replaced(tmp_path):
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter.txt").write_text("years of work")
    refuse(73, "generate", MLP, "-o", folder, "--format", "npy", saying=["chapter.txt"])
    refuse(73, "generate", MLP, "-o", folder, "--format", "safetensors")
    assert [path.name for path in tmp_path.rglob("*")] == ["thesis", "chapter.txt"]


def test_a_device_is_not_replaced():
    refuse(73, "generate", MLP, "-o", "/dev/null", "--format", "safetensors", saying=["/dev/null"])


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_full_disk_leaves_the_older_file_and_nothing_else(tmp_path, format):
    path = tmp_path / f"w{EXTENSIONS[format]}"
    generate(MLP, path, format=format, seed="1")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    def limit():
        # A file may not grow beyond 100 kB: as if the disk were full.
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    # Python ignores the signal of the limit, and so does what it starts when told to keep that.
    refuse(74, "generate", MLP, "-o", path, "--format", format, "--seed", "2",
           preexec_fn=limit, restore_signals=False)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="macOS has no /dev/full")
def test_a_full_standard_output_is_an_error():
    with open("/dev/full", "w") as full:
        completed = subprocess.run(
            [EXECUTABLE, "plan", MLP], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert completed.returncode == 74 and "cannot be written" in completed.stderr


def test_a_reader_that_goes_away_does_not_change_the_verdict(written):
    path = written("mlp", "safetensors").path
    for claim, status in (("raai", 0), ("he-uniform", 1)):
        read, write = os.pipe()
        os.close(read)
        # As under a shell, the tool starts with the signal that ends what writes to a closed pipe.
        completed = subprocess.run(
            [EXECUTABLE, "verify", path, "--claim", claim], stdout=write, stderr=subprocess.PIPE,
            text=True, timeout=60)
        os.close(write)
        assert completed.returncode == status, completed.stderr


# MARK: files that cannot be read


@pytest.mark.parametrize("format", EXTENSIONS)
@pytest.mark.parametrize("keep", [0, 3, 100, 0.5, -1])
def test_a_truncated_file_is_refused(written, tmp_path, format, keep):
    result = written("mlp", format)
    if result.path.is_dir():
        place = tmp_path / "w"
        shutil.copytree(result.path, place)
        victim = place / "fc1.weight.npy"
    else:
        place = victim = tmp_path / result.path.name
        shutil.copy(result.path, place)
        shutil.copy(result.manifest_path, tmp_path / result.manifest_path.name)
    data = victim.read_bytes()
    kept = int(len(data) * keep) if isinstance(keep, float) else keep
    victim.write_bytes(data[:kept])
    for verb in ("inspect", "verify"):
        refuse(65, verb, place, saying=[victim.name])


@pytest.mark.parametrize("name", ["w.safetensors", "w.h5", "w.weights.h5", "w.npy", "w"])
def test_a_file_of_something_else_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text("These are not the weights you are looking for. " * 40)
    refuse(65, "inspect", path, saying=[name])


def test_a_broken_manifest_is_refused(written, tmp_path):
    result = written("mlp", "safetensors")
    place = tmp_path / result.path.name
    shutil.copy(result.path, place)
    manifest = tmp_path / result.manifest_path.name
    for text in ("", "{", "[]", '{"schema": "weightinit/manifest/999"}', '{"schema": "other"}'):
        manifest.write_text(text)
        refuse(65, "verify", place, saying=[manifest.name])
    manifest.unlink()
    refuse(64, "verify", place, saying=["--claim"])


def test_a_layer_kind_is_suggested_too():
    refuse(64, "describe", "densee", saying=["did you mean `dense`?"])


# MARK: interruption


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("format", EXTENSIONS)
def test_an_interruption_leaves_the_older_file_and_nothing_else(tmp_path, format, told):
    path = tmp_path / f"w{EXTENSIONS[format]}"
    generate(MLP, path, format=format)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    # Too large to be finished before the signal arrives.
    # Of several tensors, so that files of a folder are still being opened then.
    spec = written_spec(tmp_path, network("he-normal", [4000] * 20))
    process = subprocess.Popen(
        [EXECUTABLE, "generate", spec, "-o", path, "--format", format],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob(".weightinit-*")) and process.poll() is None:
            assert time.monotonic() < deadline, "the tool has not begun to write"
            time.sleep(0.01)
        time.sleep(0.2)  # Let it write for a while.
        process.send_signal(told)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, errors
    spec.unlink()
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_what_shall_outlive_its_terminal_goes_on(tmp_path):
    """Under `nohup` the end of the terminal is ignored."""
    spec = written_spec(tmp_path, network("he-normal", [4000] * 10))
    path = tmp_path / "w.safetensors"
    process = subprocess.Popen(
        [EXECUTABLE, "generate", spec, "-o", path, "--quiet"], stdin=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    try:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob(".weightinit-*")) and process.poll() is None:
            assert time.monotonic() < deadline, "the tool has not begun to write"
            time.sleep(0.01)
        process.send_signal(signal.SIGHUP)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
    assert path.exists()
