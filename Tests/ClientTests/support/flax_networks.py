"""The example networks as Flax modules, with the layer names of their specs."""

import jax.numpy as jnp
from flax import linen as nn
from flax.traverse_util import unflatten_dict


class MLP(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = nn.relu(nn.Dense(300, name="fc1")(x))
        x = nn.relu(nn.Dense(300, name="fc2")(x))
        return nn.Dense(10, name="out")(x)


class CNN(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = nn.max_pool(nn.relu(nn.Conv(16, (3, 3), padding=1, name="conv1")(x)), (2, 2), (2, 2))
        x = nn.max_pool(nn.relu(nn.Conv(32, (3, 3), padding=1, name="conv2")(x)), (2, 2), (2, 2))
        x = nn.relu(nn.Dense(64, name="fc1")(x.reshape(x.shape[0], -1)))
        return nn.Dense(10, name="out")(x)


class LeNet5(nn.Module):
    @nn.compact
    def __call__(self, x):
        for name, channels in [("conv1", 6), ("conv2", 16)]:
            x = nn.tanh(nn.Conv(channels, (5, 5), padding="VALID", name=name)(x))
            x = nn.avg_pool(x, (2, 2), (2, 2))
        x = x.reshape(x.shape[0], -1)
        for name, width in [("fc1", 120), ("fc2", 84)]:
            x = nn.tanh(nn.Dense(width, name=name)(x))
        return nn.Dense(10, name="fc3")(x)


class MLP100(nn.Module):
    @nn.compact
    def __call__(self, x):
        for index in range(100):
            x = nn.relu(nn.Dense(256, name=f"fc{index}")(x))
        return nn.Dense(10, name="out")(x)


NETWORKS = {"mlp": MLP, "cnn": CNN, "lenet-5": LeNet5, "mlp-100": MLP100}


def parameters(arrays):
    """The tree that Flax takes, of the arrays of a file in the layout of Keras."""
    return {"params": unflatten_dict({k: jnp.asarray(v) for k, v in arrays.items()}, sep=".")}
