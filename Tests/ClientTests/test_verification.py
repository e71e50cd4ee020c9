"""`verify` accepts what the tool writes, and rejects what others make of it."""

import json
import shutil

import numpy
import pytest
from conftest import EXTENSIONS
from safetensors.numpy import save_file
from support.arrays import read_safetensors
from support.specs import KERAS_SPECS, SPECS, network
from support.tool import run, verify

FILES = [
    (spec, format, layout)
    for spec in SPECS
    for format in EXTENSIONS
    for layout in (["keras"] if format == "keras" else ["pytorch", "keras", "mlx"])
    if format != "keras" or spec in KERAS_SPECS
]


@pytest.mark.parametrize("spec, format, layout", FILES)
def test_every_file_is_consistent_with_its_manifest(written, spec, format, layout):
    report = verify(written(spec, format, layout=layout).path)
    assert report["verdict"] == "consistent"
    expected = {tensor["name"] for tensor in written(spec, format, layout=layout).report["tensors"]}
    assert {tensor["name"] for tensor in report["tensors"]} == expected


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float64"])
def test_every_element_type_is_consistent(written, dtype):
    assert verify(written("mlp", "safetensors", dtype=dtype).path)["verdict"] == "consistent"


@pytest.mark.parametrize("claim", [
    "he-normal", "he-uniform", "orthogonal", "rai", "raai:k=50", "aci:k=100", "gsm",
    "gsm:submatrix=orthogonal", "fractional-moment:s=0.8", "zero-hadamard", "zero-hadamard-star",
])
def test_a_file_is_consistent_with_the_claim_it_was_made_from(written, claim):
    result = written(network(claim, [128, 200, 200, 64]), "safetensors")
    assert verify(result.path)["verdict"] == "consistent"
    assert verify(result.path, "--claim", claim)["verdict"] == "consistent"


def changed(written, tmp_path, spec, change):
    """A copy of the weights, as another program would save them after `change(arrays)`."""
    arrays = {key: array.copy() for key, array in
              read_safetensors(written(spec, "safetensors").path).items()}
    change(arrays)
    path = tmp_path / "changed.safetensors"
    save_file(arrays, path)
    return path


def scale(arrays):
    arrays["fc1.weight"] *= numpy.float32(1.02)


def test_weights_scaled_by_two_percent_are_rejected(written, tmp_path):
    spec = network("he-normal", [784, 300, 10])
    path = changed(written, tmp_path, spec, lambda arrays: None)
    assert verify(path, "--claim", "he-normal")["verdict"] == "consistent"
    path = changed(written, tmp_path, spec, scale)
    report = verify(path, "--claim", "he-normal", expecting=1)
    assert report["verdict"] == "inconsistent"
    verdicts = {tensor["name"]: tensor["verdict"] for tensor in report["tensors"]}
    assert verdicts["fc1.weight"] == "inconsistent"
    assert verdicts["fc2.weight"] == "consistent"


def mirror_replaced_entries(arrays):
    """Beta(1,2) in place of Beta(2,1): 1 − v for each entry that no normal draw would reach."""
    for name, array in arrays.items():
        if name.endswith("weight"):
            replaced = array > 6 * array.std()
            assert replaced.sum() > array.shape[0] // 4
            array[replaced] = 1 - array[replaced]


def test_the_wrong_beta_distribution_is_rejected(written, tmp_path):
    spec = network("raai:k=100", [784, 300, 300, 10])
    path = changed(written, tmp_path, spec, lambda arrays: None)
    assert verify(path, "--claim", "raai:k=100")["verdict"] == "consistent"
    path = changed(written, tmp_path, spec, mirror_replaced_entries)
    assert verify(path, "--claim", "raai:k=100", expecting=1)["verdict"] == "inconsistent"


# Changes that leave every entry's distribution as it was, or nearly so.
SUBTLE = {
    "one value": lambda arrays: arrays["fc1.weight"].__setitem__((3, 5), 0.01),
    "two values exchanged": lambda arrays: arrays["fc1.weight"][0].__setitem__(
        slice(0, 2), arrays["fc1.weight"][0, 1::-1].copy()),
    "rows exchanged": lambda arrays: arrays["fc1.weight"].__setitem__(
        slice(0, 2), arrays["fc1.weight"][1::-1].copy()),
    "the last bit": lambda arrays: arrays["fc1.weight"].__setitem__(
        (0, 0), numpy.nextafter(arrays["fc1.weight"][0, 0], numpy.float32(1))),
}


