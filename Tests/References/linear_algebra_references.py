#!/usr/bin/env python3
"""Writes linear_algebra.json: SciPy's and NumPy's results for small real and complex matrices.

The file contains only numbers that the matrices determine: no vectors whose sign or phase is arbitrary.

    python3 Tests/References/linear_algebra_references.py            writes the file
    python3 Tests/References/linear_algebra_references.py --check    compares it with what would be written
"""
from __future__ import annotations

import pathlib
import platform
import zlib
from typing import Any

import numpy as np
import scipy
from scipy import linalg

from reference_file import write_or_check

PATH = pathlib.Path(__file__).with_name("linear_algebra.json")
Arrays = dict[str, np.ndarray]


def stored(array: Any) -> list[tuple[str, dict[str, Any]]]:
    """Returns pairs of a suffix and numbers: "Real" and "Imaginary" for a complex array, "" for a real array."""
    array = np.asarray(array)
    if np.iscomplexobj(array):
        return [("Real", plain(array.real)), ("Imaginary", plain(array.imag))]
    return [("", plain(array.astype(float)))]


def plain(array: np.ndarray) -> dict[str, Any]:
    return {"shape": list(array.shape), "values": [float(value) for value in array.reshape(-1)]}


def case(name: str, operation: str, tensors: Arrays, **parameters: Any) -> dict[str, Any]:
    parts = {key + suffix: value for key, array in tensors.items() for suffix, value in stored(array)}
    return {"name": name, "operation": operation, "parameters": parameters, "tensors": parts}


def matrix(name: str, *shape: int, is_complex: bool = False) -> np.ndarray:
    """Returns normal random numbers with four decimals. The name is the seed."""
    generator = np.random.default_rng(zlib.crc32(name.encode()))
    real = generator.standard_normal(shape).round(4)
    return real + 1j * generator.standard_normal(shape).round(4) if is_complex else real


def ordered(values: np.ndarray) -> np.ndarray:
    """Returns eigenvalues, sorted by real part, then by imaginary part, both rounded to ten decimals."""
    values = np.asarray(values)
    return values[np.lexsort((values.imag.round(10), values.real.round(10)))]


def square_cases(kind: str, is_complex: bool) -> list[dict[str, Any]]:
    def make(name: str, *shape: int) -> np.ndarray:
        return matrix(f"{kind}/{name}", *shape, is_complex=is_complex)

    a, b = make("a", 5, 5), make("b", 5, 2)
    hermitian = make("h", 5, 5)
    hermitian = hermitian + hermitian.conj().T
    root = make("r", 5, 5)
    definite = root @ root.conj().T + np.eye(5)
    permutation, lower, upper = linalg.lu(a, p_indices=True)
    sign, logarithm = np.linalg.slogdet(a)
    # SciPy's order of rows p satisfies a = lower[p] @ upper.
    cases = [
        ("solve", {"a": a, "b": b, "output": linalg.solve(a, b)}),
        ("solve_triangular", {"a": a, "b": b, "output": linalg.solve_triangular(a, b, lower=True)}),
        ("solve_positive_definite", {"a": definite, "b": b, "output": linalg.solve(definite, b, assume_a="pos")}),
        ("solve_symmetric", {"a": hermitian, "b": b, "output": linalg.solve(hermitian, b, assume_a="her")}),
        ("inverse", {"a": a, "output": linalg.inv(a)}),
        ("determinant", {"a": a, "output": linalg.det(a)}),
        ("log_determinant", {"a": a, "sign": sign, "logMagnitude": logarithm}),
        ("lu", {"a": a, "permutation": np.argsort(permutation), "lower": lower, "upper": upper}),
        ("cholesky", {"a": definite, "output": linalg.cholesky(definite, lower=True)}),
        ("eigenvalues", {"a": a, "output": ordered(linalg.eigvals(a)).astype(complex)}),
        ("schur_eigenvalues", {"a": a, "output": ordered(np.diag(linalg.schur(a, output="complex")[0]))}),
        ("symmetric_eigenvalues", {"a": hermitian, "output": linalg.eigvalsh(hermitian)}),
        ("generalized_eigenvalues",
         {"a": a, "b": root, "output": ordered(linalg.eigvals(a, root)).astype(complex)}),
        ("generalized_symmetric_eigenvalues",
         {"a": hermitian, "b": definite, "output": linalg.eigh(hermitian, definite, eigvals_only=True)}),
        ("exponential", {"a": a, "output": linalg.expm(a)}),
        ("exponential", {"a": 20 * a, "output": linalg.expm(20 * a)}),
        ("square_root", {"a": definite, "output": linalg.sqrtm(definite)}),
        ("square_root", {"a": a + 4 * np.eye(5), "output": linalg.sqrtm(a + 4 * np.eye(5))}),
        ("matrix_power", {"a": a, "output": np.linalg.matrix_power(a, -3)}),
        ("kronecker", {"a": a[:2, :3], "b": b, "output": np.kron(a[:2, :3], b)}),
        ("condition_number", {"a": a, "output": np.linalg.cond(a)}),
    ]
    return [case(f"{name}/{kind}-{index}", name, tensors) for index, (name, tensors) in enumerate(cases)]


