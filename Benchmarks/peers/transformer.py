#!/usr/bin/env python3
"""Measures attention, the layers of a transformer and activations in PyTorch; prints a line of JSON for each.

A step is a forward pass and the gradient with respect to all inputs and parameters.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable

from peer import print_line, times_in_ms, torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

Works = list[tuple[str, Callable[[], object]]]


class SelfAttention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.attention(x, x, x, need_weights=False)[0]


class Positions(nn.Module):
    def __init__(self, length: int, width: int, learned: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(length, width), requires_grad=learned)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.weight[: x.shape[1]]


def works(name: str, function: Callable[..., Tensor], inputs: list[Tensor], shape: list[int]) -> Works:
    """Returns the forward pass and the step of a function or module, with their names."""
    weights = torch.randn(shape)
    leaves = [x.clone().requires_grad_() for x in inputs]
    parameters = list(function.parameters()) if isinstance(function, nn.Module) else []

    def forward() -> Tensor:
        with torch.no_grad():
            if isinstance(function, nn.Module):
                function.eval()
            return function(*inputs)

    def step() -> None:
        if isinstance(function, nn.Module):
            function.train()
        for leaf in leaves + parameters:
            leaf.grad = None
        (function(*leaves) * weights).sum().backward()

    return [(f"{name}, forward", forward), (f"{name}, step", step)]


def all_works() -> Works:
    found: Works = []
    for shape, causal in [([8, 8, 256, 64], False), ([32, 4, 28, 32], False), ([8, 8, 256, 64], True)]:
        inputs = [torch.randn(shape) for _ in range(3)]
        found += works(
            f"attention {shape}{', causal' if causal else ''}",
            lambda q, k, v, causal=causal: scaled_dot_product_attention(q, k, v, is_causal=causal), inputs, shape)
    small, large, images = [32, 28, 128], [8, 256, 512], [64, 16, 32, 32]
    block = nn.TransformerEncoderLayer(
        128, 4, 512, dropout=0.0, activation="gelu", batch_first=True, norm_first=True)
    modules: list[tuple[str, nn.Module, list[int]]] = [
        ("MultiHeadAttention 128, 4 heads", SelfAttention(128, 4), small),
        ("MultiHeadAttention 512, 8 heads", SelfAttention(512, 8), large),
        ("TransformerBlock 128, 4 heads, hidden 512", block, small),
        ("PositionalEmbedding", Positions(28, 128, True), small),
        ("SinusoidalEncoding", Positions(28, 128, False), small),
        ("GELU, tanh", nn.GELU(approximate="tanh"), images),
        ("Mish", nn.Mish(), images),
        ("LeakyReLU", nn.LeakyReLU(), images),
        ("ELU", nn.ELU(), images),
        ("Hardswish", nn.Hardswish(), images),
        ("Hardsigmoid", nn.Hardsigmoid(), images),
        ("PReLU", nn.PReLU(16), images),
    ]
    for name, module, shape in modules:
        found += works(f"{name}, {shape}", module, [torch.randn(shape)], shape)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=0.5, help="seconds for each operation (default 0.5)")
    parser.add_argument("--only", default="", help="measure only the operations whose names contain this text")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    for operation, work in all_works():
        if options.only in operation:
            times = times_in_ms(work, options.seconds)
            print_line(operation=operation, threads=options.threads, min_ms=round(min(times), 4),
                       median_ms=round(statistics.median(times), 4))


if __name__ == "__main__":
    main()
