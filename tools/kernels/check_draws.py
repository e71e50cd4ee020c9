#!/usr/bin/env python3
"""Checks what tools/benchmark/soundness does not look at: rounded draws, float64, repetitions.

- Normals rounded to float16 and bfloat16: chi-square over every number of the type, and counts of the
  most extreme ones, against the exact probability of what rounds to each.
- float64 normals: chi-square over 4096 cells of equal probability, counts beyond 3 to 6 sigma.
- Repetitions: equal 32-bit words among 2^24 (the mean is 2^15), equal 64-bit pairs of words among 2^25,
  equal float32 normals among 2^22 and equal float64 normals among 2^24.
- Normals next to zero: magnitudes below 1e-7.

Every p-value is two-sided. With K of them the limit for the verdict is 0.001 / K: a sound draw fails
once in a thousand seeds. Needs numpy and scipy, which .venv holds after tools/benchmark/soundness.
Usage: .venv/bin/python tools/kernels/check_draws.py [--values N] [--seed N] [--json FILE]
"""

import argparse
import ctypes
import json
import pathlib
import shutil
import subprocess
import tempfile

import numpy as np
from scipy import integrate, special, stats

ROOT = pathlib.Path(__file__).resolve().parents[2]


def library(folder):
    """The C code as a shared library, built with the compiler that comes with Swift."""
    swift = shutil.which("swift")
    beside = pathlib.Path(swift).resolve().with_name("clang") if swift else None
    clang = str(beside) if beside and beside.exists() else "clang"
    sources = ROOT / "Sources/CWeightKernels"
    output = pathlib.Path(folder) / "kernels.so"
    subprocess.run(
        [clang, "-O2", "-shared", "-fPIC", f"-I{sources / 'include'}",
         *map(str, sorted(sources.glob("*.c"))), "-lm", "-o", str(output)], check=True,
    )  # fmt: skip
    return ctypes.CDLL(str(output))


BLOCK = 1 << 22
STREAM = 0x5EED
# Bits of the fraction, smallest exponent of a normal number.
KINDS = {"float16": (10, -14, "wk_f32_to_f16"), "bfloat16": (7, -126, "wk_f32_to_bf16")}


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def fill(kernels, name, seed, first, out, stream=STREAM):
    getattr(kernels, f"wk_fill_{name}")(
        ctypes.c_uint64(seed), ctypes.c_uint64(stream), ctypes.c_uint64(first),
        ctypes.c_size_t(out.size), pointer(out),
    )  # fmt: skip


def two_sided(lower, upper):
    return float(min(1, 2 * min(lower, upper)))


def count_p_value(found, expected):
    return two_sided(stats.poisson.cdf(found, expected), stats.poisson.sf(found - 1, expected))


def chi_square(found, expected):
    """Over cells in order, neighbors joined until 25 are expected; the value, cells and p-value."""
    joined, seen, e, s = [], [], 0.0, 0
    for cell, count in zip(expected, found):
        e, s = e + cell, s + count
        if e >= 25:
            joined.append(e)
            seen.append(s)
            e, s = 0.0, 0
    joined[-1] += e
    seen[-1] += s
    joined, seen = np.array(joined), np.array(seen)
    value = float(((seen - joined) ** 2 / joined).sum())
    free = len(joined) - 1
    return value, len(joined), two_sided(stats.chi2.cdf(value, free), stats.chi2.sf(value, free))


def magnitudes(fraction, least):
    """The numbers 0, 1, 2, ... of the type, up to 16, and for each the least magnitude that rounds to it.

    A float32 draw is already rounded: what lies half a float32 step on the odd side of a midpoint becomes
    the midpoint and then goes to the even number.
    """
    count = ((4 - least + 1) << fraction) + 1
    number = np.arange(count)
    exponent = np.maximum(number >> fraction, 1) - 1 + least
    digits = np.where(number >> fraction > 0, (number & ((1 << fraction) - 1)) + (1 << fraction), number)
    value = np.ldexp(digits.astype(float), exponent - fraction)
    middle = (value[1:] + value[:-1]) / 2
    step = np.spacing(middle.astype(np.float32)).astype(float)
    towards_odd = np.where(number[1:] % 2 == 1, 1, -1)
    return value, np.concatenate([[0.0], middle + towards_odd * step / 2])


