#!/usr/bin/env python3
"""Measures the times of the Synapse layer and of nn.Linear in PyTorch; prints a line of JSON for each shape and form.

`forward` is a forward pass without gradients. `step` is a forward and a backward pass, with gradients of the input and
the weight. `forward_ms` and `step_ms` are medians.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from statistics import median

from peer import print_line, times_in_ms, torch
from synapse_forms import log_space, product, published
from torch import Tensor
from torch.nn import functional as F

SHAPES = [(100, 64), (100, 250), (128, 784), (512, 784), (1024, 1024), (64, 2048)]
FORMS = ["linear", "log-space", "product", "compiled", "published"]
GIGABYTE = 2**30
Form = Callable[[Tensor, Tensor], Tensor]


def chunk_size(batch: int, features: int, gigabytes: float) -> int:
    """Returns the largest divisor c of `batch` for which a step of c samples fits in the memory limit.

    Returns 1 if no step fits. A step needs about 4 arrays [c, n, n] of floats, where n is the number of features.
    """
    largest = gigabytes * GIGABYTE / (4 * 4 * features**2)
    return max(size for size in range(1, batch + 1) if batch % size == 0 and (size <= largest or size == 1))


def published_fits(batch: int, features: int, gigabytes: float) -> bool:
    """Returns whether a step of the published form fits in the memory limit.

    For B samples of n features, the step needs five arrays [B·n, n] (diagonals, product, log1p and gradients) and a
    matrix of ones [B, B·n].
    """
    return 4 * (5 * batch * features**2 + batch**2 * features) <= gigabytes * GIGABYTE


def measure(name: str, form: Form, batch: int, features: int, chunk: int, options: argparse.Namespace) -> None:
    x = torch.rand(batch, features) / features
    weight = (2 * torch.rand(features, features) - 1) / features**0.5
    gradient = torch.randn(batch, features)
    trained_x, trained_weight = x.clone().requires_grad_(), weight.clone().requires_grad_()

    def forward() -> None:
        with torch.no_grad():
            for part in x.split(chunk):
                form(part, weight)

    def step() -> None:
        trained_x.grad = trained_weight.grad = None
        for part, part_gradient in zip(trained_x.split(chunk), gradient.split(chunk)):
            form(part, trained_weight).backward(part_gradient)

    forwards = times_in_ms(forward, options.seconds, at_least=3)
    steps = times_in_ms(step, options.seconds, at_least=3)
    print_line(batch=batch, features=features, threads=options.threads, form=name, chunk=chunk,
               forward_ms=round(median(forwards), 4), step_ms=round(median(steps), 4),
               forward_min_ms=round(min(forwards), 4), step_min_ms=round(min(steps), 4))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=1, help="seconds of each measurement (default 1)")
    parser.add_argument("--gigabytes", type=float, default=4, help="memory for the Synapse's arrays (default 4)")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=FORMS)
    parser.add_argument("--shapes", nargs="+", metavar="BATCHxFEATURES", help="for example 100x64 128x784")
    options = parser.parse_args()
    shapes = SHAPES
    if options.shapes:
        try:
            shapes = [(int(batch), int(features)) for batch, features in (text.split("x") for text in options.shapes)]
        except ValueError:
            parser.error(f"--shapes needs shapes BATCHxFEATURES, such as 100x64, not {' '.join(options.shapes)}")
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)

    eager: dict[str, Form] = {"log-space": log_space, "product": product}
    for batch, features in shapes:
        chunk = chunk_size(batch, features, options.gigabytes)
        for name in options.forms:
            if name == "linear":
                measure(name, lambda x, weight: F.linear(x, weight), batch, features, batch, options)
            elif name in eager:
                measure(name, eager[name], batch, features, chunk, options)
            elif name == "compiled":
                torch.compiler.reset()
                try:
                    measure(name, torch.compile(log_space, dynamic=False), batch, features, chunk, options)
                except Exception as error:  # There is no C++ compiler, or torch.compile cannot use it.
                    print_line(batch=batch, features=features, threads=options.threads, form=name,
                               error=f"torch.compile failed: {str(error).splitlines()[0]}")
            elif published_fits(batch, features, options.gigabytes):
                measure(name, published, batch, features, batch, options)
            else:
                print_line(batch=batch, features=features, threads=options.threads, form=name,
                           error=f"does not fit into {options.gigabytes:g} GB")


if __name__ == "__main__":
    main()
