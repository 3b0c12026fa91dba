"""What the peers share: PyTorch with a helpful message where it is missing, the clock, and lines of JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

try:
    import numpy
    import torch
except ImportError as error:
    sys.exit(f"{error.name} is missing. Type: pip install -r {Path(__file__).with_name('requirements.txt')}")

ROOT = Path(__file__).resolve().parents[2]


def print_line(**values: Any) -> None:
    print(json.dumps(values), flush=True)


def times_in_ms(work: Callable[[], object], seconds: float, at_least: int = 5, at_most: int = 1000) -> list[float]:
    """One run to warm up, then runs for about `seconds`."""
    work()
    times: list[float] = []
    while len(times) < at_least or (sum(times) < 1000 * seconds and len(times) < at_most):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return times


__all__ = ["ROOT", "numpy", "print_line", "times_in_ms", "torch"]
