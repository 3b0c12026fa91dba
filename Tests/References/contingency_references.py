#!/usr/bin/env python3
"""Writes contingency.json: 2 x 2 tables with scipy's ratios and intervals, and normal quantiles.

The last digits of scipy's conditional estimates and intervals depend on scipy's root finder. So the file also contains
these numbers computed with integer weights and 60 digits ("exact"). The script fails if scipy's numbers differ from the
exact numbers by more than SCIPY_TOLERANCE.

    python3 Tests/References/contingency_references.py            writes the file
    python3 Tests/References/contingency_references.py --check    compares it with what would be written
"""
import json
import math
import pathlib
import platform
import sys

import mpmath
import numpy
import scipy
from scipy.stats import norm
from scipy.stats.contingency import odds_ratio, relative_risk

PATH = pathlib.Path(__file__).with_name("contingency.json")
SCIPY_TOLERANCE = 1e-8
LEVELS = [0.5, 0.9, 0.95, 0.999]
TABLES = [
    [[104, 10933], [189, 10845]],
    [[3, 1], [1, 3]],
    [[7, 2], [3, 15]],
    [[1, 9], [11, 3]],
    [[2, 10], [15, 3]],
    [[50, 50], [50, 50]],
    [[1, 1], [1, 1]],
    [[1, 999], [1, 999]],
    [[5, 995], [40, 160]],
    [[60, 5], [2, 90]],
    [[30, 1000], [2, 5000]],
    [[0, 5], [3, 4]],
    [[4, 0], [3, 4]],
    [[4, 3], [0, 4]],
    [[4, 3], [4, 0]],
    [[0, 5], [5, 0]],
    [[5, 0], [0, 5]],
    [[0, 0], [3, 4]],
    [[0, 3], [0, 4]],
    [[3, 0], [4, 0]],
]
# The tables for which the script computes only the exact numbers.
LARGE_TABLES = [[[20000, 180000], [30000, 170000]], [[1500, 998500], [3, 1999997]]]


def number(x):
    x = float(x)
    return x if math.isfinite(x) else str(x)


class Conditional:
    """Fisher's noncentral hypergeometric distribution, with weights that are exact integers."""

    def __init__(self, table):
        (a, b), (c, d) = table
        self.count, row, other, column = a, a + b, c + d, a + c
        self.low, self.high = max(0, column - other), min(column, row)
        weight = math.comb(row, self.low) * math.comb(other, column - self.low)
        self.weights = []
        # Computes the quotients of the weights as floats of 60 digits, because the integers are huge for large tables.
        current = mpmath.mpf(weight) if row + other < 5000 else mpmath.mpf(1)
        for k in range(self.low, self.high + 1):
            self.weights.append(current)
            if k < self.high:
                current = current * ((row - k) * (column - k)) / ((k + 1) * (other - column + k + 1))

    def polynomial(self, chosen, theta):
        result = mpmath.mpf(0)
        for k in range(len(self.weights) - 1, -1, -1):
            result = result * theta + (chosen(k + self.low) * self.weights[k])
        return result

    def expectation(self, choose, psi):
        theta = mpmath.exp(psi)
        return self.polynomial(choose, theta) / self.polynomial(lambda k: 1, theta)

    def root(self, choose, target, start):
        def equation(psi):
            return self.expectation(choose, psi) - target

        return mpmath.exp(mpmath.findroot(equation, (start, start + mpmath.mpf("0.01")), solver="secant", tol=1e-60))

    def estimate(self, start):
        if self.low == self.high:
            return math.nan
        if self.count in (self.low, self.high):
            return 0 if self.count == self.low else math.inf
        return self.root(lambda k: k, self.count, math.log(start))

    def interval(self, level, near):
        tail = (1 - mpmath.mpf(level)) / 2
        low, high = 0, math.inf
        if self.count > self.low:
            low = self.root(lambda k: int(k >= self.count), tail, math.log(near[0]))
        if self.count < self.high:
            high = self.root(lambda k: int(k <= self.count), tail, math.log(near[1]))
        return [low, high]


def close(found, exact):
    return found == exact or (math.isnan(found) and math.isnan(exact)) or abs(found - exact) <= SCIPY_TOLERANCE * exact


def conditional(table, name):
    result = odds_ratio(table, kind="conditional")
    exact = Conditional(table)
    estimate = exact.estimate(result.statistic)
    assert close(result.statistic, estimate), (name, result.statistic, estimate)
    case = {"statistic": number(result.statistic), "exactStatistic": number(estimate), "intervals": []}
    for level in LEVELS:
        interval = result.confidence_interval(level)
        ends = exact.interval(level, interval)
        assert close(interval.low, ends[0]) and close(interval.high, ends[1]), (name, level, interval, ends)
        case["intervals"].append({
            "level": level, "scipy": [number(x) for x in interval], "exact": [number(x) for x in ends]})
    return case


def ratios(table):
    (a, b), (c, d) = table
    sample = odds_ratio(table, kind="sample")
    case = {"table": table, "oddsRatio": number(sample.statistic), "woolf": [], "relativeRisk": "nan", "katz": []}
    for level in LEVELS:
        case["woolf"].append([number(x) for x in sample.confidence_interval(level)])
    if a + b > 0 and c + d > 0:
        risk = relative_risk(a, a + b, c, c + d)
        case["relativeRisk"] = number(risk.relative_risk)
        case["katz"] = [[number(x) for x in risk.confidence_interval(level)] for level in LEVELS]
    return case


def large(table):
    (a, b), (c, d) = table
    exact, ratio = Conditional(table), a * d / (b * c)
    error = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    near = [ratio * math.exp(-2 * error), ratio * math.exp(2 * error)]
    return {
        "table": table, "level": 0.95, "exactStatistic": number(exact.estimate(ratio)),
        "exact": [number(x) for x in exact.interval(0.95, near)]}


def quantiles():
    tails = [1e-300, 1e-100, 1e-30, 1e-16, 1e-11, 1e-9, 1e-6, 0.0005, 0.005, 0.025, 0.05]
    levels = [0.0749, 0.0751, 0.1, 0.25, 0.4, 0.499, 0.5, 0.501, 0.75, 0.9, 0.925, 0.95, 0.975, 0.995, 0.9999, 1 - 1e-9]
    return [{"p": p, "z": number(norm.ppf(p))} for p in tails + levels]


def contents():
    mpmath.mp.dps = 60
    return {
        "versions": {
            "python": platform.python_version(), "scipy": scipy.__version__, "numpy": numpy.__version__,
            "mpmath": mpmath.__version__},
        "command": "python3 Tests/References/contingency_references.py",
        "levels": LEVELS,
        "tables": [dict(ratios(t), conditional=conditional(t, str(t))) for t in TABLES],
        "largeTables": [large(t) for t in LARGE_TABLES],
        "quantiles": quantiles(),
    }


def main():
    text = json.dumps(contents(), indent=None, separators=(",", ":")).replace('{"table"', '\n{"table"') + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if PATH.read_text() == text else f"{PATH} differs from what this machine computes")
    PATH.write_text(text)


if __name__ == "__main__":
    main()
