#!/usr/bin/env python3
"""Measures rounding errors of convolution by minimal filtering in single precision, for several points.

Prints a Markdown table for F(4 x 4, 3 x 3) and one for F(2 x 2, 5 x 5): the greatest and the root-mean-square error, in units of the results' root mean square. The
images have 64 channels of random numbers after ReLU. The last row contains the errors of the direct sum.
"""

from __future__ import annotations

from fractions import Fraction

import numpy

SIDE = 6
CHANNELS, OUTPUTS, TILES = 64, 16, 400
POINTS = [["0", "1", "-1", "2", "-2"], ["0", "1", "-1", "1/2", "-1/2"], ["0", "1", "-1", "1/2", "-2"],
          ["0", "2/3", "-2/3", "3/2", "-3/2"], ["0", "3/4", "-3/4", "4/3", "-4/3"], ["0", "3/4", "-3/4", "3/2", "-3/2"]]


def polynomial(roots: list[Fraction]) -> list[Fraction]:
    """Returns the coefficients of the product of all (x - root), lowest power first."""
    coefficients = [Fraction(1)]
    for root in roots:
        shifted, scaled = [Fraction(0), *coefficients], [*coefficients, Fraction(0)]
        coefficients = [high - root * low for high, low in zip(shifted, scaled)]
    return coefficients


def transforms(points: list[Fraction], window: int) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """Returns the matrices A^T, G and B^T of the Toom-Cook algorithm for the given points and infinity."""
    tile = SIDE + 1 - window
    last = [Fraction(0)] * (tile - 1) + [Fraction(1)]
    results = [[p ** i for p in points] + [last[i]] for i in range(tile)]
    windows, pixels = [], []
    for p in points:
        others = [q for q in points if q != p]
        distance = numpy.prod([p - q for q in others])
        windows.append([p ** j / distance for j in range(window)])
        pixels.append(polynomial(others) + [Fraction(0)])
    windows.append([Fraction(0)] * (window - 1) + [Fraction(1)])
    pixels.append(polynomial(points))
    return tuple(numpy.array(rows, dtype=float).astype(numpy.float32) for rows in (results, windows, pixels))


def both_ways(matrix: numpy.ndarray, tiles: numpy.ndarray) -> numpy.ndarray:
    lines = numpy.einsum("ij,...jk->...ik", matrix, tiles)
    return numpy.einsum("...ik,lk->...il", lines, matrix)


def print_errors(window: int) -> None:
    tile = SIDE + 1 - window
    random = numpy.random.default_rng(1)
    pixels = numpy.maximum(random.normal(size=(CHANNELS, TILES, SIDE, SIDE)), 0).astype(numpy.float32)
    windows = (random.normal(size=(OUTPUTS, CHANNELS, window, window)) / 24).astype(numpy.float32)
    exact = numpy.zeros((OUTPUTS, TILES, tile, tile))
    written = numpy.zeros_like(exact, dtype=numpy.float32)
    for channel in range(CHANNELS):
        for row in range(window):
            for column in range(window):
                under = pixels[channel, :, row:row + tile, column:column + tile]
                weight = windows[:, channel, row, column][:, None, None, None]
                written += weight * under
                exact += weight.astype(float) * under
    scale = numpy.sqrt((exact ** 2).mean())

    def line(name: str, result: numpy.ndarray) -> str:
        error = (result - exact) / scale
        return f"| {name} | {abs(error).max():.1e} | {numpy.sqrt((error ** 2).mean()):.1e} |"

    print(f"F({tile} x {tile}, {window} x {window})\n")
    print("| points | greatest error | root mean square |\n| --- | ---: | ---: |")
    for points in POINTS:
        to_results, to_windows, to_pixels = transforms([Fraction(p) for p in points], window)
        u, v = both_ways(to_windows, windows), both_ways(to_pixels, pixels)
        sums = numpy.zeros((OUTPUTS, TILES, SIDE, SIDE), numpy.float32)
        for channel in range(CHANNELS):
            sums += u[:, channel][:, None] * v[channel][None]
        print(line(", ".join(points) + ", ∞", both_ways(to_results, sums)))
    print(line("direct sum", written), end="\n\n")


def main() -> None:
    print_errors(3)
    print_errors(5)


if __name__ == "__main__":
    main()
