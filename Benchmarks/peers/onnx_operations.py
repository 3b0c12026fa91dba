#!/usr/bin/env python3
"""Compares an ONNX file of each operation with SynaNN.

Exports each operation as a model, checks the file with onnx, evaluates it in onnxruntime for batches of 1, 7 and 1000
samples, and compares the outputs with SynaNN's.

    pip install onnx==1.23.2 onnxruntime==1.32.0
    python3 Benchmarks/peers/onnx_operations.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy as np
    import onnx
    import onnxruntime
except ImportError as error:
    sys.exit(f"{error.name} is missing. Type: pip install -r {Path(__file__).with_name('requirements.txt')}")

ROOT = Path(__file__).resolve().parents[2]
BATCHES = (1, 7, 1000)
TOLERANCE = 1e-5


def error(session: onnxruntime.InferenceSession, folder: Path, name: str, batch: int) -> float:
    """Returns the greatest difference between two outputs, divided by the magnitude of SynaNN's value if it is above 1.

    The difference is infinite if the shapes differ, or if an element is NaN or infinite in only one of the outputs.
    """
    inputs = {}
    for input_ in session.get_inputs():
        kind, index = input_.name.split(".")
        inputs[input_.name] = np.load(folder / f"{name}.{batch}.{kind}.{index}.npy")
    theirs = session.run(None, inputs)[0]
    ours = np.load(folder / f"{name}.{batch}.output.npy")
    if ours.shape != theirs.shape:
        return float("inf")
    with np.errstate(invalid="ignore"):
        same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
        apart = np.where(same, 0, np.abs(ours - theirs) / np.maximum(1, np.abs(ours)))
    return float(np.nan_to_num(apart, nan=np.inf).max(initial=0))


def main() -> None:
    subprocess.run(["swift", "build", "-c", "release", "--product", "onnx-operations"], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    failed, greatest = [], 0.0
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([str(ROOT / ".build/release/onnx-operations"), place], check=True)
        for file in sorted(Path(place).glob("*.onnx")):
            onnx.checker.check_model(onnx.load(str(file)), full_check=True)
            session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
            for batch in BATCHES:
                try:
                    apart = error(session, file.parent, file.stem, batch)
                except Exception as problem:  # A file that onnxruntime cannot run counts as a failure.
                    print(f"{file.stem}, batch {batch}: {problem}")
                    apart = float("inf")
                greatest = max(greatest, apart)
                if not apart <= TOLERANCE:
                    failed.append(f"{file.stem} at {batch}: {apart:.2e}")
    print(f"greatest difference {greatest:.2e}; onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")
    if failed:
        sys.exit(f"these operations differ by more than {TOLERANCE}: {', '.join(failed)}")


if __name__ == "__main__":
    main()
