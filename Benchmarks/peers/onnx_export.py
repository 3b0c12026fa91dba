#!/usr/bin/env python3
"""Compares ONNX files of the three programs' models with SynaNN.

Trains and exports each model, checks the file with onnx, evaluates it in onnxruntime for batches of 1, 7 and 1000 test
images, and compares the outputs with SynaNN's.

    pip install onnx==1.23.2 onnxruntime==1.32.0
    python3 Benchmarks/peers/onnx_export.py
"""

from __future__ import annotations

import gzip
import json
import os
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
IMAGES = 1000
BATCHES = (1, 7, 1000)
TOLERANCE = 1e-5
HIDDEN = ["synapse", "synapse-probability", "synapse-sigmoid", "synapse-inhibition", "synapse-stack", "synapse-residual",
          "synapse-rectified", "synapse-gated", "dense", "dense-relu", "dense-gelu", "relu-glu", "identity", "relu"]
# A short training is enough: the comparison only needs weights that differ from their initial values.
MODELS = [
    *[("synacnn", ["--preset", preset]) for preset in ("fast", "published", "best")],
    *[("synamlp", ["--preset", preset]) for preset in ("fast", "published")],
    *[("synamlp", ["--preset", "fast", "--hidden", hidden]) for hidden in HIDDEN[1:]],
    *[("synarnn", ["--preset", "fast", "--cell", cell]) for cell in ("gru", "lstm", "rnn", "synaptic")],
    *[("synarnn", ["--preset", preset]) for preset in ("published", "best")],
]


def run(program: str, *arguments: str) -> None:
    subprocess.run([str(ROOT / ".build/release" / program), *arguments], check=True, stdout=subprocess.DEVNULL)


def pixels(data: Path) -> np.ndarray:
    bytes_ = gzip.decompress((data / "t10k-images-idx3-ubyte.gz").read_bytes())
    images = np.frombuffer(bytes_, np.uint8, offset=16).reshape(-1, 1, 28, 28)[:IMAGES]
    return images.astype(np.float32) / 255


def differences(program: str, flags: list[str], images: np.ndarray) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        scores, file = f"{folder}/scores.npy", f"{folder}/model.onnx"
        run(program, *flags, "--epochs", "1", "--train-images", "3000", "--quiet", "--save", folder)
        run(program, "evaluate", folder, "--scores", scores)
        run(program, "export", folder, file)
        model = onnx.load(file)
        onnx.checker.check_model(model, full_check=True)
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        parts = {batch: [session.run(["log_probabilities"], {"pixels": images[start:start + batch]})[0]
                         for start in range(0, len(images) if batch > 1 else 100, batch)] for batch in BATCHES}
        theirs = [np.concatenate(part).astype(np.float64) for part in parts.values()]
        ours = np.load(scores)[:IMAGES].astype(np.float64)
    # Divides the difference by the magnitude of the logarithm if the magnitude is above 1, because logarithms of small
    # probabilities are large.
    logarithms = max((np.abs(ours[:len(part)] - part) / np.maximum(1, np.abs(ours[:len(part)]))).max() for part in theirs)
    return {"model": " ".join([program, *flags]), "images": len(ours), "nodes": len(model.graph.node),
            "operators": len({node.op_type for node in model.graph.node}),
            "batches": list(BATCHES), "log_probabilities": float(logarithms),
            "probabilities": float(max(np.abs(np.exp(ours[:len(part)]) - np.exp(part)).max() for part in theirs))}


def main() -> None:
    data = Path(os.environ.get("MNIST_DIR") or ROOT / "../shared/data/mnist").resolve()
    os.environ["MNIST_DIR"] = str(data)
    for program in ("synacnn", "synamlp", "synarnn"):
        subprocess.run(["swift", "build", "-c", "release", "--product", program], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
    images = pixels(data)
    failed = []
    for program, flags in MODELS:
        line = differences(program, flags, images)
        print(json.dumps(line), flush=True)
        if not max(line["log_probabilities"], line["probabilities"]) <= TOLERANCE:
            failed.append(line["model"])
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")
    if failed:
        sys.exit(f"these models differ by more than {TOLERANCE}: {', '.join(failed)}")


if __name__ == "__main__":
    main()
