#!/usr/bin/env python3
"""Loads a published MLP from SynaNN into PyTorch and another from PyTorch into SynaNN, and compares the outputs.

    pip install safetensors==0.8.0
    python3 Benchmarks/peers/safetensors_round_trip.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import safetensors
from peer import ROOT, torch
from published_cnn import load
from published_mlp import Network, unit
from safetensors.torch import load_file, save_file

# The names of the parameters in SynaNN and in PyTorch. SynaNN has no counter of batches.
NAMES = {"fc1.": "linear1.", "norm1.": "norm1.", "hidden.synapses.0.beta": "synapse.weight", "norm2.": "norm2.",
         "fc2.": "linear2."}
TOLERANCE = 1e-5


def renamed(state: dict[str, torch.Tensor], names: dict[str, str]) -> dict[str, torch.Tensor]:
    result = {}
    for name, tensor in state.items():
        if not name.endswith("num_batches_tracked"):
            start = next(start for start in names if name.startswith(start))
            result[names[start] + name.removeprefix(start)] = tensor.contiguous()
    return result


def run(*arguments: str) -> None:
    subprocess.run([str(ROOT / ".build/release/synamlp"), *arguments], check=True, stdout=subprocess.DEVNULL)


def outputs(network: Network, images: torch.Tensor) -> np.ndarray:
    network.eval()
    with torch.no_grad():
        return network(images).numpy()


def compare(what: str, mine: np.ndarray, other: np.ndarray) -> None:
    # Divides the difference by the magnitude of the logarithm if the magnitude is above 1, because logarithms of small
    # probabilities are large.
    difference = float((np.abs(mine - other) / np.maximum(1, np.abs(other))).max())
    print(json.dumps({"direction": what, "images": len(mine), "greatest_difference": difference}))
    if not difference <= TOLERANCE:
        sys.exit(f"{what}: log-probabilities differ by {difference}, more than {TOLERANCE}")


def main() -> None:
    data = Path(os.environ.get("MNIST_DIR") or ROOT / "../shared/data/mnist").resolve()
    os.environ["MNIST_DIR"] = str(data)
    subprocess.run(["swift", "build", "-c", "release", "--product", "synamlp"], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    images = unit(load(data, "t10k")[0])
    with tempfile.TemporaryDirectory() as folder:
        scores = f"{folder}/scores.npy"
        run("--preset", "published", "--epochs", "1", "--quiet", "--save", folder)
        network = Network()
        state = renamed(load_file(f"{folder}/model.safetensors"), NAMES)
        missing, unexpected = network.load_state_dict(state, strict=False)
        assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing), (missing, unexpected)
        run("evaluate", folder, "--scores", scores)
        compare("SynaNN to PyTorch", np.load(scores), outputs(network, images))

        torch.manual_seed(11)
        other = Network()
        with torch.no_grad():
            for name, buffer in other.named_buffers():
                if name.endswith("running_var"):
                    buffer.uniform_(0.5, 2)
        file = f"{folder}/theirs.safetensors"
        save_file(renamed(other.state_dict(), {their: our for our, their in NAMES.items()}), file,
                  metadata={"program": "synamlp", "preset": "published"})
        run("evaluate", file, "--scores", scores)
        compare("PyTorch to SynaNN", np.load(scores), outputs(other, images))
    print(f"safetensors {safetensors.__version__}, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
