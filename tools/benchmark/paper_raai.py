"""RAAI as its authors' text describes it, timed on one thread; prints the seconds of one layer.

Each row comes from the multivariate normal law of WIDTH + 1 dimensions, whose covariance NumPy factors
(by singular values, its default), then one entry is replaced by a Beta(2, 1) draw. A program of its
own, because the threads of NumPy's linear algebra are fixed when NumPy is loaded: more threads than
processors would slow it down several times.

Usage: OPENBLAS_NUM_THREADS=1 python paper_raai.py WIDTH ROWS
"""

import sys
import time

import numpy as np


def layer(width, rows, k=100.0, variance=0.9):
    generator = np.random.default_rng(1)
    size = width + 1
    covariance = variance / width * (np.eye(size) - k / (1 + k) / size * np.ones((size, size)))
    matrix = generator.multivariate_normal(np.zeros(size), covariance, size=rows, method="svd")
    matrix[np.arange(rows), generator.integers(size, size=rows)] = generator.beta(2, 1, size=rows)
    return matrix


if __name__ == "__main__":
    width, rows = map(int, sys.argv[1:])
    layer(16, 16)
    start = time.perf_counter()
    layer(width, rows)
    print(time.perf_counter() - start)
