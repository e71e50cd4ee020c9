"""The networks of examples/specs have exactly the tensors of the clients' own models, which load them
strictly and hold the values that were drawn."""

import numpy
import pytest
from support import tool
from support.arrays import digest

SPECS = tool.REPOSITORY / "examples" / "specs"
PLAIN = ["lenet-5", "resnet-18", "resnet-50", "u-net", "lstm-language-model", "mlp-100"]
TRANSFORMERS = ["gpt2-small", "vit-b-16", "llama-1b", "mixture-of-experts"]


def plan(name, *options):
    report = tool.run("plan", SPECS / f"{name}.yaml", "--json", "--strict", *options).report
    return {tensor["name"]: tensor for tensor in report["tensors"]}


def state(model):
    """The names and shapes of a model, without the counters that files do not hold."""
    return {key: tuple(value.shape) for key, value in model.state_dict().items()
            if not key.endswith("num_batches_tracked")}


@pytest.mark.parametrize("name", PLAIN + TRANSFORMERS)
def test_names_and_shapes_are_those_of_the_model(client, name):
    torch = client("torch")
    if name in TRANSFORMERS:
        client("transformers")
    from support import network_models as models

    with torch.device("meta"):
        model = (models.PLAIN | models.TRANSFORMERS)[name]()
    wanted = state(model)
    for tied in models.TIED.get(name, ()):
        del wanted[tied]
    assert {key: tuple(value["shape"]) for key, value in plan(name).items()} == wanted


@pytest.mark.parametrize("name", PLAIN + ["vit-b-16", "gpt2-small", "mixture-of-experts"])
def test_the_model_loads_the_file_strictly(client, name, tmp_path):
    torch = client("torch")
    if name in TRANSFORMERS:
        client("transformers")
    from safetensors.torch import load_model
    from support import network_models as models

    result = tool.generate(SPECS / f"{name}.yaml", tmp_path / "model.safetensors")
    model = (models.PLAIN | models.TRANSFORMERS)[name]()
    if name in models.TIED:
        model.tie_weights()
    missing, unexpected = load_model(model, result.path, strict=False)
    assert not unexpected
    # Tied weights are the other tensor; batch counters start at zero.
    assert all(key.endswith("num_batches_tracked") or key in models.TIED.get(name, ())
               for key in missing), missing
    held = {key: digest(value.numpy()) for key, value in model.state_dict().items()
            if not key.endswith("num_batches_tracked") and key not in models.TIED.get(name, ())}
    assert held == result.digests
    for key in models.TIED.get(name, ()):
        assert model.state_dict()[key].data_ptr() == model.get_input_embeddings().weight.data_ptr()


def test_a_small_llama_loads_the_file_of_the_same_specification_strictly(client, tmp_path):
    """The specification with fewer and smaller layers: the big one takes 2.5 GB of memory."""
    torch = client("torch")
    client("transformers")
    from safetensors.torch import load_model
    from transformers import LlamaConfig, LlamaForCausalLM

    text = (SPECS / "llama-1b.yaml").read_text("utf-8")
    for old, new, count in [("repeat: 16", "repeat: 3", 1), ("attention: 32", "attention: 4", 1),
                            ("kv-heads: 8", "kv-heads: 2", 1), ("embedding: 2048", "embedding: 64", 1),
                            ("dense: 2048", "dense: 64", 1), ("dense: 8192", "dense: 176", 2),
                            ("128256", "500", 2)]:
        assert text.count(old) == count, old
        text = text.replace(old, new)
    spec = tmp_path / "llama.yaml"
    spec.write_text(text, "utf-8")
    result = tool.generate(spec, tmp_path / "model.safetensors")
    config = LlamaConfig(
        hidden_size=64, intermediate_size=176, num_hidden_layers=3, num_attention_heads=4,
        num_key_value_heads=2, head_dim=16, vocab_size=500, tie_word_embeddings=True)
    model = LlamaForCausalLM(config).to(torch.bfloat16)
    model.tie_weights()
    # The head is the embedding, which the file holds once.
    missing, unexpected = load_model(model, result.path, strict=False)
    assert set(missing) <= {"lm_head.weight"} and not unexpected
    held = {key: digest(value.float().numpy()) for key, value in model.state_dict().items()
            if key != "lm_head.weight"}
    assert held == result.digests
    head = model.state_dict()["lm_head.weight"]
    assert head.data_ptr() == model.get_input_embeddings().weight.data_ptr()
    tokens = torch.arange(12)[None]
    with torch.no_grad():
        assert model(tokens).logits.isfinite().all()
    tool.run("verify", result.path)
    scales = {tensor["name"]: tensor.get("scale") for tensor in result.manifest["tensors"]}
    scaled = {name for name, scale in scales.items() if scale}
    assert scaled == {f"model.layers.{i}.{part}.weight" for i in range(3)
                      for part in ("self_attn.o_proj", "mlp.down_proj")}
    assert all(scales[name] == pytest.approx(6**-0.5, rel=1e-15) for name in scaled)


