#!/usr/bin/env python3
"""Measures the times of NumPy's and SciPy's linear algebra, as the benchmark linear-algebra does; prints JSON Lines."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from statistics import median

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--seconds", type=float, default=1.0, help="seconds of measurement for each operation (default 1)")
options = parser.parse_args()
# OpenBLAS reads these variables when Python imports numpy.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = str(options.threads)

import numpy as np  # noqa: E402
from scipy import linalg  # noqa: E402


def measure(operation: str, size: int, stack: int, work: Callable[[], object]) -> None:
    work()
    times: list[float] = []
    while len(times) < 5 or sum(times) < options.seconds:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    line = {"operation": operation, "size": size, "stack": stack, "threads": options.threads,
            "min_ms": 1000 * min(times), "median_ms": 1000 * median(times)}
    print(json.dumps(line))
    sys.stdout.flush()


def single(size: int) -> None:
    generator = np.random.default_rng(1)
    a, b = generator.standard_normal((size, size)), generator.standard_normal((size, 1))
    symmetric, definite = a + a.T, a @ a.T + size * np.eye(size)
    measure("lu", size, 1, lambda: linalg.lu_factor(a))
    measure("cholesky", size, 1, lambda: np.linalg.cholesky(definite))
    measure("qr", size, 1, lambda: np.linalg.qr(a))
    measure("symmetricEigen", size, 1, lambda: np.linalg.eigh(symmetric))
    measure("eigen", size, 1, lambda: np.linalg.eig(a))
    measure("svd", size, 1, lambda: np.linalg.svd(a, full_matrices=False))
    measure("solve", size, 1, lambda: np.linalg.solve(a, b))


def stacks(size: int, count: int) -> None:
    generator = np.random.default_rng(2)
    a, b = generator.standard_normal((count, size, size)), generator.standard_normal((count, size, 1))
    definite = a @ a.transpose(0, 2, 1) + np.eye(size)
    measure("solve", size, count, lambda: np.linalg.solve(a, b))
    measure("inverse", size, count, lambda: np.linalg.inv(a))
    measure("determinant", size, count, lambda: np.linalg.det(a))
    measure("cholesky", size, count, lambda: np.linalg.cholesky(definite))
    measure("qr", size, count, lambda: np.linalg.qr(a))
    measure("symmetricEigen", size, count, lambda: np.linalg.eigh(definite))
    measure("eigen", size, count, lambda: np.linalg.eig(a))
    measure("svd", size, count, lambda: np.linalg.svd(a, full_matrices=False))
    measure("matrixExponential", size, count, lambda: linalg.expm(a))
    measure("pseudoInverse", size, count, lambda: np.linalg.pinv(a))
    measure("matmul", size, count, lambda: a @ a)


for order in [512, 1024]:
    single(order)
for order in [4, 8, 16]:
    stacks(order, 10_000)
