#!/usr/bin/env python3
"""Checks the narrowing of all 2^32 float32 inputs on every instruction set, once.

The references are NumPy's float16 and ml_dtypes' bfloat16, which round to nearest even. A NaN must
stay a NaN of the same sign; every other result must agree in its bits. Widening is checked over all
2^16 inputs of each kind. Takes some minutes.

Needs numpy and ml_dtypes, which .venv holds after tools/test.
Usage: .venv/bin/python tools/kernels/check_conversions.py [--blocks N]   (of 2^24 inputs, 256 are all)
"""

import argparse
import ctypes
import pathlib
import shutil
import subprocess
import tempfile

import ml_dtypes
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = 1 << 24


def library(folder):
    swift = shutil.which("swift")
    beside = pathlib.Path(swift).resolve().with_name("clang") if swift else None
    clang = str(beside) if beside and beside.exists() else "clang"
    sources = ROOT / "Sources/CWeightKernels"
    output = pathlib.Path(folder) / "kernels.so"
    subprocess.run(
        [clang, "-O2", "-shared", "-fPIC", f"-I{sources / 'include'}",
         *map(str, sorted(sources.glob("*.c"))), "-lm", "-o", str(output)], check=True,
    )  # fmt: skip
    kernels = ctypes.CDLL(str(output))
    kernels.wk_instruction_set_name.restype = ctypes.c_char_p
    return kernels


def converted(function, values, kind):
    out = np.empty(values.shape, kind)
    function(values.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(values.size),
             out.ctypes.data_as(ctypes.c_void_p))  # fmt: skip
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--blocks", type=int, default=256)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kernels = library(folder)
        sets = [(s, kernels.wk_instruction_set_name(s).decode()) for s in range(4)
                if kernels.wk_select_instruction_set(s) == 0]  # fmt: skip
        kinds = [("float16", np.float16, 0x7C00), ("bfloat16", ml_dtypes.bfloat16, 0x7F80)]
        narrowing = {"float16": kernels.wk_f32_to_f16, "bfloat16": kernels.wk_f32_to_bf16}
        widening = {"float16": kernels.wk_f16_to_f32, "bfloat16": kernels.wk_bf16_to_f32}
        failures = 0
        for block in range(options.blocks):
            bits = np.arange(block * BLOCK, (block + 1) * BLOCK, dtype=np.uint64).astype(np.uint32)
            values = bits.view(np.float32)
            for name, kind, infinity in kinds:
                with np.errstate(all="ignore"):
                    expected = values.astype(kind).view(np.uint16)
                nan = (expected & 0x7FFF) > infinity
                for number, instruction_set in sets:
                    kernels.wk_select_instruction_set(number)
                    found = converted(narrowing[name], values, np.uint16)
                    is_nan = (found & 0x7FFF) > infinity
                    same_sign = (found >> 15) == (bits >> 31)
                    good = np.where(nan, is_nan & same_sign, found == expected)
                    if not good.all():
                        place = int(np.argmin(good))
                        print(f"{name}, {instruction_set}: 0x{bits[place]:08x} gives "
                              f"0x{found[place]:04x}, not 0x{expected[place]:04x}")  # fmt: skip
                        failures += 1
        halves = np.arange(1 << 16, dtype=np.uint16)
        for name, kind, infinity in kinds:
            with np.errstate(all="ignore"):
                expected = halves.view(kind).astype(np.float32)
            nan = (halves & 0x7FFF) > infinity
            for number, instruction_set in sets:
                kernels.wk_select_instruction_set(number)
                found = converted(widening[name], halves, np.float32)
                good = np.where(nan, np.isnan(found), found.view(np.uint32) == expected.view(np.uint32))
                if not good.all():
                    print(f"{name} widened, {instruction_set}: 0x{halves[int(np.argmin(good))]:04x}")
                    failures += 1
        names = ", ".join(name for _, name in sets)
        print(f"{options.blocks * BLOCK} inputs on {names}: {failures} failures")
    raise SystemExit(1 if failures else 0)


if __name__ == "__main__":
    main()
