#!/usr/bin/env python3
"""Measures the times of numpy.fft and torch.fft for the shapes of the fourier benchmark; prints JSON Lines."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from statistics import median

from peer import numpy as np
from peer import print_line, times_in_ms, torch

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--threads", type=int, default=os.cpu_count(), help="the number of PyTorch's threads; numpy.fft uses one")
parser.add_argument("--seconds", type=float, default=0.5, help="seconds of measurement for each operation (default 0.5)")
parser.add_argument("--only", default="", help="measure only the operations whose name contains this text")
options = parser.parse_args()
torch.set_num_threads(options.threads)
Work = Callable[[object, object], object]


def measure(name: str, scalar: str, x: np.ndarray, work: Work) -> None:
    if options.only not in name:
        return
    for library, fft, array in [("numpy", np.fft, x), ("torch", torch.fft, torch.from_numpy(x))]:
        times = times_in_ms(lambda: work(fft, array), options.seconds)
        print_line(operation=name, scalar=scalar, library=library, threads=options.threads, min_ms=min(times),
                   median_ms=median(times))


def real(scalar: str, *shape: int) -> np.ndarray:
    return np.random.default_rng(1).standard_normal(shape).astype(np.float64 if scalar == "double" else np.float32)


def complex_numbers(scalar: str, *shape: int) -> np.ndarray:
    parts = real(scalar, 2, *shape)
    return np.ascontiguousarray(parts[0] + 1j * parts[1])


def dim(fft: object, axis: int) -> dict[str, int]:
    return {"axis": axis} if fft is np.fft else {"dim": axis}


def lines(scalar: str, n: int) -> None:
    x, z = real(scalar, n), complex_numbers(scalar, n)
    measure(f"fft [{n}]", scalar, z, lambda fft, x: fft.fft(x))
    measure(f"rfft [{n}]", scalar, x, lambda fft, x: fft.rfft(x))
    measure(f"irfft [{n}]", scalar, np.fft.rfft(x), lambda fft, x: fft.irfft(x, n))


def images(scalar: str, n: int) -> None:
    x, z, shape = real(scalar, n, n), complex_numbers(scalar, n, n), [n, n]
    measure(f"fft {shape}, last axis", scalar, z, lambda fft, x: fft.fft(x))
    measure(f"fft {shape}, first axis", scalar, z, lambda fft, x: fft.fft(x, **dim(fft, 0)))
    measure(f"fft {shape} transposed, last axis", scalar, z.T, lambda fft, x: fft.fft(x))
    measure(f"rfft {shape}, last axis", scalar, x, lambda fft, x: fft.rfft(x))
    measure(f"rfft {shape}, first axis", scalar, x, lambda fft, x: fft.rfft(x, **dim(fft, 0)))
    measure(f"fft of real {shape}, last axis", scalar, x, lambda fft, x: fft.fft(x))
    measure(f"ifft {shape}, last axis", scalar, z, lambda fft, x: fft.ifft(x))
    measure(f"fft2 {shape}", scalar, z, lambda fft, x: fft.fft2(x))
    measure(f"rfft2 {shape}", scalar, x, lambda fft, x: fft.rfft2(x))
    measure(f"irfft2 {shape}", scalar, np.fft.rfft2(x), lambda fft, x: fft.irfft2(x, shape))


def many_lines(scalar: str, n: int) -> None:
    count = 1_000_000 // n
    measure(f"fft [{count}, {n}], last axis", scalar, complex_numbers(scalar, count, n), lambda fft, x: fft.fft(x))
    measure(f"fft [{n}, {count}], first axis", scalar, complex_numbers(scalar, n, count),
            lambda fft, x: fft.fft(x, **dim(fft, 0)))
    measure(f"rfft [{count}, {n}], last axis", scalar, real(scalar, count, n), lambda fft, x: fft.rfft(x))


for kind in ["double", "float"]:
    for length in [8192, 10_000, 19_683, 9973, 1 << 20, 1_000_000, 1_594_323, 999_983]:
        lines(kind, length)
    for side in [100, 1000, 1024]:
        images(kind, side)
    for length in [16, 100]:
        many_lines(kind, length)
