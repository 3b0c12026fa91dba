#!/usr/bin/env python3
"""Writes printing.json: arrays with the text that NumPy prints for them.

    python3 Tests/References/printing.py            writes the file
    python3 Tests/References/printing.py --check    compares it with what would be written

SynaNN prints true, false and 2.i where NumPy prints True, False and 2.j. The file contains NumPy's spelling, and the
test replaces it.
"""
from __future__ import annotations

import pathlib
import platform
from typing import Any

import numpy as np
from reference_file import write_or_check

PATH = pathlib.Path(__file__).with_name("printing.json")
REAL = ["float64", "float32", "float16"]
COMPLEX = ["complex128", "complex64"]
INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]


def number(value: Any) -> str:
    """Returns the decimal digits of an integer, or the shortest text of a real number as Double."""
    return str(int(value)) if isinstance(value, (np.integer, np.bool_)) else repr(float(value))


def case(array: np.ndarray, **options: Any) -> dict[str, Any]:
    flat = array.reshape(-1)
    parts = [[number(value.real), number(value.imag)] for value in flat] if array.dtype.kind == "c" else []
    return {
        "type": str(array.dtype),
        "shape": list(array.shape),
        "values": [text for pair in parts for text in pair] if parts else [number(value) for value in flat],
        "options": options,
        "text": np.array2string(array, **options),
    }


def arrays(kind: str, generator: np.random.Generator) -> list[np.ndarray]:
    """Returns arrays of the real type `kind` with 0 to 4 axes, and with numbers of every magnitude of the type."""
    tiny, huge = np.finfo(kind).smallest_subnormal, np.finfo(kind).max
    limit = {"float64": 300, "float32": 36, "float16": 4}[kind]
    made = [
        [0.0], [-0.0], [0.0, -0.0, 1.0], [1.0, 2.5, -3.0], [1 / 3], [1 / 3, 100.0], [0.1, 0.2, 0.3], [1e3, 1.0], [1e3, 0.999],
        [np.nan], [np.inf], [-np.inf], [np.nan, np.inf, -np.inf], [np.nan, 1.0], [np.inf, 1.0], [-np.inf, 1.0], [-np.inf, 12345.0],
        [np.nan, 0.5, 1234.0], [tiny, 1.0], [tiny], [tiny, 3 * tiny], [huge], [huge, -huge], [huge, tiny], [huge, 1.0], [9e-5], [1e-4], [1.1e-4],
        [999.0], [1000.0], [1001.0, 1.0], [12345.678], [-1e-5, 1.0], [1e-5, 2e-5, -3.14159e-5], [1e-5, 1.17549435e-4], [1e5, 1e-5],
        [0.99999999999], [9.9999999999], [1.5, 2.5, 3.5], [-0.5, 0.5], [0.000012345678901, 0.5], [123456.789, 0.1],
    ]
    result = [np.array(values) for values in made]
    for scale in np.linspace(-limit, limit, 13):
        result.append(generator.standard_normal(5) * 10.0**scale)
    result += [generator.standard_normal((3, 4)), generator.standard_normal((2, 3, 4)), generator.standard_normal((2, 2, 2, 2))]
    result += [generator.standard_normal(40), generator.standard_normal((2, 30)), generator.uniform(0, 1, (40, 40))]
    result += [10.0 ** generator.uniform(-4, 3, 12), 10.0 ** generator.uniform(-9, 2, 12), np.zeros(30), np.ones((20, 20))]
    result += [np.round(generator.standard_normal((3, 3)) * 100) / 100, np.arange(12.0).reshape(3, 4), np.linspace(0, 1, 11)]
    result += [np.zeros(shape) for shape in [(0,), (0, 3), (2, 0, 3), ()]] + [np.array(1 / 3), np.array(-1e-9), np.array(np.nan)]
    with np.errstate(over="ignore"):
        return [array.astype(kind) for array in result]


def options() -> list[dict[str, Any]]:
    return [
        {"precision": 3}, {"precision": 0}, {"precision": 16}, {"suppress_small": True}, {"suppress_small": True, "precision": 2}, {"sign": "+"},
        {"sign": " "}, {"floatmode": "fixed"}, {"floatmode": "fixed", "precision": 2}, {"floatmode": "fixed", "precision": 20}, {"floatmode": "unique"},
        {"floatmode": "maxprec_equal"}, {"floatmode": "maxprec_equal", "precision": 4}, {"max_line_width": 20}, {"max_line_width": 1},
        {"separator": ", "}, {"separator": ";"}, {"separator": ",", "max_line_width": 30}, {"threshold": 4, "edgeitems": 1},
        {"threshold": 5, "edgeitems": 2, "separator": ", "}, {"threshold": 0}, {"threshold": 100000, "precision": 2, "sign": " "},
    ]


def build() -> list[dict[str, Any]]:
    cases = []
    for kind in REAL:
        # Each type gets the same random numbers. Their digits differ, because each type rounds the numbers.
        generator = np.random.default_rng(7)
        for array in arrays(kind, generator):
            cases.append(case(array))
        some = [array for array in arrays(kind, np.random.default_rng(8)) if array.size <= 60]
        for index, option in enumerate(options()):
            cases += [case(array, **option) for array in some[index % 3 :: 3]]
    for kind in COMPLEX:
        generator = np.random.default_rng(9)
        real = {"complex128": "float64", "complex64": "float32"}[kind]
        pool = [array for array in arrays(real, generator) if array.size <= 60]
        for index, array in enumerate(pool):
            other = pool[(7 * index + 3) % len(pool)]
            made = np.zeros(array.shape, kind)
            made.real = array
            made.imag = np.resize(other, array.shape) if other.size else 0
            cases.append(case(made))
            cases.append(case(made, **options()[index % len(options())]))
    for kind in INTEGERS:
        bounds = np.iinfo(kind)
        made = [
            np.array([0]), np.array([1, 10]), np.array([bounds.min, 0, bounds.max], kind), np.arange(60).reshape(3, 20), np.arange(5), np.array(7),
            np.zeros((2, 0), int), np.arange(100).reshape(4, 5, 5), np.arange(24).reshape(2, 3, 2, 2), np.array([bounds.max], kind), np.array([bounds.min], kind),
        ]
        for array in made:
            array = array.astype(kind)
            cases.append(case(array))
            if kind in ("int64", "uint8"):
                cases += [case(array, **option) for option in options() if not {"precision", "floatmode"} & option.keys()]
    cases += [case(np.arange(2000)), case(np.arange(-1500, 1500).reshape(3, 1000)), case(np.arange(2000).reshape(20, 10, 10)), case(np.arange(1001).reshape(1001, 1)), case(np.arange(1000))]
    masks = [np.array(True), np.array([True, False]), np.array([False]), np.arange(40) % 3 == 0, np.arange(12).reshape(3, 4) > 5, np.zeros((0, 1), bool), np.ones((40, 40), bool)]
    cases += [case(mask) for mask in masks] + [case(mask, separator=", ", max_line_width=30) for mask in masks]
    return cases


if __name__ == "__main__":
    header = {"versions": {"python": platform.python_version(), "numpy": np.__version__}, "command": "python3 Tests/References/printing.py"}
    write_or_check(PATH, header, build())
