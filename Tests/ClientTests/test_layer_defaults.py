"""What the frameworks' own layers hold at first is what our schemes of their names say, kind by kind."""

import numpy
import pytest
from safetensors.numpy import save_file
from support import tool


def judge(tmp_path, tensors, layers, scheme, layout, input, expecting=0):
    """Verifies the tensors of a framework against a specification of the same layers."""
    path = tmp_path / "drawn.safetensors"
    save_file({key: numpy.ascontiguousarray(value) for key, value in tensors.items()}, path)
    spec = tmp_path / "spec.json"
    import json

    spec.write_text(json.dumps({"initializer": scheme, "layout": layout, "input": input,
                                "layers": layers}), "utf-8")
    report = tool.verify(path, "--spec", spec, expecting=expecting)
    assert {tensor["name"] for tensor in report["tensors"]} == set(tensors)
    return report


TORCH = [
    (lambda nn: nn.Linear(96, 80), [{"dense": 80, "name": "x"}], 96),
    (lambda nn: nn.Conv2d(32, 64, 3, groups=4),
     [{"conv2d": 64, "kernel": 3, "groups": 4, "name": "x"}], [32, 9, 9]),
    (lambda nn: nn.ConvTranspose2d(16, 64, 4, 2),
     [{"conv-transpose2d": 64, "kernel": 4, "stride": 2, "name": "x"}], [16, 9, 9]),
    (lambda nn: nn.ConvTranspose1d(32, 64, 5, groups=2),
     [{"conv-transpose1d": 64, "kernel": 5, "groups": 2, "name": "x"}], [32, 9]),
    (lambda nn: nn.Conv2d(64, 128, 5, groups=64),
     [{"depthwise-conv2d": 5, "multiplier": 2, "name": "x"}], [64, 9, 9]),
    (lambda nn: nn.Embedding(300, 64),
     [{"embedding": 64, "vocabulary": 300, "name": "x"}], 1),
    (lambda nn: nn.RNN(48, 64), [{"rnn": 64, "name": "x"}], 48),
    (lambda nn: nn.LSTM(48, 64, 2, bidirectional=True),
     [{"lstm": 64, "layers": 2, "bidirectional": True, "name": "x"}], 48),
    (lambda nn: nn.GRU(48, 64), [{"gru": 64, "name": "x"}], 48),
    (lambda nn: nn.MultiheadAttention(96, 4),
     [{"attention": 4, "projections": "fused", "name": "x"}], 96),
    (lambda nn: nn.BatchNorm2d(16), [{"batch-norm": None, "name": "x"}], [16, 4, 4]),
    (lambda nn: nn.GroupNorm(4, 16), [{"group-norm": 4, "name": "x"}], [16, 4, 4]),
    (lambda nn: nn.RMSNorm(16), [{"rms-norm": None, "name": "x"}], 16),
    (lambda nn: nn.PReLU(16), [{"prelu": None, "name": "x"}], 16),
]


@pytest.mark.parametrize("number", range(len(TORCH)))
def test_torch_layers(client, tmp_path, number):
    torch = client("torch")
    make, layers, input = TORCH[number]
    torch.manual_seed(11)
    tensors = {f"x.{key}": value.numpy() for key, value in make(torch.nn).state_dict().items()
               if key != "num_batches_tracked"}
    report = judge(tmp_path, tensors, layers, "torch-default", "pytorch", input)
    assert report["verdict"] == "consistent"


# The kinds whose fans PyTorch counts otherwise than a scheme of the same formula here.
@pytest.mark.parametrize("number, wrong", [(2, "variance-scaling:scale=1/3,distribution=uniform"),
                                           (3, "variance-scaling:scale=1/3,distribution=uniform"),
                                           (5, "mlx-default"),
                                           (7, "variance-scaling:scale=1/3,distribution=uniform"),
                                           (9, "glorot-uniform")])