def rectangular_cases(kind: str, is_complex: bool) -> list[dict[str, Any]]:
    cases = []
    for rows, columns in [(6, 3), (3, 6), (4, 4)]:
        label = f"{kind}-{rows}x{columns}"
        a = matrix(f"{label}/a", rows, columns, is_complex=is_complex)
        b = matrix(f"{label}/b", rows, 2, is_complex=is_complex)
        solution, _, rank, values = linalg.lstsq(a, b)
        cases += [
            case(f"least_squares/{label}", "least_squares", {"a": a, "b": b, "output": solution}),
            case(f"pseudo_inverse/{label}", "pseudo_inverse", {"a": a, "output": linalg.pinv(a)}),
            case(f"singular_values/{label}", "singular_values", {"a": a, "output": linalg.svdvals(a)}),
            case(f"qr/{label}", "qr", {"a": a, "magnitudes": np.abs(linalg.qr(a, mode="economic")[1])}),
            case(f"pivoted_qr/{label}", "pivoted_qr",
                 {"a": a, "magnitudes": np.abs(linalg.qr(a, mode="economic", pivoting=True)[1]),
                  "permutation": linalg.qr(a, mode="economic", pivoting=True)[2]}),
            case(f"norms/{label}", "norms",
                 {"a": a, "output": np.array([np.linalg.norm(a, kind) for kind in ["fro", 2, "nuc", 1, np.inf]])}),
        ]
        deficient = a.copy()
        deficient[:, -1] = deficient[:, 0]
        deficient[-1, :] = deficient[0, :]
        space = linalg.null_space(deficient)
        solution, _, rank, values = linalg.lstsq(deficient, b)
        cases += [
            case(f"minimum_norm_least_squares/{label}", "minimum_norm_least_squares",
                 {"a": deficient, "b": b, "output": solution, "values": values}, rank=int(rank)),
            case(f"null_space/{label}", "null_space", {"a": deficient, "projector": space @ space.conj().T},
                 rank=int(np.linalg.matrix_rank(deficient))),
        ]
    return cases


def structured_cases(kind: str, is_complex: bool) -> list[dict[str, Any]]:
    bands = matrix(f"{kind}/bands", 4, 7, is_complex=is_complex)
    bands[1] += 5
    b = matrix(f"{kind}/b", 7, 2, is_complex=is_complex)
    tridiagonal = matrix(f"{kind}/tridiagonal", 3, 7, is_complex=is_complex)
    tridiagonal[1] += 4
    x, y, z = (matrix(f"{kind}/{name}", *shape, is_complex=is_complex)
               for name, shape in [("x", (2, 3, 4)), ("y", (4, 3, 5)), ("z", (5, 2))])
    return [
        case(f"solve_banded/{kind}", "solve_banded",
             {"a": bands, "b": b, "output": linalg.solve_banded((2, 1), bands, b)}, lower=2),
        case(f"solve_tridiagonal/{kind}", "solve_tridiagonal",
             {"lower": tridiagonal[2, :-1], "diagonal": tridiagonal[1], "upper": tridiagonal[0, 1:], "b": b,
              "output": linalg.solve_banded((1, 1), tridiagonal, b)}),
        case(f"einsum/{kind}", "einsum", {"x": x, "y": y, "z": z, "output": np.einsum("abc,cbd,da->bd", x, y, z)}),
    ]


def contents() -> dict[str, Any]:
    cases = [made for kind, is_complex in [("real", False), ("complex", True)]
             for make in [square_cases, rectangular_cases, structured_cases] for made in make(kind, is_complex)]
    versions = {"python": platform.python_version(), "scipy": scipy.__version__, "numpy": np.__version__}
    return {"versions": versions, "command": "python3 Tests/References/linear_algebra_references.py", "cases": cases}


def main() -> None:
    whole = contents()
    cases = whole.pop("cases")
    write_or_check(PATH, whole, cases)


if __name__ == "__main__":
    main()
