#!/usr/bin/env python3
"""Writes fourier.json: NumPy's results for the functions of numpy.fft.

    python3 Tests/References/fourier_references.py            writes the file
    python3 Tests/References/fourier_references.py --check    compares it with what would be written

A complex array x is stored as its parts, xReal and xImaginary. Inputs have three decimals. Each input is a case of the
operation "signal"; the cases of the transforms contain the name of their input. Outputs are rounded to 14 digits, and
outputs below 1e-13 to 0, so that the script writes the same file on every machine.
"""
from __future__ import annotations

import pathlib
import platform
import zlib
from typing import Any

import numpy as np

from reference_file import write_or_check

PATH = pathlib.Path(__file__).with_name("fourier.json")
NORMS = ["backward", "ortho", "forward"]
LENGTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 20, 25, 31]
TO_REAL = {"irfft", "irfftn", "irfft2", "hfft"}
FROM_REAL = {"rfft", "rfftn", "rfft2", "ihfft"}


def plain(array: np.ndarray) -> dict[str, Any]:
    values = [0.0 if abs(value) < 1e-13 else float(f"{value:.13e}") for value in array.reshape(-1).tolist()]
    return {"shape": list(array.shape), "values": values}


def stored(name: str, array: np.ndarray) -> dict[str, Any]:
    if np.iscomplexobj(array):
        return {f"{name}Real": plain(array.real), f"{name}Imaginary": plain(array.imag)}
    return {name: plain(array)}


signals: dict[str, dict[str, Any]] = {}


def signal_name(x: np.ndarray) -> str:
    """Returns the name of the case of the operation "signal" that contains x, and adds this case to `signals`."""
    kind = "complex" if np.iscomplexobj(x) else "real"
    name = f"{kind}{list(x.shape)}-{zlib.crc32(x.tobytes()):08x}"
    signals[name] = {"name": name, "operation": "signal", "parameters": {}, "tensors": stored("x", x)}
    return name


def signal(name: str, *shape: int, is_complex: bool) -> np.ndarray:
    """Returns normal random numbers with three decimals. The name is the seed."""
    generator = np.random.default_rng(zlib.crc32(name.encode()))
    real = generator.standard_normal(shape).round(3)
    return real + 1j * generator.standard_normal(shape).round(3) if is_complex else real


def case(function: str, x: np.ndarray, norm: str = "backward", **parameters: Any) -> dict[str, Any]:
    arguments = {key: tuple(value) if isinstance(value, list) else value for key, value in parameters.items()}
    output = getattr(np.fft, function)(x, norm=norm, **arguments)
    name = signal_name(x)
    label = ",".join(f"{key}={value}" for key, value in parameters.items())
    return {"name": f"{function}/{name},{label},{norm}", "operation": function,
            "parameters": {"norm": norm, "signal": name, **parameters}, "tensors": stored("output", output)}


def kinds(function: str) -> list[bool]:
    return [True] if function in TO_REAL else [False] if function in FROM_REAL else [False, True]


def lines() -> list[dict[str, Any]]:
    """Makes cases of transforms along one axis.

    The cases have every length, with one norm each; every axis of a block, with every norm; and lines of the block that
    are shortened, or lengthened with zeros, to n elements.
    """
    cases = []
    for function in ["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"]:
        for is_complex in kinds(function):
            for index, length in enumerate(LENGTHS):
                if function in {"irfft", "hfft"} and length == 1:
                    continue
                x = signal(f"{function}{length}", length, is_complex=is_complex)
                cases.append(case(function, x, NORMS[index % 3]))
            block = signal(f"{function}block", 2, 3, 4, is_complex=is_complex)
            for axis in [0, 1, 2, -1, -2]:
                for norm in NORMS:
                    cases.append(case(function, block, norm, axis=axis))
            for axis in [0, 1, 2]:
                for n in [1, 2, 3, 5, 6]:
                    cases.append(case(function, block, NORMS[n % 3], n=n, axis=axis))
    return cases


def several_axes() -> list[dict[str, Any]]:
    cases = []
    for function in ["fftn", "ifftn", "rfftn", "irfftn"]:
        for is_complex in kinds(function):
            block = signal(f"{function}block", 2, 3, 4, is_complex=is_complex)
            for norm in NORMS:
                cases.append(case(function, block, norm))
            for axes in [[0], [2, 0], [0, 2], [1, 2], [-1, -3], [1, 0], [2, 1, 0]]:
                cases.append(case(function, block, NORMS[len(axes) % 3], axes=axes))
            for s in [[3, 2, 5], [2, 5, 6], [3, 4, 2], [1, 1, 1]]:
                cases.append(case(function, block, NORMS[s[0] % 3], s=s, axes=[0, 1, 2]))
                cases.append(case(function, block, NORMS[s[1] % 3], s=s[:2], axes=[2, 1]))
    for function in ["fft2", "ifft2", "rfft2", "irfft2"]:
        for is_complex in kinds(function):
            block = signal(f"{function}block", 2, 3, 4, is_complex=is_complex)
            for norm in NORMS:
                cases += [case(function, block, norm), case(function, block, norm, s=[3, 6], axes=[0, 2])]
    return cases


def special() -> list[dict[str, Any]]:
    """Makes cases of arrays without elements, of zeros, and of negative zeros."""
    cases = []
    for function in ["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"]:
        for is_complex in kinds(function):
            cases += [case(function, signal("", *shape, is_complex=is_complex), axis=axis)
                      for shape, axis in [((0, 4), -1), ((4, 0), 0), ((2, 0, 3), 2), ((0, 0, 5), 2)]]
            cases.append(case(function, signal("", 2, 0, is_complex=is_complex), n=4, axis=1))
            zeros = np.zeros((2, 6), complex if is_complex else float)
            cases += [case(function, zeros), case(function, -zeros)]
    return cases


def helpers() -> list[dict[str, Any]]:
    cases = []
    for function in ["fftfreq", "rfftfreq"]:
        for n in [1, 2, 3, 4, 5, 8, 9, 100, 101]:
            for d in [1.0, 0.1, 2.5]:
                output = getattr(np.fft, function)(n, d)
                cases.append({"name": f"{function}/{n},{d}", "operation": function, "parameters": {"n": n, "d": d},
                              "tensors": stored("output", output)})
    for function in ["fftshift", "ifftshift"]:
        for shape in [(1,), (2,), (5,), (6,), (3, 4), (5, 2, 3), (0, 3)]:
            for axes in [None, [0], [-1]]:
                x = np.arange(float(np.prod(shape))).reshape(shape)
                parameters = {"signal": signal_name(x)} | ({} if axes is None else {"axes": axes})
                output = getattr(np.fft, function)(x, axes)
                cases.append({"name": f"{function}/{list(shape)},{axes}", "operation": function,
                              "parameters": parameters, "tensors": stored("output", output)})
    return cases


def main() -> None:
    versions = {"python": platform.python_version(), "numpy": np.__version__}
    cases = lines() + several_axes() + special() + helpers()
    write_or_check(PATH, {"versions": versions, "command": "python3 Tests/References/fourier_references.py"},
                   list(signals.values()) + cases)


if __name__ == "__main__":
    main()
