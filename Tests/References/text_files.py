#!/usr/bin/env python3
"""Writes text_files.json: texts with the arrays that NumPy's loadtxt and genfromtxt read, and arrays with savetxt's text.

    python3 Tests/References/text_files.py            writes the file
    python3 Tests/References/text_files.py --check    compares it with what would be written
"""
from __future__ import annotations

import io
import pathlib
import platform
from typing import Any

import numpy as np
from reference_file import write_or_check

PATH = pathlib.Path(__file__).with_name("text_files.json")


def numbers(array: np.ndarray) -> list[str]:
    """Returns the texts of all numbers in row-major order. A complex number has two texts.

    The text of a real number is the shortest text that identifies the number as a double.
    """
    flat = np.asarray(array).reshape(-1)
    if flat.dtype.kind == "c":
        return [repr(float(part)) for value in flat for part in (value.real, value.imag)]
    return [str(int(value)) if flat.dtype.kind in "iu" else repr(float(value)) for value in flat]


def read(name: str, text: str, kind: str = "float64", **options: Any) -> dict[str, Any]:
    array = np.loadtxt(io.StringIO(text, newline=""), dtype=kind, ndmin=2, **options)
    return {"name": name, "text": text, "type": kind, "options": options, "shape": list(array.shape), "values": numbers(array)}


def filled(name: str, text: str, **options: Any) -> dict[str, Any]:
    array = np.atleast_2d(np.genfromtxt(io.StringIO(text), **options))
    return {"name": name, "text": text, "type": "float64", "options": options, "shape": list(array.shape), "values": numbers(array)}


def written(name: str, array: np.ndarray, **options: Any) -> dict[str, Any]:
    stream = io.StringIO()
    np.savetxt(stream, array, **options)
    return {"name": name, "text": stream.getvalue(), "type": str(array.dtype), "options": options, "shape": list(array.shape),
            "values": numbers(array)}


def readings() -> list[dict[str, Any]]:
    return [
        read("white space", "1 2 3\n4  5\t6\n"),
        read("leading and trailing blanks", "  1 2  \n\t3 4\t\n"),
        read("no final line break", "1 2\n3 4"),
        read("carriage return and line feed", "1,2\r\n3,4\r\n", delimiter=","),
        read("carriage return", "1,2\r3,4\r", delimiter=","),
        read("blank lines", "\n1 2\n\n\n3 4\n\n"),
        read("comments", "# a comment\n1 2 # another\n#\n3 4#third\n"),
        read("a longer comment mark", "// a\n1 2 // b\n3 4\n", comments="//"),
        read("semicolons", "1;2.5;-3\n4;5;6\n", delimiter=";"),
        read("tabs", "1\t2\n3\t4\n", delimiter="\t"),
        read("blanks beside delimiters", " 1 , 2\n3 ,4 \n", delimiter=","),
        read("header", "a,b\nx\n1,2\n3,4\n", delimiter=",", skiprows=2),
        read("columns", "1,2,3\n4,5,6\n", delimiter=",", usecols=[2, 0]),
        read("columns from the end", "1,2,3\n4,5,6\n", delimiter=",", usecols=[-1, 1]),
        read("columns beside text", "a 1 2\nb 3 4\n", usecols=[1, 2]),
        read("greatest number of rows", "1 2\n3 4\n5 6\n", max_rows=2),
        read("one row", "1 2 3\n"),
        read("one column", "1\n2\n3\n"),
        read("spellings", "+1 -2 .5 5. 1e3 1E-3 1e+2 -0 -0.0 007\n"),
        read("not finite", "nan NaN inf -inf Infinity +INF -NaN\n"),
        read("quoted", '"1","2"\n"3",4\n', delimiter=",", quotechar='"'),
        read("many digits", "3.14159265358979323846264338327950288419716939937510 0.1000000000000000055511151231257827021181583404541015625\n"),
        read("extremes", "1.7976931348623157e308 4.9e-324 2.2250738585072014e-308 2.47e-324 1e400 1e-400 -1e400\n"),
        read("single precision", "16777217 3.4028235e38 3.4028236e38 1e-45 7e-46 1.17549435e-38 0.1 1e39 16777217.0000001\n", "float32"),
        read("integers", "1 -2 9223372036854775807 -9223372036854775808 +5\n", "int64"),
        read("bytes", "0,255\n17,1\n", "uint8", delimiter=","),
        read("unsigned", "18446744073709551615 0\n", "uint64"),
        read("complex", "1+2j 3-4j (5+6j) 7 -8j 1e-3-2.5e2j\n", "complex128"),
        read("complex in single precision", "0.1+0.2j,1j\n", "complex64", delimiter=","),
    ]


def fillings() -> list[dict[str, Any]]:
    return [
        filled("empty fields", "1,,3\n,5,\n", delimiter=","),
        filled("empty fields filled", "1,,3\n,5,\n", delimiter=",", filling_values=-1.0),
        filled("texts for missing numbers", "1,NA,3\n4,5,NA\n", delimiter=",", missing_values="NA"),
    ]


def writings() -> list[dict[str, Any]]:
    generator = np.random.default_rng(5)
    table = generator.standard_normal((5, 3)) * 10.0 ** generator.integers(-9, 9, (5, 3))
    special = np.array([[0.0, -0.0, np.nan], [np.inf, -np.inf, 1e300]])
    return [
        written("exponents", table, fmt="%.18e"),
        written("exponents of three digits", special, fmt="%.4e"),
        written("fixed point", table, fmt="%.4f", delimiter=","),
        written("no digits after the point", table, fmt="%.0f"),
        written("no digits after the point, with exponent", table, fmt="%.0e"),
        written("halves", np.array([[0.5, 1.5, 2.5, 0.125]]), fmt="%.0f"),
        written("large numbers", special, fmt="%.2f"),
        written("header", table, fmt="%.3e", header="first line\nsecond line"),
        written("vector", table[:, 0], fmt="%.6e"),
        written("integers", np.arange(-3, 3).reshape(2, 3), fmt="%d", delimiter=";"),
    ]


def build() -> list[dict[str, Any]]:
    return ([{**case, "action": "read"} for case in readings()] + [{**case, "action": "fill"} for case in fillings()]
            + [{**case, "action": "write"} for case in writings()])


if __name__ == "__main__":
    header = {"versions": {"python": platform.python_version(), "numpy": np.__version__}, "command": "python3 Tests/References/text_files.py"}
    write_or_check(PATH, header, build())
