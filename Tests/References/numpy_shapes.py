#!/usr/bin/env python3
"""Writes numpy_shapes.json: NumPy's and SciPy's results for matrices and stacks without elements.

    python3 Tests/References/numpy_shapes.py            writes the file
    python3 Tests/References/numpy_shapes.py --check    compares it with what would be written
"""
from __future__ import annotations

import pathlib
import platform
from typing import Any, Callable

import numpy as np
import scipy
from scipy import linalg

from linear_algebra_references import case
from reference_file import write_or_check

PATH = pathlib.Path(__file__).with_name("numpy_shapes.json")
SQUARE = [(0, 0), (0, 3, 3), (2, 0, 0), (0, 0, 0), (2, 0, 1, 1)]
RECTANGULAR = SQUARE + [(0, 3), (3, 0), (2, 0, 3), (2, 3, 0), (0, 2, 3), (0, 1), (1, 0)]


def each(function: Callable[[np.ndarray], Any]) -> Callable[[np.ndarray], Any]:
    """Returns a function that applies `function` to each matrix of a stack, and returns the stack of the results.

    If the stack has no matrices, the result for an identity matrix determines the shape of a result.
    """
    def stacked(a: np.ndarray) -> np.ndarray:
        flat = a.reshape((-1 if a.size else int(np.prod(a.shape[:-2])),) + a.shape[-2:])
        found = [np.asarray(function(matrix)) for matrix in flat]
        shape = found[0].shape if found else np.asarray(function(np.eye(*a.shape[-2:]))).shape
        return np.array(found).reshape(a.shape[:-2] + shape)
    return stacked


def lstsq(columns: int) -> Callable[[np.ndarray], Any]:
    return each(lambda a: np.linalg.lstsq(a, np.zeros((a.shape[0], columns)), rcond=None)[0])


FUNCTIONS: list[tuple[str, list[tuple[int, ...]], list[Callable[[np.ndarray], Any]]]] = [
    ("inverse", SQUARE, [np.linalg.inv]),
    ("determinant", SQUARE, [np.linalg.det]),
    ("logDeterminant", SQUARE, [lambda a: np.linalg.slogdet(a)[1]]),
    ("matrixExponential", SQUARE, [each(linalg.expm)]),
    ("matrixPower 3", SQUARE, [lambda a: np.linalg.matrix_power(a, 3)]),
    ("matrixPower -2", SQUARE, [lambda a: np.linalg.matrix_power(a, -2)]),
    ("cholesky", SQUARE, [np.linalg.cholesky]),
    ("symmetricEigen", SQUARE, [lambda a: np.linalg.eigh(a)[0], lambda a: np.linalg.eigh(a)[1]]),
    ("symmetricEigenvalues", SQUARE, [np.linalg.eigvalsh]),
    ("triangles", RECTANGULAR, [np.triu, lambda a: np.tril(a, -1), lambda a: np.diagonal(a, axis1=-2, axis2=-1)]),
    ("pseudoInverse", RECTANGULAR, [np.linalg.pinv]),
    ("singularValues", RECTANGULAR, [lambda a: np.linalg.svd(a, compute_uv=False)]),
    ("fullSVD", RECTANGULAR, [lambda a: np.linalg.svd(a)[0], lambda a: np.linalg.svd(a)[1],
                              lambda a: np.linalg.svd(a)[2]]),
    ("qr", RECTANGULAR, [lambda a: np.linalg.qr(a)[0], lambda a: np.linalg.qr(a)[1]]),
    ("completeQR", RECTANGULAR, [lambda a: np.linalg.qr(a, "complete")[0], lambda a: np.linalg.qr(a, "complete")[1]]),
    ("matrixRank", RECTANGULAR, [np.linalg.matrix_rank]),
    ("matrixNorm", RECTANGULAR, [lambda a: np.linalg.norm(a, axis=(-2, -1))]),
    ("kronecker", RECTANGULAR, [each(lambda a: np.kron(a, a))]),
    ("einsum", RECTANGULAR, [lambda a: np.einsum("...ij,...kj->...ik", a, a)]),
    ("nullSpace", [(0, 3), (3, 0), (0, 0)], [linalg.null_space]),
    ("solve", SQUARE, [lambda a: np.linalg.solve(a, np.zeros(a.shape[:-1] + (2,)))]),
    ("solve no sides", SQUARE + [(3, 3), (2, 3, 3)],
     [lambda a: np.linalg.solve(a + np.eye(a.shape[-1]), np.zeros(a.shape[:-1] + (0,)))]),
    ("leastSquares", RECTANGULAR, [lstsq(2)]),
    ("leastSquares no sides", RECTANGULAR + [(4, 3), (3, 4), (2, 4, 3)], [lstsq(0)]),
]


def contents() -> dict[str, Any]:
    cases = []
    for name, shapes, functions in FUNCTIONS:
        for shape in shapes:
            a = np.zeros(shape)
            try:
                tensors = {f"output{index}": np.asarray(function(a)) for index, function in enumerate(functions)}
                refusal = ""
            except (ValueError, np.linalg.LinAlgError) as error:
                tensors, refusal = {}, str(error)
            cases.append(case(f"{name}/{shape}", name, tensors, shape=[float(n) for n in shape], refusal=refusal))
    versions = {"python": platform.python_version(), "scipy": scipy.__version__, "numpy": np.__version__}
    return {"versions": versions, "command": "python3 Tests/References/numpy_shapes.py", "cases": cases}


def main() -> None:
    whole = contents()
    cases = whole.pop("cases")
    write_or_check(PATH, whole, cases)


if __name__ == "__main__":
    main()
