"""Draws of the frameworks' own initializers, each in its framework's layout, with fixed seeds."""

import numpy

# Inputs and outputs of a dense layer: enough weights that every scheme can be told from the others.
INPUTS, OUTPUTS = 256, 320
# Which layout a framework stores weights in, as `verify --layout` calls it.
LAYOUTS = {"torch": "pytorch", "keras": "keras", "jax": "keras", "flax": "keras", "mlx": "mlx"}


def shape_of(framework, kernel=()):
    """The shape of a dense layer or a convolution in a framework."""
    if framework == "torch":
        return (OUTPUTS, INPUTS, *kernel)
    if framework == "mlx":
        return (OUTPUTS, *kernel, INPUTS)
    return (*kernel, INPUTS, OUTPUTS)


def torch_draw(client, name, shape, options):
    torch = client("torch")
    torch.manual_seed(7)
    weight = torch.empty(*shape)
    getattr(torch.nn.init, name)(weight, **options)
    return weight.numpy()


def keras_draw(client, name, shape, options):
    keras = client("keras")
    kind = getattr(keras.initializers, name)
    seeded = name not in ("Zeros", "Ones", "Constant", "Identity")
    return numpy.asarray(kind(**options, **({"seed": 7} if seeded else {}))(shape, "float32"))


def jax_draw(client, name, shape, options, initializers=None):
    jax = client("jax")
    kind = getattr(initializers or jax.nn.initializers, name)
    initializer = kind if name in ("zeros", "ones") else kind(**options)
    return numpy.asarray(initializer(jax.random.key(7), shape, "float32"))


def flax_draw(client, name, shape, options):
    linen = client("flax.linen")
    return jax_draw(client, name, shape, options, linen.initializers)


def mlx_draw(client, name, shape, options):
    mx, nn = client("mlx.core", "mlx.nn")
    mx.random.seed(7)
    at_call = {key: value for key, value in options.items() if key in ("gain", "mode")}
    at_call = {} if name == "orthogonal" else at_call
    kind = getattr(nn.init, name)
    initializer = kind(**{key: value for key, value in options.items() if key not in at_call})
    return numpy.array(initializer(mx.zeros(shape), **at_call))


DRAW = {
    "torch": torch_draw, "keras": keras_draw, "jax": jax_draw, "flax": flax_draw, "mlx": mlx_draw,
}


def draw(client, framework, name, options=None, kernel=()):
    """The weights that an initializer of a framework draws, in the framework's layout."""
    return DRAW[framework](client, name, shape_of(framework, kernel), options or {})
