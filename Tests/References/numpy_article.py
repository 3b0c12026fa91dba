#!/usr/bin/env python3
"""Evaluates the NumPy column of docs/from-numpy-to-swift.md and writes numpy_article.json.

    python3 Tests/References/numpy_article.py            writes the file
    python3 Tests/References/numpy_article.py --check    compares it with what would be written
"""
import io
import json
import pathlib
import re
import sys

import numpy as np
import scipy
from scipy import linalg, special, stats

HERE = pathlib.Path(__file__).parent
PATH = HERE / "numpy_article.json"
ARTICLE = HERE / "../../docs/from-numpy-to-swift.md"
NAMES = {
    "np": np,
    "io": io,
    "linalg": linalg,
    "special": special,
    "stats": stats,
    "a": np.arange(12.0).reshape(3, 4),
    "v": np.array([1, -2, 3, 0.5]),
    "n": np.array([2, 0, -3, 1]),
    "c": np.sin(np.arange(24.0)).reshape(2, 3, 4),
    "m": np.array([[4, 1, 0, 2], [1, 3, -1, 0], [0.5, 2, 5, 1], [2, 0, 1, 6.0]]),
    "s": np.array([[4, 1, 0, 0.5], [1, 3, -1, 0], [0, -1, 5, 1], [0.5, 0, 1, 6.0]]),
}


def main() -> None:
    rows = re.findall(r"^\| `(.*?)` \| `(.*?)` \|$", ARTICLE.read_text(), re.MULTILINE)
    results = []
    for python, swift in rows:
        value = eval(python, dict(NAMES))
        # A text is compared as the codes of its characters.
        value = np.asarray(list(value.encode()) if isinstance(value, str) else value, dtype=float)
        results.append({"numpy": python, "swift": swift, "shape": list(value.shape), "values": value.reshape(-1).tolist()})
    lines = ",\n".join(json.dumps(row) for row in results)
    text = f'{{"numpy": "{np.__version__}", "scipy": "{scipy.__version__}", "rows": [\n{lines}\n]}}\n'
    if "--check" in sys.argv:
        sys.exit(0 if PATH.read_text() == text else f"{PATH} differs from what this machine computes")
    PATH.write_text(text)


if __name__ == "__main__":
    main()
