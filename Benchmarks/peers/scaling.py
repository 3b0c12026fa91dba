#!/usr/bin/env python3
"""Measures operations in PyTorch with 1, 2, 4, … threads, and prints a line of JSON for each operation and thread count.

The rows are those of Benchmarks/Sources/scaling.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable, Iterator

from peer import print_line, times_in_ms, torch
from torch import Tensor, nn

Work = Callable[[], object]


def step(layer: nn.Module, x: Tensor, weights: Tensor) -> Work:
    """The forward pass, the sum of its products with a constant tensor, and the gradients of the input and parameters."""
    def work() -> object:
        layer.zero_grad()
        x.grad = None
        (layer(x) * weights).sum().backward()
        return x.grad
    return work


def layers() -> Iterator[tuple[str, Work]]:
    rows = [
        ("Dense 784 to 784, [512, 784]", nn.Linear(784, 784), (512, 784)),
        ("conv 3×3, [100, 32, 28, 28]", nn.Conv2d(32, 32, 3, padding=1), (100, 32, 28, 28)),
        ("conv 5×5, [100, 32, 28, 28]", nn.Conv2d(32, 32, 5, padding=2), (100, 32, 28, 28)),
        ("LayerNorm 768, [4096, 768]", nn.LayerNorm(768), (4096, 768)),
    ]
    for name, layer, shape in rows:
        x = torch.rand(shape, requires_grad=True)
        with torch.no_grad():
            weights = torch.randn(layer(x).shape)

        def forward(layer: nn.Module = layer, x: Tensor = x) -> object:
            with torch.no_grad():
                return layer(x)
        yield name + ", forward", forward
        yield name + ", step", step(layer, x, weights)


def operations() -> Iterator[tuple[str, Work]]:
    shapes = [(n, n, n) for n in [64, 128, 256, 512, 1024, 2048, 4096]] + [
        (512, 784, 784), (4096, 64, 64), (64, 64, 4096), (64, 4096, 64), (60_000, 64, 64), (128, 128, 4096)]
    for rows, inner, columns in shapes:
        yield (f"matmul {rows}×{inner} × {inner}×{columns}",
               lambda a=torch.randn(rows, inner), b=torch.randn(inner, columns): a @ b)
    yield ("matmul 784×512 transposed × 784×784",
           lambda a=torch.randn(784, 512), b=torch.randn(784, 784): a.T @ b)
    yield ("matmul of 64 matrices 128×128",
           lambda a=torch.randn(64, 128, 128), b=torch.randn(64, 128, 128): a @ b)
    yield from layers()
    images, scale, shift = torch.randn(100, 64, 28, 28), torch.ones(64), torch.zeros(64)
    yield ("batch normalization, [100, 64, 28, 28]",
           lambda: torch.nn.functional.batch_norm(images, None, None, scale, shift, training=True))
    yield "global average pool, [100, 64, 28, 28]", lambda: images.mean((2, 3))
    lstm, steps = nn.LSTM(128, 128, batch_first=True), torch.randn(100, 28, 128)

    def forward() -> object:
        with torch.no_grad():
            return lstm(steps)
    yield "LSTM 128, [100, 28, 128], forward", forward
    million, other, ten = torch.randn(1000, 1000), torch.randn(1000, 1000), torch.randn(3000, 3000)
    rows, small = torch.randn(100_000, 10), torch.randn(100, 100)
    yield "exp, 10⁴", small.exp
    yield "exp, 10⁶", million.exp
    yield "exp, 9·10⁶", ten.exp
    yield "a + b, 10⁶", lambda: million + other
    yield "tanh, 10⁶", million.tanh
    yield "transposed copy, 10⁶", lambda: million.T.contiguous()
    yield "sum of all, 10⁶", million.sum
    yield "sum of all, 9·10⁶", ten.sum
    yield "sum over rows, 10⁶", lambda: million.sum(0)
    yield "sum over columns, 10⁶", lambda: million.sum(1)
    yield "sum over columns, [10⁵, 10]", lambda: rows.sum(1)
    yield "max over columns, [10⁵, 10]", lambda: rows.amax(1)
    yield "softmax, [1000, 1000]", lambda: million.softmax(1)
    yield "softmax, [10⁵, 10]", lambda: rows.softmax(1)
    yield "kron 32×32 and 32×32", lambda a=torch.randn(32, 32), b=torch.randn(32, 32): torch.kron(a, b)
    for size in [64, 128, 256, 512, 1024]:
        matrix = torch.randn(size, size)
        positive = matrix @ matrix.T + size * torch.eye(size)
        yield f"inverse {size}", lambda m=positive: torch.linalg.inv(m)
        yield f"cholesky {size}", lambda m=positive: torch.linalg.cholesky(m)
        yield f"solve {size}, {size} columns", lambda m=positive, b=matrix: torch.linalg.solve(m, b)
    for size in [128, 256]:
        matrix = torch.randn(size, size)
        yield f"svd {size}", lambda m=matrix: torch.linalg.svd(m)
        yield f"symmetric eigenvalues {size}", lambda m=matrix: torch.linalg.eigh(m + m.T)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="the greatest number of threads")
    parser.add_argument("--seconds", type=float, default=0.1, help="time for an operation and a thread count (default 0.1)")
    options = parser.parse_args()
    for name, work in operations():
        threads = 1
        while threads <= options.threads:
            torch.set_num_threads(threads)
            times = times_in_ms(work, options.seconds)
            print_line(operation=name, threads=threads, min_ms=min(times), median_ms=statistics.median(times))
            threads *= 2


if __name__ == "__main__":
    main()
