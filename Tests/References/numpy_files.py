#!/usr/bin/env python3
"""Writes numpy_files.json with npy and npz files that NumPy made, or reads files that SynaNN made.

    python3 Tests/References/numpy_files.py                writes the file
    python3 Tests/References/numpy_files.py --read DIR     reads DIR/*.npy and DIR/*.npz, which the test
                                                           NPZFileTests writes if SYNANN_NUMPY_FILES names DIR
"""
from __future__ import annotations

import base64
import io
import json
import pathlib
import sys

import numpy as np

PATH = pathlib.Path(__file__).with_name("numpy_files.json")
TYPES = ["b1", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8", "c8", "c16"]


def example(kind: str, *shape: int) -> np.ndarray:
    """Returns numbers that every type can represent: 0, 1, 2, …. Complex numbers have an imaginary part."""
    count = int(np.prod(shape))
    numbers = np.arange(count) % 2 if kind == "b1" else np.arange(count)
    values = numbers + 1j * (numbers + 0.5) if kind.startswith("c") else numbers
    return values.reshape(shape).astype(kind)


def file(array: np.ndarray, version: tuple[int, int] | None = None) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, version=version, allow_pickle=True)
    return stream.getvalue()


def case(name: str, content: bytes, array: np.ndarray) -> dict[str, object]:
    flat = np.asarray(array).reshape(-1)
    return {"name": name, "file": base64.b64encode(content).decode(), "shape": list(array.shape),
            "type": array.dtype.str[1:], "real": [float(value) for value in flat.real],
            "imaginary": [float(value) for value in flat.imag]}


def write() -> None:
    cases = []
    for kind in TYPES:
        for order in ["<", ">"]:
            array = example(kind, 2, 3).astype(order + kind)
            cases.append(case(f"{order}{kind}", file(array), array))
        turned = np.asfortranarray(example(kind, 2, 3, 4))
        cases.append(case(f"fortran-{kind}", file(turned), turned))
    for version in [(1, 0), (2, 0), (3, 0)]:
        cases.append(case(f"version-{version[0]}", file(example("f8", 5), version), example("f8", 5)))
    for shape in [(), (1,), (0,), (0, 3), (2, 1, 0)]:
        cases.append(case(f"shape-{shape}", file(example("f4", *shape)), example("f4", *shape)))
    archives = {}
    for name, save in [("stored", np.savez), ("deflated", np.savez_compressed)]:
        stream = io.BytesIO()
        save(stream, weight=example("f4", 40, 50), labels=example("i8", 7), empty=example("f8", 0, 2))
        archives[name] = base64.b64encode(stream.getvalue()).decode()
    pickled = base64.b64encode(file(np.array([{"a": 1}, None], dtype=object))).decode()
    structured = base64.b64encode(file(np.zeros(2, dtype=[("x", "f4"), ("y", "i4")]))).decode()
    PATH.write_text(json.dumps({"numpy": np.__version__, "cases": cases, "archives": archives, "pickled": pickled,
                                "structured": structured}).replace('{"name"', '\n{"name"') + "\n")


def read(directory: pathlib.Path) -> None:
    for kind in TYPES:
        loaded = np.load(directory / f"{kind}.npy")
        expected = example(kind, 2, 3)
        assert loaded.dtype == expected.dtype and (loaded == expected).all(), (kind, loaded)
    for shape in ["scalar", "empty"]:
        print(shape, np.load(directory / f"{shape}.npy").shape)
    for name in ["stored", "deflated"]:
        with np.load(directory / f"{name}.npz") as archive:
            assert sorted(archive.files) == sorted(TYPES), archive.files
            for kind in TYPES:
                assert (archive[kind] == example(kind, 2, 3)).all(), (name, kind)
    print(f"numpy {np.__version__} reads all of {directory}")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--read":
        read(pathlib.Path(sys.argv[2]))
    else:
        write()
