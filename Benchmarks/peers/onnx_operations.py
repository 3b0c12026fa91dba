#!/usr/bin/env python3
"""Every operation that is written in ONNX operators, as a model of its own: checked by onnx, run by onnxruntime on batches of
1, 7 and 1000 samples, compared with ours.

    pip install onnx==1.23.2 onnxruntime==1.32.0
    python3 Benchmarks/peers/onnx_operations.py
"""

from __future__ import annotations

import json
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
TOLERANCE = 1e-5


def difference(session: onnxruntime.InferenceSession, prefix: Path) -> float:
    """The greatest difference of an element, relative to what exceeds 1."""
    inputs = {value.name: np.load(f"{prefix}.{value.name}.npy") for value in session.get_inputs()}
    theirs = session.run(["output"], inputs)[0].astype(np.float64)
    ours = np.load(f"{prefix}.output.npy").astype(np.float64)
    if theirs.shape != ours.shape:
        return float("inf")
    distance = np.abs(theirs - ours) / np.maximum(1, np.abs(ours))
    is_equal = (theirs == ours) | (np.isnan(theirs) & np.isnan(ours))
    return float(np.where(is_equal, 0, distance).max(initial=0))


def main() -> None:
    subprocess.run(["swift", "build", "-c", "release", "--product", "onnx-operations"], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([str(ROOT / ".build/release/onnx-operations"), folder], check=True)
        for file in sorted(Path(folder).glob("*.onnx")):
            model = onnx.load(file)
            onnx.checker.check_model(model, full_check=True)
            session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
            differences = {str(size): difference(session, file.with_suffix(f".{size}")) for size in (1, 7, 1000)}
            print(json.dumps({"operation": file.stem, "nodes": len(model.graph.node), "difference": differences}), flush=True)
            if not max(differences.values()) <= TOLERANCE:
                failed.append(file.stem)
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")
    if failed:
        sys.exit(f"further apart than {TOLERANCE}: {', '.join(failed)}")


if __name__ == "__main__":
    main()