@pytest.mark.parametrize("name, shape", [("lenet-5", (1, 32, 32, 1)), ("mlp-100", (1, 784))])
def test_flax_takes_the_tensors_of_its_own_model(client, name, shape, tmp_path):
    jax, _ = client("jax", "flax")
    from safetensors.numpy import load_file
    from support import flax_networks

    result = tool.generate(SPECS / f"{name}.yaml", tmp_path / "model.safetensors", layout="keras")
    model = flax_networks.NETWORKS[name]()
    loaded = flax_networks.parameters(load_file(result.path))
    made = model.init(jax.random.key(0), numpy.ones(shape, numpy.float32))
    assert jax.tree.map(lambda leaf: leaf.shape, loaded) == jax.tree.map(lambda leaf: leaf.shape, made)
    image = jax.random.normal(jax.random.key(1), shape)
    assert numpy.isfinite(model.apply(loaded, image)).all()


def test_keras_loads_vgg_16_strictly(client, tmp_path):
    client("jax", "keras")
    import keras

    result = tool.generate(SPECS / "vgg-16.yaml", tmp_path / "vgg-16.weights.h5")
    model = keras.applications.VGG16(weights=None)
    model.load_weights(result.path)
    held = {f"{layer.name}.{weight.name}": digest(numpy.asarray(weight))
            for layer in model.layers for weight in layer.weights}
    assert held == result.digests


def test_depth_scaling_is_recorded_and_checked(tmp_path):
    tensors = plan("gpt2-small")
    scaled = {name for name, tensor in tensors.items()
              if tensor.get("scale") is not None}
    assert scaled == {f"transformer.h.{i}.{part}.c_proj.weight"
                      for i in range(12) for part in ("attn", "mlp")}
    for name in scaled:
        assert tensors[name]["scale"] == pytest.approx(24**-0.5, rel=1e-15)
        assert tensors[name]["rules"] == ["*.c_proj"]
        deviation = tensors[name]["law"]["marginal"]["standardDeviation"]
        assert deviation == pytest.approx(0.02 * 24**-0.5, rel=1e-12)


def test_a_rule_that_matches_nothing_is_a_warning_and_an_error_when_strict(tmp_path):
    text = (SPECS / "gpt2-small.yaml").read_text("utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace('"*.c_proj"', '"*.cproj"'), "utf-8")
    outcome = tool.run("plan", wrong, "--json")
    assert "`*.cproj` matches no layer" in outcome.errors
    assert outcome.report["warnings"][0]["pointer"] == "/rules/*.cproj"
    outcome = tool.run("plan", wrong, "--strict", expecting=65)
    assert "matches no layer" in outcome.errors


def test_a_missing_depth_scaling_is_found(tmp_path):
    """The file without the rule, judged by the manifest with it."""
    text = (SPECS / "gpt2-small.yaml").read_text("utf-8")
    small = (text.replace("repeat: 12", "repeat: 2").replace("50257", "64")
             .replace("1024", "64"))
    with_rule, without = tmp_path / "with.yaml", tmp_path / "without.yaml"
    with_rule.write_text(small, "utf-8")
    without.write_text(small.replace('"*.c_proj": {scale: 1/sqrt(2L)}', '"*": normal:std=0.02')
                       .replace('initializer: "normal:std=0.02"', "initializer: normal:std=0.02"),
                       "utf-8")
    right = tool.generate(with_rule, tmp_path / "right.safetensors")
    tool.run("verify", right.path)
    missing = tool.generate(without, tmp_path / "missing.safetensors")
    report = tool.run("verify", missing.path, "--manifest", right.manifest_path, "--json",
                      expecting=1).report
    verdicts = {tensor["name"]: tensor["verdict"] for tensor in report["tensors"]}
    failed = {name for name, verdict in verdicts.items() if verdict == "inconsistent"}
    assert failed == {f"transformer.h.{i}.{part}.c_proj.weight"
                      for i in range(2) for part in ("attn", "mlp")}
