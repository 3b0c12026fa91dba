#!/usr/bin/env python3
"""Writes symmetric_functions.json: SciPy's functions of symmetric matrices, and divided differences with 60 digits.

    python3 Tests/References/symmetric_function_references.py            writes the file
    python3 Tests/References/symmetric_function_references.py --check    compares it with what would be written
"""
from __future__ import annotations

import pathlib
import platform
from typing import Any, Callable

import mpmath
import numpy as np
import scipy
from mpmath import mpf
from scipy import linalg

from linear_algebra_references import case, matrix
from reference_file import write_or_check

PATH = pathlib.Path(__file__).with_name("symmetric_functions.json")
mpmath.mp.dps = 60

# A function has a name, an exponent, a definition and a derivative.
FUNCTIONS: list[tuple[str, float, Callable[[mpf], mpf], Callable[[mpf], mpf]]] = [
    ("square_root", 0.5, mpmath.sqrt, lambda x: 1 / (2 * mpmath.sqrt(x))),
    ("inverse_square_root", -0.5, lambda x: 1 / mpmath.sqrt(x), lambda x: -1 / (2 * x * mpmath.sqrt(x))),
    ("logarithm", 0, mpmath.log, lambda x: 1 / x),
    ("exponential", 0, mpmath.exp, mpmath.exp),
] + [("power", p, lambda x, p=p: mpmath.power(x, mpf(p)), lambda x, p=p: mpf(p) * mpmath.power(x, mpf(p) - 1))
     for p in [0.25, 1.5, 3.0, -1.0, -2.5]]

# Pairs of equal numbers, of numbers that differ by 2 ulp or more, and of numbers far apart.
PAIRS = [(5.0, 5.0), (2.0, 2.0 + 2.0**-50), (2.0, 2.000000000001), (3.0, 3.0000001), (0.7, 0.70001), (1.0, 1.01),
         (1.0, 1.5), (0.3, 4.0), (1e-6, 2.0), (0.001, 11.0)]


def differences() -> list[dict[str, Any]]:
    cases = []
    for name, exponent, function, derivative in FUNCTIONS:
        quotients = [float(derivative(mpf(a)) if a == b else (function(mpf(a)) - function(mpf(b))) / (mpf(a) - mpf(b)))
                     for a, b in PAIRS]
        cases.append(case(f"divided_difference/{name}/{exponent}", "divided_difference",
                          {"pairs": np.array(PAIRS), "output": np.array(quotients)}, function=name, exponent=exponent))
    return cases


def values(kind: str, is_complex: bool) -> list[dict[str, Any]]:
    root = matrix(f"{kind}/symmetric", 5, 5, is_complex=is_complex)
    a = root @ root.conj().T + np.eye(5)
    small = (root + root.conj().T) / 2
    return [
        case(f"square_root/{kind}", "symmetric_function", {"a": a, "output": linalg.sqrtm(a)},
             function="square_root", exponent=0.5),
        case(f"inverse_square_root/{kind}", "symmetric_function", {"a": a, "output": linalg.inv(linalg.sqrtm(a))},
             function="inverse_square_root", exponent=-0.5),
        case(f"logarithm/{kind}", "symmetric_function", {"a": a, "output": linalg.logm(a)},
             function="logarithm", exponent=0),
        case(f"exponential/{kind}", "symmetric_function", {"a": small, "output": linalg.expm(small)},
             function="exponential", exponent=0),
        case(f"power/{kind}", "symmetric_function", {"a": a, "output": linalg.fractional_matrix_power(a, 0.3)},
             function="power", exponent=0.3),
        case(f"cube/{kind}", "symmetric_function", {"a": small, "output": np.linalg.matrix_power(small, 3)},
             function="power", exponent=3),
    ]


def derivatives() -> list[dict[str, Any]]:
    """Makes cases of the exponential's Fréchet derivative, with distinct and with repeated eigenvalues."""
    root, direction = matrix("derivative/a", 4, 4), matrix("derivative/e", 4, 4)
    basis, direction = np.linalg.qr(root)[0], direction + direction.T
    cases = []
    for name, spectrum in [("generic", [-1.0, 0.5, 2.0, 3.0]), ("repeated", [2.0, 2.0, 2.0, -1.0])]:
        a = basis @ np.diag(spectrum) @ basis.T
        a = (a + a.T) / 2
        cases.append(case(f"exponential/{name}", "frechet_derivative",
                          {"a": a, "direction": direction,
                           "output": linalg.expm_frechet(a, direction, compute_expm=False)}))
    return cases


def main() -> None:
    cases = differences() + values("real", False) + values("complex", True) + derivatives()
    versions = {"python": platform.python_version(), "scipy": scipy.__version__, "numpy": np.__version__,
                "mpmath": mpmath.__version__}
    whole = {"versions": versions, "command": "python3 Tests/References/symmetric_function_references.py"}
    write_or_check(PATH, whole, cases)


if __name__ == "__main__":
    main()
