"""What the picture of each scheme shows: a claim, and the activation that it is meant for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """The network of a picture."""

    claim: str
    activation: str = "relu"
    # Dense layers of this width, or convolutions of kernel 3 on a ring.
    width: int = 256
    channels: int = 0
    length: int = 0
    # The layer in the histogram, or the inputs of a layer of its own.
    shown: int = 25
    widening: int = 0


def convolution(claim, activation):
    return Setting(claim, activation, channels=64, length=16)


SETTINGS = {
    "zeros": Setting("zeros"),
    "ones": Setting("ones"),
    "constant": Setting("constant:value=0.003"),
    "uniform": Setting("uniform:low=-0.05,high=0.05"),
    "normal": Setting("normal:std=0.1"),
    "truncated-normal": Setting("truncated-normal:std=0.02"),
    "identity": Setting("identity"),
    "dirac": convolution("dirac", "relu"),
    "variance-scaling": Setting("variance-scaling:scale=1", "linear"),
    "he-normal": Setting("he-normal"),
    "he-uniform": Setting("he-uniform"),
    "he-rademacher": Setting("he-rademacher"),
    "glorot-normal": Setting("glorot-normal", "tanh"),
    "glorot-uniform": Setting("glorot-uniform", "tanh"),
    "lecun-normal": Setting("lecun-normal", "selu"),
    "lecun-uniform": Setting("lecun-uniform", "1.7159 tanh(2x/3)"),
    "orthogonal": Setting("orthogonal", "tanh"),
    "delta-orthogonal": convolution("delta-orthogonal", "tanh"),
    # Martens keeps 15 weights into each unit.
    "sparse": Setting("sparse:sparsity=0.94140625,std=1", "tanh"),
    "random-walk": Setting("random-walk"),
    "edge-of-chaos": Setting("edge-of-chaos:activation=tanh", "tanh"),
    "aci": Setting("aci"),
    "rai": Setting("rai"),
    "raai": Setting("raai"),
    "gsm": Setting("gsm"),
    "fractional-moment": Setting("fractional-moment"),
    "zero-hadamard": Setting("zero-hadamard", widening=128),
    "zero-hadamard-star": Setting("zero-hadamard-star", shown=0),
    "torch-default": Setting("torch-default"),
    "keras-default": Setting("keras-default"),
    "flax-default": Setting("flax-default"),
    "mlx-default": Setting("mlx-default"),
}
