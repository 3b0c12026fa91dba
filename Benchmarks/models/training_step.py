#!/usr/bin/env python3
"""Predicts the time of a training step on 1 to 1024 ranks, and prints the tables of docs/scaling.md.

A step with a batch of B samples, cut into S shards, on R ranks with one thread each takes

    T(R) = a + b·⌈S/R⌉ + c·⌈S/R⌉·B/S + x(R),

where a is the time of everything that depends neither on the shards nor on the samples, b is the time of a shard (the
kernels pack the weights, and the sum reads the gradient), and c is the time of a sample. The exchange takes

    x(R) = 2(R − 1)·α + 2(R − 1)/R·n·β     the gradient of n bytes: reduce-scatter and all-gather
         + (2·L + 3)·⌈log₂ R⌉·α             L batch normalizations, forward and backward; the loss, the stop, the buffers

where α is the time of a short message, and β the time of a byte. `--fit FILE` finds a, b and c from measured times:
lines with the number of shards, the number of samples and the seconds of a step.
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
    return gradient, (2 * network.normalizations + 3) * stages * link.latency


def step(network: Network, link: Link, ranks: int, shards: int, batch: int, overlap: bool) -> float:
    """The time of a step in seconds."""
    own = math.ceil(shards / ranks)
    samples = own * batch / shards * network.per_sample
    gradient, others = exchange(network, link, ranks)
    if overlap:
        gradient = max(0, gradient - 2 / 3 * samples)
    return network.fixed + own * network.per_shard + samples + gradient + others


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solves a small system of linear equations by Gaussian elimination."""
    rows = [row + [value] for row, value in zip(matrix, right)]
    for column in range(len(rows)):
        pivot = max(range(column, len(rows)), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(len(rows)):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [x - factor * y for x, y in zip(rows[row], rows[column])]
    return [row[-1] / row[index] for index, row in enumerate(rows)]


def fit(path: str) -> None:
    """Prints a, b and c of the measurements in a file, which minimize the sum of the squares of the relative errors."""
    with open(path, encoding="utf-8") as file:
        lines = [[float(word) for word in line.split()] for line in file if line.strip() and line[0] != "#"]
    terms = [([1 / time, shards / time, samples / time], 1.0) for shards, samples, time in lines]
    matrix = [[sum(t[i] * t[j] for t, _ in terms) for j in range(3)] for i in range(3)]
    a, b, c = solve(matrix, [sum(t[i] * y for t, y in terms) for i in range(3)])
    print(f"a = {a * 1e3:.3f} ms, b = {b * 1e3:.3f} ms, c = {c * 1e6:.2f} µs")
    for shards, samples, time in lines:
        model = a + b * shards + c * samples
        print(f"{shards:4.0f} shards, {samples:5.0f} samples: {time * 1e3:8.2f} ms, model {model * 1e3:8.2f} ms")


def speed(network: Network, link: Link, ranks: int, grows: bool, overlap: bool) -> float:
    """The samples per second, relative to one rank that computes whole batches. If `grows`, each rank has a batch of the
    usual size in a shard of its own, otherwise the ranks share one batch of at least 8 shards."""
    batch = network.batch * ranks if grows else network.batch
    shards = ranks if grows else max(8, ranks)
    alone = step(network, link, 1, 1, network.batch, False)
    return batch / network.batch * alone / step(network, link, ranks, shards, batch, overlap)


def number(value: float) -> str:
    """The value with three digits, or as a whole number if it has more."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def print_tables(networks: list[Network], links: list[Link]) -> None:
    """Prints the predictions as Markdown: without and with an exchange behind the backward pass."""
    for grows in (False, True):
        for network in networks:
            title = "on each rank" if grows else "in all"
            print(f"\n{network.name}, {network.batch} samples {title}:\n")
            print("| ranks |" + "".join(f" {link.name} |" for link in links))
            print("| ---: |" + " ---: |" * len(links))
            for power in range(11):
                ranks = 2 ** power
                if not grows and ranks > network.batch:
                    break
                cells = [" – ".join(number(speed(network, link, ranks, grows, overlap)) for overlap in (False, True))
                         for link in links]
                print(f"| {ranks} | " + " | ".join(cells) + " |")


# Measured on one core of an AMD EPYC of family 23 (Zen 2) by `synamlp`, `synacnn` and `synarnn`, and found with `--fit`.
# A shard of the large network moves 166 times the bytes of the MLP's, and a sample takes 3 products of all weights with 25
# billion multiply-adds in a second.
NETWORKS = [
    Network("MLP of 0.6 million parameters", 602_634, 3, 100, 3.8e-3, 2.1e-3, 57e-6),
    Network("CNN of 0.07 million parameters", 65_338, 5, 100, 1.6e-3, 1.4e-3, 209e-6),
    Network("RNN of 0.3 million parameters", 295_114, 2, 100, 3.8e-3, 1.2e-3, 241e-6),
    Network("Dense network of 100 million parameters", 100_000_000, 0, 100, 0.63, 0.35, 12e-3),
]
LINKS = [
    Link("Ethernet of 1 Gbit/s", 100e-6, 110e6),
    Link("Ethernet of 25 Gbit/s", 20e-6, 2.8e9),
    Link("InfiniBand of 200 Gbit/s", 2e-6, 23e9),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", metavar="FILE", help="a file of measured times")
    options = parser.parse_args()
    if options.fit:
        fit(options.fit)
    else:
        print_tables(NETWORKS, LINKS)


if __name__ == "__main__":
    main()
