"""Writes the files that the reference libraries write, for the tests to compare with.

Made with numpy 2.4.6, ml_dtypes 0.6.0 and safetensors 0.8.0:
    python3 make_fixtures.py
Element i of every array is i / 2 - 1.
"""

import pathlib

import ml_dtypes
import numpy as np
from numpy.lib import format as npy_format
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent


def values(shape, dtype):
    count = int(np.prod(shape))
    return (np.arange(count, dtype=np.float64) / 2 - 1).reshape(shape).astype(dtype)


def npy(name, array, version=(1, 0)):
    with open(HERE / f"{name}.npy", "wb") as file:
        npy_format.write_array(file, array, version=version)


# As this package writes them.
npy("f4_2x3", values((2, 3), "<f4"))
npy("f4_5", values((5,), "<f4"))
npy("f4_2x3x4x5", values((2, 3, 4, 5), "<f4"))
npy("f8_scalar", values((), "<f8"))
npy("f2_0x3", values((0, 3), "<f2"))
# As others may.
npy("f4_big_endian", values((2, 3), ">f4"))
npy("f2_big_endian", values((2, 3), ">f2"))
npy("f8_fortran", np.asfortranarray(values((2, 3, 4), "<f8")))
npy("f2_fortran", np.asfortranarray(values((3, 2), "<f2")))
npy("f4_fortran_big_endian", np.asfortranarray(values((2, 3, 4), ">f4")))
npy("bf16", values((2, 3), ml_dtypes.bfloat16))
npy("version2", values((2, 3), "<f4"), version=(2, 0))
npy("version3", values((2, 3), "<f4"), version=(3, 0))
npy("i8", np.arange(3, dtype="<i8"))
npy("bool", np.array([True, False]))
npy("structured", np.zeros(2, dtype=[("é", "<f4"), ("b", "<i2", (2,))]), version=(3, 0))
np.save(HERE / "object.npy", np.array([None, "x"], dtype=object), allow_pickle=True)

save_file(
    {
        "b": values((2, 3), "<f4"),
        "a.weight": values((4,), "<f2"),
        "scalar": values((), "<f8"),
        "empty": values((0, 2), "<f4"),
        "h/é\"\\\n\x1f": values((1,), "<f4"),
        "brain": values((3,), ml_dtypes.bfloat16),
    },
    HERE / "mixed.safetensors",
    metadata={"format": "pt"},
)
save_file(
    {"f": values((2,), "<f4"), "i": np.arange(3, dtype="<i8"), "t": np.array([True])},
    HERE / "integers.safetensors",
)
save_file({}, HERE / "none.safetensors")