@pytest.mark.parametrize("case", SUBTLE)
def test_the_manifest_sees_every_change(written, tmp_path, case):
    original = written("mlp", "safetensors")
    path = changed(written, tmp_path, "mlp", SUBTLE[case])
    report = verify(path, "--manifest", original.manifest_path, expecting=1)
    assert report["verdict"] == "inconsistent"
    failed = {
        (tensor["name"], test["test"]) for tensor in report["tensors"] for test in tensor["tests"]
        if test["verdict"] == "inconsistent"
    }
    assert ("fc1.weight", "digest") in failed
    assert {name for name, _ in failed} == {"fc1.weight"}


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_changed_byte_is_seen(written, tmp_path, format):
    result = written("mlp", format)
    if result.path.is_dir():
        place = tmp_path / "w"
        shutil.copytree(result.path, place)
        victim = place / "fc2.weight.npy"
    else:
        place = victim = tmp_path / result.path.name
        shutil.copy(result.path, place)
        shutil.copy(result.manifest_path, tmp_path)
    data = bytearray(victim.read_bytes())
    middle = len(data) // 2
    data[middle], data[middle + 1] = data[middle + 1], data[middle]
    if data[middle] == data[middle + 1]:
        data[middle] ^= 1
    victim.write_bytes(data)
    assert verify(place, expecting=1)["verdict"] == "inconsistent"


# Claims that are not those of the file.
WRONG = [
    ("he-normal", "he-uniform"),
    ("he-uniform", "he-normal"),
    ("he-normal", "orthogonal"),
    ("he-normal", "raai"),
    ("raai", "rai"),
    ("aci:k=5", "he-normal"),
    ("gsm", "he-normal"),
    ("he-normal", "zero-hadamard"),
    ("orthogonal", "he-normal"),
    ("he-normal", "fractional-moment"),
]


@pytest.mark.parametrize("made, claimed", WRONG)
def test_a_wrong_claim_is_rejected(written, made, claimed):
    result = written(network(made, [300, 300, 300, 10]), "safetensors")
    assert verify(result.path, "--claim", claimed, expecting=1)["verdict"] == "inconsistent"


def test_values_that_are_no_numbers_are_rejected(written, tmp_path):
    for value in (numpy.nan, numpy.inf):
        path = changed(
            written, tmp_path, network("he-normal", [64, 32, 8]),
            lambda arrays, v=value: arrays["fc1.weight"].__setitem__((0, 0), v))
        assert verify(path, "--claim", "he-normal", expecting=1)["verdict"] == "inconsistent"


def test_a_missing_and_a_reshaped_tensor_are_rejected(written, tmp_path):
    original = written("mlp", "safetensors")
    for change in (
        lambda arrays: arrays.pop("fc2.weight"),
        lambda arrays: arrays.update({"fc1.weight": arrays["fc1.weight"].T.copy()}),
    ):
        path = changed(written, tmp_path, "mlp", change)
        report = verify(path, "--manifest", original.manifest_path, expecting=1)
        assert report["verdict"] == "inconsistent"


def test_weights_of_another_tool_are_judged_without_a_manifest(tmp_path):
    random = numpy.random.default_rng(5)
    arrays = {
        "a.weight": random.normal(0, numpy.sqrt(2 / 400), (300, 400)).astype(numpy.float32),
        "b.weight": random.uniform(-1, 1, (200, 300)).astype(numpy.float32),
    }
    path = tmp_path / "others.safetensors"
    save_file(arrays, path)
    assert verify(path, "--claim", "a*=he-normal")["verdict"] == "consistent"
    assert verify(path, "--claim", "b*=uniform:low=-1,high=1")["verdict"] == "consistent"
    assert verify(path, "--claim", "b*=he-uniform", expecting=1)["verdict"] == "inconsistent"


