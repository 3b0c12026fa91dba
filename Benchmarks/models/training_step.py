#!/usr/bin/env python3
"""Predicts the time of a training step on 1 to 1024 ranks, and prints the tables of docs/scaling.md.

A step of a batch of B samples, cut into S shards, on R ranks with one thread each takes

    T(R) = a + b·⌈S/R⌉ + c·⌈S/R⌉·B/S + x(R),

where a is the time of the optimizer and of everything that does not depend on the shards, b is the time of a shard (the
kernels pack the weights, and the sum reads and writes the gradient), and c is the time of a sample. The exchange takes

    x(R) = 2(R − 1)·α + 2(R − 1)/R·n·β      the buckets of the gradient, n bytes (reduce-scatter, all-gather)
         + 4·L·⌈log₂ R⌉·α                    L batch normalizations, twice forward and twice backward
         + 3·⌈log₂ R⌉·α                      the loss, the agreement on a stop, and the buffers

α is the latency of a message, and β the time of a byte. The second table hides as much of the gradient's exchange as
possible behind the backward pass, which takes two thirds of the time of the samples.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Network:
    """A network with its measured times in seconds, on one thread."""
    name: str
    parameters: int
    normalizations: int
    batch: int
    fixed: float        # a
    per_shard: float    # b
    per_sample: float   # c


@dataclass(frozen=True)
class Link:
    """A connection between ranks."""
    name: str
    latency: float      # α, in seconds
    bandwidth: float    # 1/β, in bytes per second


def exchange(network: Network, link: Link, ranks: int) -> tuple[float, float]:
    """The times of the gradient's exchange and of all other messages of a step, in seconds."""
    if ranks == 1:
        return 0, 0
    size = 4 * network.parameters
    gradient = 2 * (ranks - 1) * link.latency + 2 * (ranks - 1) / ranks * size / link.bandwidth
    stages = math.ceil(math.log2(ranks))
    return gradient, (4 * network.normalizations + 3) * stages * link.latency


def step(network: Network, link: Link, ranks: int, shards: int, batch: int, overlap: bool) -> float:
    """The time of a step in seconds."""
    own = math.ceil(shards / ranks)
    samples = own * batch / shards * network.per_sample
    gradient, others = exchange(network, link, ranks)
    if overlap:
        gradient = max(0, gradient - 2 / 3 * samples)
    return network.fixed + own * network.per_shard + samples + gradient + others
