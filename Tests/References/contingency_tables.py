#!/usr/bin/env python3
"""Writes contingency_tables.json: odds ratios, relative risks and their intervals as SciPy gives them.

Woolf's interval is SciPy's "sample" interval of the odds ratio, Katz's its interval of the relative risk, the exact one its
"conditional" interval. Infinities are strings.
"""

import json
import platform
from pathlib import Path

import scipy
from scipy.stats import norm
from scipy.stats.contingency import odds_ratio, relative_risk

TABLES = [
    (104, 10_933, 189, 10_845), (1601, 162_527, 510, 412_368), (135, 139, 46, 348), (3, 1, 1, 3), (10, 0, 3, 7),
    (0, 5, 4, 6), (1, 99, 1, 99), (7, 12, 0, 5), (500, 500, 400, 600), (2, 3, 5, 0),
]
LEVELS = [0.5, 0.9, 0.95, 0.999]


def number(value: float) -> float | str:
    return float(value) if abs(value) != float("inf") else ("inf" if value > 0 else "-inf")


def interval(found) -> list[float | str]:
    return [number(found.low), number(found.high)]


def case(table: tuple[int, int, int, int]) -> dict:
    a, b, c, d = table
    sample, conditional = (odds_ratio([[a, b], [c, d]], kind=kind) for kind in ("sample", "conditional"))
    risk = relative_risk(a, a + b, c, c + d)
    return {
        "table": table, "odds_ratio": number(sample.statistic), "conditional": number(conditional.statistic),
        "relative_risk": number(risk.relative_risk),
        "intervals": [
            {"confidence": level, "woolf": interval(sample.confidence_interval(level)) if min(table) > 0 else None,
             "exact": interval(conditional.confidence_interval(level)),
             "katz": interval(risk.confidence_interval(level)) if a > 0 and c > 0 else None}
            for level in LEVELS]}


def main() -> None:
    points = [1e-12, 1e-5, 0.025, 0.3, 0.5, 0.7, 0.975, 0.9995]
    content = {
        "versions": {"python": platform.python_version(), "scipy": scipy.__version__},
        "normal_quantiles": [[p, float(norm.ppf(p))] for p in points],
        "cases": [case(table) for table in TABLES]}
    Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
