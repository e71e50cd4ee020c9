"""The example networks as torch modules, with the layer names of their specs."""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 300)
        self.fc2 = nn.Linear(300, 300)
        self.out = nn.Linear(300, 10)

    def forward(self, x):
        return self.out(torch.relu(self.fc2(torch.relu(self.fc1(x)))))


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.fc1 = nn.Linear(32 * 7 * 7, 64)
        self.out = nn.Linear(64, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.out(torch.relu(self.fc1(torch.flatten(x, 1))))


class Volume(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv3d(2, 8, (3, 2, 1))
        self.norm = nn.BatchNorm3d(8)
        self.grouped = nn.Conv3d(8, 4, 1, groups=2, bias=False)
        self.out = nn.Linear(4 * 4 * 4 * 4, 3)


class Sequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(6, 8, 5, groups=2)
        self.norm = nn.BatchNorm1d(8)
        self.scale = nn.LayerNorm(64)
        self.out = nn.Linear(64, 5, bias=False)


class Tables(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(50, 12)
        self.head = nn.Linear(12, 7)


NETWORKS = {"mlp": MLP, "cnn": CNN, "volume": Volume, "sequence": Sequence, "tables": Tables}


def load(path, network):
    """The network with the weights of a safetensors file, as the README says."""
    from safetensors.torch import load_file

    network.load_state_dict(load_file(path))
    return network.eval()
