#!/usr/bin/env python3
"""Measures the times of layers in PyTorch, forward and with gradients; prints a line of JSON for each.

A step is the forward pass, the sum of its products with a constant tensor, and the gradients with respect to the input
and all parameters, as in Benchmarks/Sources/layers.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable

from peer import print_line, times_in_ms, torch
from torch import Tensor, nn

Shape = tuple[int, ...]


class SynapsePooling(nn.Module):
    """The surprisal −log(1 − λ) − Σ_i log(1 − β x_i) of the noisy-OR, with the start of SynaNN's layer."""

    def __init__(self, instances: int, channels: int) -> None:
        super().__init__()
        start = torch.tensor(2 * (1 - 2 ** (-1 / instances)))
        self.beta = nn.Parameter(torch.logit(start).repeat(channels))
        self.leak = nn.Parameter(torch.logit(torch.tensor(0.01)).repeat(channels))

    def forward(self, x: Tensor) -> Tensor:
        terms = x * torch.sigmoid(self.beta)
        return -torch.log1p(-torch.sigmoid(self.leak)) - torch.log1p(-terms).sum(1)


def layers() -> list[tuple[str, nn.Module, Shape]]:
    return [
        ("depthwise conv 3×3, [32, 64, 56, 56]", nn.Conv2d(64, 64, 3, padding=1, groups=64), (32, 64, 56, 56)),
        ("depthwise conv 3×3 stride 2, [32, 64, 56, 56]", nn.Conv2d(64, 64, 3, stride=2, padding=1, groups=64),
         (32, 64, 56, 56)),
        ("depthwise conv 3×3, [32, 256, 14, 14]", nn.Conv2d(256, 256, 3, padding=1, groups=256), (32, 256, 14, 14)),
        ("conv 3×3 in 4 groups, [32, 64, 28, 28]", nn.Conv2d(64, 64, 3, padding=1, groups=4), (32, 64, 28, 28)),
        ("conv1D 3, [32, 64, 1024]", nn.Conv1d(64, 64, 3, padding=1), (32, 64, 1024)),
        ("transposed conv 4×4 stride 2, [32, 64, 28, 28]", nn.ConvTranspose2d(64, 64, 4, stride=2, padding=1),
         (32, 64, 28, 28)),
        ("adaptive average pool 7×7, [32, 256, 28, 28]", nn.AdaptiveAvgPool2d(7), (32, 256, 28, 28)),
        ("adaptive max pool 7×7, [32, 256, 28, 28]", nn.AdaptiveMaxPool2d(7), (32, 256, 28, 28)),
        ("RMSNorm 768, [4096, 768]", nn.RMSNorm(768), (4096, 768)),
        ("GroupNorm 32 groups, [32, 256, 28, 28]", nn.GroupNorm(32, 256), (32, 256, 28, 28)),
        ("InstanceNorm, [32, 64, 56, 56]", nn.InstanceNorm2d(64), (32, 64, 56, 56)),
    ] + [
        (f"synapse pooling, [{n}, {m}, {c}]", SynapsePooling(m, c), (n, m, c))
        for n, m, c in [(100, 10, 10), (100, 1000, 10), (32, 50, 128)]
    ]


def forward(layer: nn.Module, x: Tensor) -> Callable[[], object]:
    def work() -> object:
        with torch.no_grad():
            return layer(x)
    return work


def step(layer: nn.Module, x: Tensor) -> Callable[[], object]:
    weights = torch.randn_like(layer(x))
    x = x.clone().requires_grad_()
    leaves = [x, *layer.parameters()]
    return lambda: torch.autograd.grad((layer(x) * weights).sum(), leaves)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=1, help="seconds of measurement for each row (default 1)")
    parser.add_argument("--only", default="", help="measure only the rows whose name contains this text")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    for name, layer, shape in layers():
        x = torch.randn(shape)
        for kind, work in [("forward", forward), ("step", step)]:
            if options.only in f"{name}, {kind}":
                times = times_in_ms(work(layer, x), options.seconds)
                print_line(operation=f"{name}, {kind}", threads=options.threads, min_ms=round(min(times), 4),
                           median_ms=round(statistics.median(times), 4))


if __name__ == "__main__":
    main()
