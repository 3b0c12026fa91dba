#!/usr/bin/env python3
"""Evaluates the Python column of docs/losses-and-metrics.md and writes losses_article.json.

    python3 Tests/References/losses_article.py            writes the file
    python3 Tests/References/losses_article.py --check    compares it with what would be written
"""
import pathlib
import platform
import re

import numpy as np
import sklearn
import torch
import torch.nn.functional as F
from sklearn import metrics
from sklearn.calibration import calibration_curve

from reference_file import write_or_check

HERE = pathlib.Path(__file__).parent
ARTICLE = HERE / "../../docs/losses-and-metrics.md"


def waves(count: int, *shape: int) -> torch.Tensor:
    return torch.sin(torch.arange(count, dtype=torch.float64)).reshape(shape)


x = 2 * waves(12, 4, 3)
labels = [0, 2, 1, 2]
NAMES = {
    "F": F, "np": np, "metrics": metrics, "calibration_curve": calibration_curve,
    "x": x, "u": (x + 1).cos(), "r": (3 * x).sin(), "y": torch.tensor(labels), "q": (x + 1).cos().softmax(1),
    "b": torch.tensor([[1, 0, 0], [0, 1, 1], [1, 0, 1], [0, 0, 1]], dtype=torch.float64),
    "c": torch.arange(12, dtype=torch.float64).reshape(4, 3), "v": x.square() + 0.5,
    "w": torch.tensor([1, 2, 0.5], dtype=torch.float64), "z": (2 * waves(36, 2, 6, 3)).log_softmax(2),
    "k": torch.tensor([[1, 2], [2, 2]]),
    "p": x.softmax(1).numpy(), "l": np.array(labels), "a": x.argmax(1).numpy(),
    "g": np.array([0.1, 0.4, 0.35, 0.8, 0.4]), "h": np.array([0, 0, 1, 1, 1]),
    "m": np.array([2.5, 0, 2, 8]), "n": np.array([3, -0.5, 2, 7]),
}


def main() -> None:
    rows = re.findall(r"^\| `(.*?)` \| `(.*?)` \| .* \|$", ARTICLE.read_text(), re.MULTILINE)
    cases = []
    for python, swift in rows:
        value = np.asarray(eval(python, dict(NAMES)), dtype=float)
        cases.append({"python": python, "swift": swift, "shape": list(value.shape), "values": [v if np.isfinite(v) else str(v) for v in value.ravel().tolist()]})
    versions = {"python": platform.python_version(), "torch": torch.__version__, "scikit-learn": sklearn.__version__}
    header = {"versions": versions, "command": "python3 Tests/References/losses_article.py"}
    write_or_check(HERE / "losses_article.json", header, cases)


if __name__ == "__main__":
    main()
