"""What frameworks give their layers when nobody says anything, under the tool's names."""

import numpy


def keras_arrays(layer, *names):
    """The weights of a built Keras layer by their own order, under other names."""
    return dict(zip(names, map(numpy.asarray, layer.get_weights()), strict=True))


def torch_layers(client):
    torch = client("torch")
    nn = torch.nn
    torch.manual_seed(3)
    made = {
        "dense": nn.Linear(512, 384),
        "conv": nn.Conv2d(64, 128, 3),
        "conv1d": nn.Conv1d(64, 256, 5),
        "conv3d": nn.Conv3d(32, 64, (3, 3, 3)),
        "grouped": nn.Conv2d(256, 256, 3, groups=8),
        "transposed": nn.ConvTranspose2d(64, 160, 3),
        "table": nn.Embedding(1000, 96),
        "norm": nn.LayerNorm(64),
        "batch": nn.BatchNorm2d(64),
    }
    arrays = {
        f"{layer}.{name}": tensor.detach().numpy()
        for layer, module in made.items() for name, tensor in module.named_parameters()
    }
    recurrent = nn.LSTM(96, 256)
    attention = nn.MultiheadAttention(256, 8)
    arrays |= {
        "input.weight": recurrent.weight_ih_l0.detach().numpy(),
        "input.bias": recurrent.bias_ih_l0.detach().numpy(),
        "recurrent.weight": recurrent.weight_hh_l0.detach().numpy(),
        "recurrent.bias": recurrent.bias_hh_l0.detach().numpy(),
        "fused.weight": attention.in_proj_weight.detach().numpy(),
        "query.weight": attention.in_proj_weight.detach().numpy()[:256],
    }
    # As a user of a transposed convolution thinks of it: outputs first.
    arrays["turned.weight"] = arrays["transposed.weight"].swapaxes(0, 1)
    return arrays


def keras_layers(client):
    keras = client("keras")
    layers = keras.layers
    keras.utils.set_random_seed(3)

    def built(layer, *shape):
        layer.build((None, *shape))
        return layer

    arrays = keras_arrays(built(layers.Dense(384), 512), "dense.weight", "dense.bias")
    arrays |= keras_arrays(built(layers.Conv2D(128, 3), 8, 8, 64), "conv.weight", "conv.bias")
    arrays |= keras_arrays(built(layers.Conv1D(256, 5), 8, 64), "conv1d.weight", "conv1d.bias")
    arrays |= keras_arrays(
        built(layers.Conv2D(256, 3, groups=8), 8, 8, 256), "grouped.weight", "grouped.bias")
    arrays |= keras_arrays(built(layers.Embedding(1000, 96)), "table.weight")
    arrays |= keras_arrays(
        built(layers.LSTM(256), 4, 96), "input.weight", "recurrent.weight", "input.bias")
    arrays |= keras_arrays(built(layers.LayerNormalization(), 64), "norm.weight", "norm.bias")
    return arrays


def flax_layers(client):
    jax, linen = client("jax", "flax.linen")

    def built(module, shape, key, dtype="float32"):
        parameters = module.init(jax.random.key(key), jax.numpy.zeros(shape, dtype))["params"]
        return {name: numpy.asarray(array) for name, array in parameters.items()}

    made = {
        "dense": built(linen.Dense(384), (1, 512), 1),
        "conv": built(linen.Conv(128, (3, 3)), (1, 8, 8, 64), 2),
        "conv1d": built(linen.Conv(256, (5,)), (1, 8, 64), 3),
        "grouped": built(linen.Conv(256, (3, 3), feature_group_count=8), (1, 8, 8, 256), 4),
        "table": built(linen.Embed(1000, 96), (1,), 5, "int32"),
        "norm": built(linen.LayerNorm(), (1, 64), 6),
    }
    names = {"kernel": "weight", "embedding": "weight", "scale": "weight"}
    return {
        f"{layer}.{names.get(name, name)}": array
        for layer, arrays in made.items() for name, array in arrays.items()
    }


def nnx_layers(client):
    nnx = client("flax.nnx")
    rngs = nnx.Rngs(5)
    made = {
        "dense": nnx.Linear(512, 384, rngs=rngs),
        "conv": nnx.Conv(64, 128, (3, 3), rngs=rngs),
    }
    return {
        f"{layer}.{name}": numpy.asarray(value)
        for layer, module in made.items()
        for name, value in (("weight", module.kernel[...]), ("bias", module.bias[...]))
    }


def mlx_layers(client):
    mx, nn = client("mlx.core", "mlx.nn")
    mx.random.seed(3)
    made = {
        "dense": nn.Linear(512, 384),
        "conv": nn.Conv2d(64, 128, 3),
        "conv1d": nn.Conv1d(64, 256, 5),
        "grouped": nn.Conv2d(256, 256, 3, groups=8),
        "table": nn.Embedding(1000, 96),
        "norm": nn.LayerNorm(64),
    }
    return {
        f"{layer}.{name}": numpy.array(array)
        for layer, module in made.items() for name, array in module.parameters().items()
    }


LAYERS = {
    "torch": torch_layers, "keras": keras_layers, "flax": flax_layers, "nnx": nnx_layers,
    "mlx": mlx_layers,
}
