"""The example networks as MLX modules, with the layer names of their specs."""

import mlx.core as mx
from mlx import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 300)
        self.fc2 = nn.Linear(300, 300)
        self.out = nn.Linear(300, 10)

    def __call__(self, x):
        return self.out(nn.relu(self.fc2(nn.relu(self.fc1(x)))))


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.fc1 = nn.Linear(7 * 7 * 32, 64)
        self.out = nn.Linear(64, 10)

    def __call__(self, x):
        pool = nn.MaxPool2d(2, 2)
        x = pool(nn.relu(self.conv1(x)))
        x = pool(nn.relu(self.conv2(x)))
        return self.out(nn.relu(self.fc1(mx.flatten(x, 1))))


class Volume(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv3d(2, 8, (3, 2, 1))
        self.norm = nn.BatchNorm(8)
        # nn.Conv3d of MLX has no groups; a convolution with them has kernels for 8 / 2 channels.
        self.grouped = nn.Conv3d(4, 4, 1, bias=False)
        self.out = nn.Linear(4 * 4 * 4 * 4, 3)


class Sequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(6, 8, 5, groups=2)
        self.norm = nn.BatchNorm(8)
        self.scale = nn.LayerNorm(64)
        self.out = nn.Linear(64, 5, bias=False)


class Tables(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(50, 12)
        self.head = nn.Linear(12, 7)


NETWORKS = {"mlp": MLP, "cnn": CNN, "volume": Volume, "sequence": Sequence, "tables": Tables}


def load(path, name):
    """The network with the weights of a safetensors file, as the README says."""
    network = NETWORKS[name]()
    network.load_weights(str(path), strict=True)
    return network.eval()
