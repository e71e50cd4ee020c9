"""The example networks in NumPy and float64, straight from the arrays of a PyTorch layout."""

import numpy


def dense(arrays, name, x):
    return x @ arrays[f"{name}.weight"].T + arrays[f"{name}.bias"]


def convolution(arrays, name, x):
    """A 3 × 3 convolution of images (N, C, H, W) with padding 1."""
    kernel = arrays[f"{name}.weight"]
    height, width = x.shape[2:]
    padded = numpy.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    result = numpy.zeros((x.shape[0], kernel.shape[0], height, width))
    for row in range(3):
        for column in range(3):
            window = padded[:, :, row : row + height, column : column + width]
            result += numpy.einsum("nchw,oc->nohw", window, kernel[:, :, row, column])
    return result + arrays[f"{name}.bias"][:, None, None]


def pooled(x):
    count, channels, height, width = x.shape
    return x.reshape(count, channels, height // 2, 2, width // 2, 2).max((3, 5))


def relu(x):
    return numpy.maximum(x, 0)


def mlp(arrays, x):
    x = relu(dense(arrays, "fc1", x))
    return dense(arrays, "out", relu(dense(arrays, "fc2", x)))


def cnn(arrays, x):
    x = pooled(relu(convolution(arrays, "conv1", x)))
    x = pooled(relu(convolution(arrays, "conv2", x)))
    return dense(arrays, "out", relu(dense(arrays, "fc1", x.reshape(x.shape[0], -1))))


def outputs(name, arrays, x):
    arrays = {key: array.astype(numpy.float64) for key, array in arrays.items()}
    return {"mlp": mlp, "cnn": cnn}[name](arrays, x.astype(numpy.float64))
