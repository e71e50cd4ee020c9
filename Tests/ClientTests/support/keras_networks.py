"""The example networks as Keras models."""

import keras
from keras import layers


def mlp():
    return keras.Sequential([
        layers.Input([784]),
        layers.Dense(300, activation="relu"),
        layers.Dense(300, activation="relu"),
        layers.Dense(10),
    ])


def cnn():
    return keras.Sequential([
        layers.Input([28, 28, 1]),
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(10),
    ])


def volume():
    return keras.Sequential([
        layers.Input([6, 5, 4, 2]),
        layers.Conv3D(8, [3, 2, 1], activation="relu"),
        layers.BatchNormalization(),
        layers.Conv3D(4, 1, groups=2, use_bias=False),
        layers.Flatten(),
        layers.Dense(3),
    ])


def sequence():
    return keras.Sequential([
        layers.Input([20, 6]),
        layers.Conv1D(8, 5, groups=2, activation="relu"),
        layers.BatchNormalization(),
        layers.MaxPooling1D(2),
        layers.Flatten(),
        layers.LayerNormalization(),
        layers.Dense(5, use_bias=False),
    ])


def tables():
    return keras.Sequential([
        layers.Input([3], dtype="int32"),
        layers.Embedding(50, 12),
        layers.Dense(7),
    ])


NETWORKS = {"mlp": mlp, "cnn": cnn, "volume": volume, "sequence": sequence, "tables": tables}


def load(path, name):
    """The network with the weights of a Keras file, as the README says."""
    model = NETWORKS[name]()
    model.load_weights(path)
    return model