def test_torch_layers_are_not_what_their_formula_says(client, tmp_path, number, wrong):
    torch = client("torch")
    make, layers, input = TORCH[number]
    torch.manual_seed(11)
    tensors = {f"x.{key}": value.numpy() for key, value in make(torch.nn).state_dict().items()}
    report = judge(tmp_path, tensors, layers, wrong, "pytorch", input, expecting=1)
    assert report["verdict"] == "inconsistent"


KERAS = [
    (lambda k: k.layers.Dense(80), (96,), [{"dense": 80, "name": "x"}], 96),
    (lambda k: k.layers.Conv2D(64, 3, groups=4), (9, 9, 32),
     [{"conv2d": 64, "kernel": 3, "groups": 4, "name": "x"}], [32, 9, 9]),
    (lambda k: k.layers.Conv2DTranspose(64, 4, 2), (9, 9, 16),
     [{"conv-transpose2d": 64, "kernel": 4, "stride": 2, "name": "x"}], [16, 9, 9]),
    (lambda k: k.layers.DepthwiseConv2D(5, depth_multiplier=2), (9, 9, 64),
     [{"depthwise-conv2d": 5, "multiplier": 2, "name": "x"}], [64, 9, 9]),
    (lambda k: k.layers.Embedding(300, 64), (5,),
     [{"embedding": 64, "vocabulary": 300, "name": "x"}], 1),
    (lambda k: k.layers.SimpleRNN(64), (5, 48), [{"rnn": 64, "name": "x"}], 48),
    (lambda k: k.layers.LSTM(64), (5, 48), [{"lstm": 64, "gates": "fused", "name": "x"}], 48),
    (lambda k: k.layers.GRU(64), (5, 48), [{"gru": 64, "gates": "fused", "name": "x"}], 48),
    (lambda k: k.layers.GroupNormalization(4), (4, 4, 16),
     [{"group-norm": 4, "name": "x"}], [16, 4, 4]),
    (lambda k: k.layers.RMSNormalization(), (16,), [{"rms-norm": None, "name": "x"}], 16),
]


@pytest.mark.parametrize("number", range(len(KERAS)))
def test_keras_layers(client, tmp_path, number):
    client("jax", "keras")
    import keras

    make, shape, layers, input = KERAS[number]
    keras.utils.set_random_seed(11)
    layer = make(keras)
    layer.build((None, *shape))
    names = {"scale": "gamma"}
    tensors = {f"x.{names.get(weight.name, weight.name)}": numpy.asarray(weight)
               for weight in layer.weights if "seed" not in weight.name}
    report = judge(tmp_path, tensors, layers, "keras-default", "keras", input)
    assert report["verdict"] == "consistent"


def test_keras_attention(client, tmp_path):
    client("jax", "keras")
    import keras

    keras.utils.set_random_seed(11)
    layer = keras.layers.MultiHeadAttention(4, 24)
    layer.build((None, 5, 96), (None, 5, 96))
    tensors = {}
    for part, dense in (("query", layer._query_dense), ("key", layer._key_dense),
                        ("value", layer._value_dense), ("attention_output", layer._output_dense)):
        for weight in dense.weights:
            tensors[f"x.{part}.{weight.name}"] = numpy.asarray(weight)
    report = judge(tmp_path, tensors, [{"attention": 4, "name": "x"}], "keras-default", "keras", 96)
    assert report["verdict"] == "consistent"


