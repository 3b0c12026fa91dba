#!/usr/bin/env python3
"""Measures the times of stacks of recurrent layers in PyTorch, forward and with gradients; prints lines of JSON.

A step is the forward pass, the sum of its products with a constant tensor, and the gradients with respect to the input
and all parameters, as in Benchmarks/Sources/recurrent. Sequences of different lengths are packed before each pass, and
the outputs are padded again.
"""

from __future__ import annotations

import argparse
import os
import statistics

from peer import print_line, times_in_ms, torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

LENGTHS = [(index * 31 + 7) % 50 + 1 for index in range(64)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=2, help="seconds of measurement for each row (default 2)")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    for kind in ["LSTM", "GRU"]:
        layer = getattr(nn, kind)(64, 128, num_layers=2, bidirectional=True, batch_first=True)
        x, cotangent = torch.randn(64, 50, 64), torch.randn(64, 50, 256)
        leaf = x.clone().requires_grad_()
        for suffix, lengths in [("", None), (" of lengths 1 to 50", LENGTHS)]:
            def outputs(x: Tensor) -> Tensor:
                if lengths is None:
                    return layer(x)[0]
                packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
                return pad_packed_sequence(layer(packed)[0], batch_first=True, total_length=50)[0]

            def forward() -> Tensor:
                with torch.no_grad():
                    return outputs(x)

            def step() -> object:
                return torch.autograd.grad((outputs(leaf) * cotangent).sum(), [leaf, *layer.parameters()])

            for name, work in [("forward", forward), ("step", step)]:
                times = times_in_ms(work, options.seconds)
                print_line(operation=f"2 {kind} of both directions, [64, 50, 64]{suffix}, {name}",
                           threads=options.threads, min_ms=round(min(times), 4),
                           median_ms=round(statistics.median(times), 4))


if __name__ == "__main__":
    main()
