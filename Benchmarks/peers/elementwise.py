#!/usr/bin/env python3
"""Measures the times of elementwise functions, a sum and a matrix product in PyTorch; prints a line of JSON for each.

`exp` allocates its result in every call; `exp (out=)` writes to an existing tensor.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable

from peer import print_line, times_in_ms, torch

COUNT = 10_000_000
SIDE = 512


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=1, help="seconds of measurement for each operation (default 1)")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)

    a, b, out = torch.randn(COUNT), torch.randn(COUNT), torch.empty(COUNT)
    left, right, result = torch.randn(SIDE, SIDE), torch.randn(SIDE, SIDE), torch.empty(SIDE, SIDE)
    operations: list[tuple[str, int, Callable[[], object]]] = [
        ("add", COUNT, lambda: a + b),
        ("add (out=)", COUNT, lambda: torch.add(a, b, out=out)),
        ("exp", COUNT, lambda: a.exp()),
        ("exp (out=)", COUNT, lambda: torch.exp(a, out=out)),
        ("tanh", COUNT, lambda: a.tanh()),
        ("tanh (out=)", COUNT, lambda: torch.tanh(a, out=out)),
        ("sum", COUNT, lambda: a.sum()),
        ("matmul", SIDE * SIDE, lambda: left @ right),
        ("matmul (out=)", SIDE * SIDE, lambda: torch.mm(left, right, out=result)),
    ]
    with torch.no_grad():
        for operation, count, work in operations:
            times = times_in_ms(work, options.seconds)
            print_line(operation=operation, count=count, threads=options.threads, min_ms=round(min(times), 4),
                       median_ms=round(statistics.median(times), 4))


if __name__ == "__main__":
    main()
