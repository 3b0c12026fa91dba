#!/usr/bin/env python3
"""Measures the times of functions of arrays in NumPy and PyTorch, as the benchmark `arrays` does; prints JSON Lines."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from statistics import median

from peer import numpy as np
from peer import print_line, times_in_ms, torch

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--threads", type=int, default=os.cpu_count(), help="the number of PyTorch's threads; NumPy uses one")
parser.add_argument("--seconds", type=float, default=0.1, help="seconds of measurement for each operation (default 0.1)")
parser.add_argument("--only", default="", help="measure only the operations whose name contains this text")
options = parser.parse_args()
torch.set_num_threads(options.threads)


def functions(side: int, transposed: bool) -> list[tuple[str, Callable[[], object], Callable[[], object] | None]]:
    generator = np.random.default_rng(1)
    arranged = (lambda a: a.T) if transposed else (lambda a: a)
    x, y = (arranged(generator.random((side, side), dtype=np.float32)) for _ in range(2))
    n = arranged(generator.integers(1, 1000, (side, side)))
    rows = generator.integers(0, side, side)
    mask = x > 0.5
    ordered, order = np.sort(x.ravel()), np.argsort(x, axis=1)
    tx, ty, tn, tm = (torch.from_numpy(a) for a in (x, y, n, mask))
    tr, ts, to = (torch.from_numpy(a) for a in (rows, ordered, order))
    return [
        ("exp2", lambda: np.exp2(x), lambda: torch.exp2(tx)), ("log2", lambda: np.log2(x), lambda: torch.log2(tx)),
        ("log10", lambda: np.log10(x), lambda: torch.log10(tx)), ("sin", lambda: np.sin(x), lambda: torch.sin(tx)),
        ("tan", lambda: np.tan(x), lambda: torch.tan(tx)), ("asin", lambda: np.arcsin(x), lambda: torch.asin(tx)),
        ("acos", lambda: np.arccos(x), lambda: torch.acos(tx)), ("atan", lambda: np.arctan(x), lambda: torch.atan(tx)),
        ("sinh", lambda: np.sinh(x), lambda: torch.sinh(tx)), ("cosh", lambda: np.cosh(x), lambda: torch.cosh(tx)),
        ("asinh", lambda: np.arcsinh(x), lambda: torch.asinh(tx)),
        ("acosh", lambda: np.arccosh(x), lambda: torch.acosh(tx)),
        ("atanh", lambda: np.arctanh(x), lambda: torch.atanh(tx)), ("trunc", lambda: np.trunc(x), lambda: torch.trunc(tx)),
        ("isnan", lambda: np.isnan(x), lambda: torch.isnan(tx)),
        ("atan2", lambda: np.arctan2(x, y), lambda: torch.atan2(tx, ty)),
        ("hypot", lambda: np.hypot(x, y), lambda: torch.hypot(tx, ty)),
        ("copysign", lambda: np.copysign(x, y), lambda: torch.copysign(tx, ty)),
        ("nextafter", lambda: np.nextafter(x, y), lambda: torch.nextafter(tx, ty)),
        ("logaddexp", lambda: np.logaddexp(x, y), lambda: torch.logaddexp(tx, ty)),
        ("remainder", lambda: np.remainder(x, y), lambda: torch.remainder(tx, ty)),
        ("fmod", lambda: np.fmod(x, y), lambda: torch.fmod(tx, ty)),
        ("floor_divide", lambda: np.floor_divide(x, y), lambda: torch.floor_divide(tx, ty)),
        ("int add", lambda: n + n, lambda: tn + tn),
        ("int floor_divide", lambda: n // n, lambda: torch.floor_divide(tn, tn)), ("int and", lambda: n & n, lambda: tn & tn),
        ("int less", lambda: n < n, lambda: tn < tn), ("where", lambda: np.where(mask, x, y), lambda: torch.where(tm, tx, ty)),
        ("clip", lambda: np.clip(x, y, x), lambda: torch.clip(tx, ty, tx)),
        ("sum", lambda: x.sum(), lambda: tx.sum()), ("sum axis 0", lambda: x.sum(0), lambda: tx.sum(0)),
        ("sum axis 1", lambda: x.sum(1), lambda: tx.sum(1)), ("int sum", lambda: n.sum(), lambda: tn.sum()),
        ("prod", lambda: x.prod(), lambda: tx.prod()), ("max", lambda: x.max(), lambda: tx.max()),
        ("std", lambda: x.std(), lambda: tx.std()), ("argmax axis 1", lambda: x.argmax(1), lambda: tx.argmax(1)),
        ("any axis 0", lambda: mask.any(0), lambda: tm.any(0)),
        ("count_nonzero", lambda: np.count_nonzero(mask), lambda: torch.count_nonzero(tm)),
        ("cumsum axis 0", lambda: x.cumsum(0), lambda: tx.cumsum(0)),
        ("cumsum axis 1", lambda: x.cumsum(1), lambda: tx.cumsum(1)),
        ("cumprod axis 1", lambda: x.cumprod(1), lambda: tx.cumprod(1)),
        ("cummax axis 1", lambda: np.maximum.accumulate(x, 1), lambda: tx.cummax(1)),
        ("diff axis 1", lambda: np.diff(x), lambda: torch.diff(tx)),
        ("sort axis 0", lambda: np.sort(x, 0), lambda: torch.sort(tx, 0)),
        ("sort axis 1", lambda: np.sort(x, 1), lambda: torch.sort(tx, 1)),
        ("sort all", lambda: np.sort(x, None), lambda: torch.sort(tx.flatten())),
        ("int sort all", lambda: np.sort(n, None), lambda: torch.sort(tn.flatten())),
        ("argsort axis 1", lambda: np.argsort(x, 1), lambda: torch.argsort(tx, 1)),
        ("argsort all", lambda: np.argsort(x, None), lambda: torch.argsort(tx.flatten())),
        ("topk axis 1", lambda: np.partition(x, -10, 1)[:, -10:], lambda: torch.topk(tx, 10, 1)),
        ("unique", lambda: np.unique(n), lambda: torch.unique(tn)),
        ("median axis 1", lambda: np.median(x, 1), lambda: torch.median(tx, 1)),
        ("quantile", lambda: np.quantile(x, 0.3), lambda: torch.quantile(tx, 0.3)),
        ("histogram", lambda: np.histogram(x, 10), lambda: torch.histc(tx, 10)),
        ("bincount", lambda: np.bincount(n.ravel()), lambda: torch.bincount(tn.flatten())),
        ("cov", lambda: np.cov(x), lambda: torch.cov(tx)), ("mask", lambda: x[mask], lambda: tx[tm]),
        ("take rows", lambda: x[rows], lambda: tx[tr]), ("take elements", lambda: x[rows, rows], lambda: tx[tr, tr]),
        ("take_along_axis", lambda: np.take_along_axis(x, order, 1), lambda: torch.gather(tx, 1, to)),
        ("nonzero", lambda: mask.nonzero(), lambda: torch.nonzero(tm)),
        ("searchsorted", lambda: np.searchsorted(ordered, x), lambda: torch.searchsorted(ts, tx)),
        ("flip", lambda: np.flip(x).copy(), lambda: torch.flip(tx, (0, 1))),
        ("roll", lambda: np.roll(x, 7, 1), lambda: torch.roll(tx, 7, 1)),
        ("repeat", lambda: np.repeat(x, 2, 1), lambda: torch.repeat_interleave(tx, 2, 1)),
        ("tile", lambda: np.tile(x, (2, 2)), lambda: torch.tile(tx, (2, 2))),
        ("concatenate", lambda: np.concatenate([x, x], 1), lambda: torch.cat([tx, tx], 1)),
        ("tril", lambda: np.tril(x), lambda: torch.tril(tx)),
        ("pad", lambda: np.pad(x, ((1, 1), (2, 2))), lambda: torch.nn.functional.pad(tx, (2, 2, 1, 1))),
    ]


np.seterr(all="ignore")
for side in (100, 1000):
    for transposed in (False, True):
        for name, by_numpy, by_torch in functions(side, transposed):
            operation = f"{name} [{side}, {side}]" + (" transposed" if transposed else "")
            if options.only not in operation:
                continue
            for library, work in (("numpy", by_numpy), ("torch", by_torch)):
                try:
                    times = times_in_ms(work, options.seconds)
                except RuntimeError:  # torch.quantile raises this for too many elements
                    continue
                print_line(operation=operation, scalar="float", library=library, threads=options.threads,
                           min_ms=min(times), median_ms=median(times))