def test_flax_layers(client, tmp_path):
    jax, linen = client("jax", "flax.linen")
    key, picture = jax.random.key(11), numpy.zeros((1, 9, 9, 32), "float32")

    def params(module, *inputs):
        return module.init(key, *inputs)["params"]

    dense = params(linen.Dense(80), numpy.zeros((1, 96), "float32"))
    judge(tmp_path, {f"x.{name}": value for name, value in dense.items()},
          [{"dense": 80, "name": "x"}], "flax-default", "keras", 96)
    grouped = params(linen.Conv(64, (3, 3), feature_group_count=4), picture)
    judge(tmp_path, {f"x.{name}": value for name, value in grouped.items()},
          [{"conv2d": 64, "kernel": 3, "groups": 4, "name": "x"}], "flax-default", "keras",
          [32, 9, 9])
    transposed = params(linen.ConvTranspose(64, (4, 4), (2, 2)), picture)
    # Flax stores (kernel, in, out), and the taps in the opposite order; here it is (kernel, out, in).
    kernel = numpy.asarray(transposed["kernel"])[::-1, ::-1].transpose(0, 1, 3, 2)
    judge(tmp_path, {"x.kernel": kernel, "x.bias": transposed["bias"]},
          [{"conv-transpose2d": 64, "kernel": 4, "stride": 2, "name": "x"}], "flax-default",
          "keras", [32, 9, 9])
    table = params(linen.Embed(300, 64), numpy.zeros((1,), "int32"))
    judge(tmp_path, {"x.embeddings": table["embedding"]},
          [{"embedding": 64, "vocabulary": 300, "name": "x"}], "flax-default", "keras", 1)
    report = judge(tmp_path, {"x.embeddings": table["embedding"]},
                   [{"embedding": 64, "vocabulary": 300, "name": "x"}], "torch-default", "keras",
                   1, expecting=1)
    assert report["verdict"] == "inconsistent"
    cell = linen.OptimizedLSTMCell(64)
    inputs = numpy.zeros((1, 48), "float32")
    gates = params(cell, cell.initialize_carry(key, inputs.shape), inputs)
    tensors = {
        "x.kernel": numpy.concatenate([gates[f"i{gate}"]["kernel"] for gate in "ifgo"], 1),
        "x.recurrent_kernel": numpy.concatenate([gates[f"h{gate}"]["kernel"] for gate in "ifgo"], 1),
        "x.bias": numpy.concatenate([gates[f"h{gate}"]["bias"] for gate in "ifgo"]),
    }
    report = judge(tmp_path, tensors, [{"lstm": 64, "name": "x"}], "flax-default", "keras", 48)
    assert report["verdict"] == "consistent"


MLX = [
    (lambda nn: nn.Linear(96, 80), [{"dense": 80, "name": "x"}], 96, {}),
    (lambda nn: nn.Conv2d(32, 64, 3), [{"conv2d": 64, "kernel": 3, "name": "x"}], [32, 9, 9], {}),
    (lambda nn: nn.Conv2d(32, 64, 3, groups=4),
     [{"conv2d": 64, "kernel": 3, "groups": 4, "name": "x"}], [32, 9, 9], {}),
    (lambda nn: nn.ConvTranspose2d(16, 64, 4, 2),
     [{"conv-transpose2d": 64, "kernel": 4, "stride": 2, "name": "x"}], [16, 9, 9], {}),
    (lambda nn: nn.Embedding(300, 64),
     [{"embedding": 64, "vocabulary": 300, "name": "x"}], 1, {}),
    (lambda nn: nn.RNN(48, 64), [{"rnn": 64, "name": "x"}], 48, {}),
    (lambda nn: nn.LSTM(48, 64), [{"lstm": 64, "name": "x"}], 48, {}),
    (lambda nn: nn.GRU(48, 64), [{"gru": 64, "name": "x"}], 48, {}),
    (lambda nn: nn.MultiHeadAttention(96, 4),
     [{"attention": 4, "bias": False, "name": "x"}], 96, {}),
]


@pytest.mark.parametrize("number", range(len(MLX)))
def test_mlx_layers(client, tmp_path, number):
    client("mlx.core")
    import mlx.core
    import mlx.nn
    from mlx.utils import tree_flatten

    make, layers, input, _ = MLX[number]
    mlx.core.random.seed(11)
    tensors = {f"x.{key}": numpy.array(value) for key, value in
               tree_flatten(make(mlx.nn).parameters())}
    report = judge(tmp_path, tensors, layers, "mlx-default", "mlx", input)
    assert report["verdict"] == "consistent"