def rounded(kernels, values, seed, add):
    counts = {kind: np.zeros(1 << 16, np.int64) for kind in KINDS}
    draw, bits = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.uint16)
    blocks = max(values // BLOCK, 1)
    near = 0
    for block in range(blocks):
        fill(kernels, "normal_f32", seed, block * BLOCK, draw)
        near += int((np.abs(draw) < 1e-7).sum())
        for kind, (_, _, convert) in KINDS.items():
            getattr(kernels, convert)(pointer(draw), ctypes.c_size_t(BLOCK), pointer(bits))
            counts[kind] += np.bincount(bits, minlength=1 << 16)
    total = blocks * BLOCK
    for kind, (fraction, least, _) in KINDS.items():
        value, edges = magnitudes(fraction, least)
        beyond = stats.norm.sf(edges)
        size = len(value) - 1
        cells = (beyond[:-1] - beyond[1:]) * total
        # Away from zero, where the draw itself has no finer grid than the law.
        start = int(np.searchsorted(value, 1e-5))
        for side, sign in (("above", 0), ("below", 0x8000)):
            found = counts[kind][sign : sign + size]
            chi, used, p = chi_square(found[start:], cells[start:])
            add(f"{kind} {side} zero, chi-square of {used} numbers", chi, p)
            for quantile in (1e-3, 1e-5, 1e-7):
                place = int(np.searchsorted(value, stats.norm.isf(quantile)))
                count = int(found[place:].sum())
                name = f"{kind} {side} zero, from {value[place]:g} on"
                add(name, count, count_p_value(count, float(beyond[place]) * total))
    return total, near


def doubles(kernels, values, seed, add):
    draw = np.empty(BLOCK)
    blocks = max(values // BLOCK, 1)
    total, cells = blocks * BLOCK, np.zeros(4096, np.int64)
    tails = {(side, sigma): 0 for sigma in (3, 4, 5, 6) for side in (1, -1)}
    for block in range(blocks):
        fill(kernels, "normal_f64", seed, block * BLOCK, draw)
        cells += np.bincount((special.ndtr(draw) * 4096).astype(np.int64).clip(0, 4095), minlength=4096)
        for side, sigma in tails:
            tails[side, sigma] += int((side * draw >= sigma).sum())
    chi, used, p = chi_square(cells, np.full(4096, total / 4096))
    add(f"float64, chi-square of {used} cells", chi, p)
    for (side, sigma), count in tails.items():
        add(f"float64, beyond {side * sigma}", count, count_p_value(count, total * stats.norm.sf(sigma)))
    return total


def equal_pairs(values):
    ordered = np.sort(values)
    _, counts = np.unique(ordered, return_counts=True)
    return int((counts * (counts - 1) // 2).sum())


def expected_float32(power):
    """The sum of the powers of the probabilities of all float32 numbers under the normal law."""
    return 2 * sum(
        integrate.quad(lambda x: stats.norm.pdf(x) ** power, 2.0**e, 2.0 ** (e + 1))[0]
        * 2.0 ** ((e - 23) * (power - 1))
        for e in range(-40, 4)
    )


def repetitions(kernels, seed, add):
    words = np.empty(1 << 24, np.uint32)
    for stream in range(4):
        fill(kernels, "words", seed, 0, words, stream=stream)
        pairs = equal_pairs(words)
        add(f"equal words of stream {stream}", pairs, count_p_value(pairs, 2.0**15 - 2.0**-9))
    words = np.empty(1 << 26, np.uint32)
    fill(kernels, "words", seed, 0, words)
    pairs = equal_pairs(words.view(np.uint64))
    add("equal pairs of words", pairs, count_p_value(pairs, 2.0**-15))
    draw, n = np.empty(1 << 22, np.float32), 2.0**22
    fill(kernels, "normal_f32", seed, 0, draw)
    pairs, second, third = equal_pairs(draw), expected_float32(2), expected_float32(3)
    mean = n * n / 2 * second
    deviation = (mean + n**3 * (third - second**2)) ** 0.5
    z = (pairs - mean) / deviation
    add("equal float32 normals", pairs, two_sided(stats.norm.cdf(z), stats.norm.sf(z)))
    draw = np.empty(1 << 24)
    fill(kernels, "normal_f64", seed, 0, draw)
    pairs = equal_pairs(draw)
    # The steps of float64 are 2^29 times finer.
    add("equal float64 normals", pairs, count_p_value(pairs, 2.0**47 * second / 2**29))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=float, default=1e9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json")
    options = parser.parse_args()
    tests = {}

    def add(name, statistic, p):
        tests[name] = dict(statistic=statistic, p=p)
        print(f"{name:<52} {statistic:>16.10g}  p {p:.3g}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        kernels = library(folder)
        total, near = rounded(kernels, int(options.values), options.seed, add)
        wide = doubles(kernels, int(options.values / 10), options.seed, add)
        repetitions(kernels, options.seed, add)
        expected = total * 2 * (stats.norm.cdf(1e-7) - 0.5)
        add("float32, magnitudes below 1e-7", near, count_p_value(near, expected))
    print(f"{total} float32 and {wide} float64 normals; below 1e-7 in magnitude: {near}, by the normal "
          f"law {expected:.1f}")  # fmt: skip
    smallest, limit = min(test["p"] for test in tests.values()), 0.001 / len(tests)
    sound = smallest >= limit
    print(f"smallest of {len(tests)} p-values: {smallest:.3g}; limit {limit:.2g}: "
          f"{'as the law says' if sound else 'NOT as the law says'}")  # fmt: skip
    if options.json:
        facts = dict(values=total, float64_values=wide, near_zero=near, near_zero_expected=expected)
        with open(options.json, "w") as file:
            json.dump(dict(facts=facts, tests=tests), file, indent=1)
    raise SystemExit(0 if sound else 1)


if __name__ == "__main__":
    main()
