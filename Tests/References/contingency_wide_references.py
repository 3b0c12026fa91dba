#!/usr/bin/env python3
"""Writes contingency_wide.json: exact intervals of 2 x 2 tables whose counts are too large for a sum of all terms.

The script computes the probabilities of Fisher's noncentral hypergeometric distribution with the logarithm of the gamma
function and 50 digits, and their sums with the Euler-Maclaurin formula at integers,

    sum over i >= k of f(i) = integral of f from k + f(k)/2 - f'(k)/12 + f'''(k)/720

The derivatives of f follow from those of log f. (The Swift code uses other forms of the probabilities and the sums.)
The script fails if the formula differs by more than 1e-14 from the sum of all terms of a smaller table.

    python3 Tests/References/contingency_wide_references.py            writes the file
    python3 Tests/References/contingency_wide_references.py --check    compares it with what would be written
"""
import json
import math
import pathlib
import platform
import sys

import mpmath
from mpmath import mp, mpf

PATH = pathlib.Path(__file__).with_name("contingency_wide.json")
LEVELS = [0.5, 0.95, 1 - 1e-9]
E11 = 10**11
TABLES = [
    [[10_000_000, 20_000_000], [30_000_000, 10_000_000]],
    [[104 * E11, 10933 * E11], [189 * E11, 10845 * E11]],
    [[3 * 10**14, 7 * 10**14], [25 * 10**13, 75 * 10**13]],
    [[2_000_000, 10**15], [3_000_000, 2 * 10**15]],
    [[1_500_000, 998_500_000], [3_000_000, 1_999_997_000]],
    [[999_999_999_999_999, 1_234_567], [999_999_999_999_990, 1_111_111]],
]
SMALL = [[60_000, 50_000], [40_000, 90_000]]


class Wide:
    def __init__(self, table):
        (self.a, self.b), (self.c, self.d) = table
        self.deviation = mp.sqrt(1 / sum(1 / mpf(x) for x in (self.a, self.b, self.c, self.d)))

    def mode(self, theta):
        """Returns the x at which a term is greatest, by Newton's method from x = 0, the cells of the table itself."""
        x = mpf(0)
        for _ in range(60):
            slope, curvature = self.derivatives(x, theta)[:2]
            step = slope / curvature
            x -= step
            if abs(step) < mpf(10) ** -20 * self.deviation:
                break
        return x

    def cells(self, x):
        return (self.a + x, self.b - x, self.c - x, self.d + x)

    def logarithm(self, x, theta):
        return x * theta - sum(mp.loggamma(n + 1) for n in self.cells(x))

    def derivatives(self, x, theta):
        """Returns the first three derivatives of the logarithm of a term with respect to x, at x."""
        a, b, c, d = self.cells(x)
        psi = [[mp.psi(order, n + 1) for n in (a, b, c, d)] for order in range(3)]
        return (theta - psi[0][0] - psi[0][3] + psi[0][1] + psi[0][2], -sum(psi[1]),
                -psi[2][0] - psi[2][3] + psi[2][1] + psi[2][2])

    def sums(self, k, theta):
        """Returns the sums of the terms with i >= k and of those with i < k, in units of the greatest term.

        `theta` is the logarithm of the odds ratio. `k` and i are added to the first cell of the table.
        """
        top = self.mode(theta)
        peak = self.logarithm(top, theta)

        def f(x):
            return mp.exp(self.logarithm(x, theta) - peak)

        points = [top + self.deviation * z for z in range(-13, 14, 2)]
        above, below = [x for x in points if x > k], [x for x in points if x < k]
        one, two, three = self.derivatives(mpf(k), theta)
        value = f(mpf(k))
        first, third = value * one, value * (one**3 + 3 * one * two + three)
        correction = -first / 12 + third / 720
        upper = mp.quad(f, [k] + above) + value / 2 + correction
        lower = mp.quad(f, below + [k]) - value / 2 - correction
        return upper, lower

    def mean(self, theta):
        top = self.mode(theta)
        peak = self.logarithm(top, theta)
        points = [self.deviation * z for z in range(-13, 14, 2)]
        total = mp.quad(lambda x: mp.exp(self.logarithm(top + x, theta) - peak), points)
        moment = mp.quad(lambda x: x * mp.exp(self.logarithm(top + x, theta) - peak), points)
        return top + moment / total

    def share(self, k, theta):
        upper, lower = self.sums(k, theta)
        return upper / (upper + lower)

    def root(self, function, start):
        step = 1 / (10 * self.deviation)
        return mp.exp(mp.findroot(function, (start, start + step), solver="secant", tol=mpf(10) ** -30, maxsteps=60))

    def estimate(self):
        start = mp.log(mpf(self.a) * self.d / (mpf(self.b) * self.c))
        return self.root(lambda theta: self.mean(theta) / self.deviation, start)

    def interval(self, level):
        tail = (1 - mpf(level)) / 2
        start = mp.log(mpf(self.a) * self.d / (mpf(self.b) * self.c))
        z = mp.sqrt(2) * mp.erfinv(1 - 2 * tail)
        low = self.root(lambda theta: mp.log(self.share(0, theta) / tail), start - z / self.deviation)
        high = self.root(lambda theta: mp.log((1 - self.share(1, theta)) / tail), start + z / self.deviation)
        return [low, high]


def check_small():
    """Compares the formula with the sum of all terms of a small table, and fails if they differ."""
    wide = Wide(SMALL)
    for theta in (mp.log(mpf("2.65")), mp.log(mpf("2.7")), mp.log(mpf("2.74"))):
        logs = [wide.logarithm(mpf(x), theta) for x in range(-4000, 4001)]
        peak = max(logs)
        terms = [mp.exp(x - peak) for x in logs]
        exact = mp.fsum(terms[4000:]) / mp.fsum(terms)
        assert abs(wide.share(0, theta) / exact - 1) < mpf(10) ** -14, (theta, exact, wide.share(0, theta))
        mean = mp.fsum(t * (i - 4000) for i, t in enumerate(terms)) / mp.fsum(terms)
        assert abs(wide.mean(theta) - mean) < mpf(10) ** -14 * wide.deviation


def case(table):
    wide = Wide(table)
    return {
        "table": table, "exactStatistic": float(wide.estimate()),
        "intervals": [{"level": level, "exact": [float(x) for x in wide.interval(level)]} for level in LEVELS]}


def contents():
    mp.dps = 50
    check_small()
    return {
        "versions": {"python": platform.python_version(), "mpmath": mpmath.__version__},
        "command": "python3 Tests/References/contingency_wide_references.py",
        "tables": [case(table) for table in TABLES],
    }


def main():
    text = json.dumps(contents(), separators=(",", ":")).replace('{"table"', '\n{"table"') + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if PATH.read_text() == text else f"{PATH} differs from what this machine computes")
    PATH.write_text(text)


if __name__ == "__main__":
    main()