def test_the_report_in_a_file_is_the_report_on_the_output(written, tmp_path):
    path = written("mlp", "safetensors").path
    report = tmp_path / "report.json"
    run("verify", path, "--json", report, "--quiet")
    assert json.loads(report.read_text("utf-8")) == verify(path)


def test_a_scalar_is_a_tensor_like_others(tmp_path):
    generator = numpy.random.default_rng(3)
    path = tmp_path / "clip.safetensors"
    save_file({
        "w": generator.normal(size=(30, 40)).astype(numpy.float32),
        "logit_scale": numpy.array(2.5, numpy.float32),
    }, path)
    found = {t["name"]: t for t in run("identify", path, "--json").report["tensors"]}
    assert set(found) == {"w", "logit_scale"}
    assert verify(path, "--claim", "logit_scale=constant:value=2.5")["verdict"] == "consistent"
    report = verify(path, "--claim", "logit_scale=zeros", expecting=1)
    assert report["verdict"] == "inconsistent"


def test_numbers_of_any_size_are_looked_at(tmp_path):
    generator = numpy.random.default_rng(3)
    normal = generator.normal(size=(40, 40))
    path = tmp_path / "extremes.safetensors"
    save_file({
        "large": normal * 1e154, "largest": normal * 1e307, "small": normal * 1e-308,
        "smallest": normal * 1e-320, "constant": numpy.full((5, 5), 1.7e308),
    }, path)
    assert len(run("identify", path, "--json").report["tensors"]) == 5
    tensors = run("inspect", path, "--json").report["tensors"]
    assert all(sum(t["histogram"]["counts"]) == 1600 for t in tensors if "histogram" in t)
    verify(path, "--claim", "normal:std=1", expecting=1)


def test_a_bias_is_shown_with_what_is_claimed_of_it(tmp_path):
    generator = numpy.random.default_rng(3)
    path = tmp_path / "b.safetensors"
    draw = lambda *shape: (0.02 * generator.normal(size=shape)).astype(numpy.float32)  # noqa: E731
    save_file({"fc.weight": draw(60, 50), "fc.bias": draw(60)}, path)
    both = verify(path, "--claim", "*=normal:std=0.02", expecting=1)
    claims = {t["name"]: (t["claim"], t["verdict"]) for t in both["tensors"]}
    assert claims["fc.bias"] == ("zeros", "inconsistent")
    own = verify(path, "--claim", "fc=normal:std=0.02", "--claim", "*.bias=normal:std=0.02")
    assert own["verdict"] == "consistent"


def test_a_specification_is_read_in_the_layout_that_names_tell(written, tmp_path):
    for format in ("safetensors", "hdf5"):
        source = written("mlp", format, layout="keras").path
        place = tmp_path / source.name
        shutil.copy(source, place)
        assert verify(place, "--spec", SPECS["mlp"])["verdict"] == "consistent"


@pytest.mark.parametrize("name", ["model.weights.h5", "renamed.h5", "renamed.hdf5"])
def test_a_keras_file_is_known_by_its_contents(client, tmp_path, name):
    generator = numpy.random.default_rng(7)
    limit = (6 / (200 + 30)) ** 0.5
    with client("h5py").File(tmp_path / name, "w") as file:
        layer = file.create_group("layers/dense/vars")
        layer["0"] = generator.uniform(-limit, limit, (200, 30)).astype(numpy.float32)
        layer["1"] = numpy.zeros(30, numpy.float32)
    report = verify(tmp_path / name, "--claim", "keras-default")
    assert (report["verdict"], report["layout"]) == ("consistent", "keras")
    assert len(report["tensors"]) == 2


@pytest.mark.parametrize("shape", [(10, 30_000), (4096, 8), (1, 100_000)])
def test_orthogonal_vectors_of_any_length_are_accepted_from_float32(client, tmp_path, shape):
    """QR in float32 leaves lengths off by units of the last place, however long the vectors are."""
    torch = client("torch")
    torch.manual_seed(0)
    weights = {f"w{i}": torch.nn.init.orthogonal_(torch.empty(shape)).numpy() for i in range(4)}
    path = tmp_path / "q.safetensors"
    save_file({name: numpy.ascontiguousarray(w) for name, w in weights.items()}, path)
    assert verify(path, "--claim", "orthogonal")["verdict"] == "consistent"
