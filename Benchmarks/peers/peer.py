"""Functions that the peers share: options, measurement of times, and lines of JSON.

The import exits with advice if PyTorch is missing.
"""

from __future__ import annotations

import argparse
import json
import os
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
    """Runs the work once to warm up, and then repeatedly. Returns the times of the later runs in ms.

    The later runs take about `seconds` in total; their number is from `at_least` to `at_most`.
    """
    work()
    times: list[float] = []
    while len(times) < at_least or (sum(times) < 1000 * seconds and len(times) < at_most):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return times


def training_options(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Adds the flags of a training to the parser, parses the command line, and sets PyTorch's threads and seed."""
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("MNIST_DIR") or ROOT / "../shared/data/mnist"),
                        help="folder of the four gzip-compressed IDX files (default: MNIST_DIR, otherwise ../shared/data/mnist)")
    options = parser.parse_args()
    if options.epochs < 1 or options.threads < 1:
        sys.exit("--epochs and --threads must be at least 1.")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    return options


def print_epochs(epochs: int, train: Callable[[], float], test: Callable[[], tuple[float, float]]) -> None:
    """Trains and tests for `epochs` epochs, and prints a line of JSON for each epoch.

    `seconds` in the line is the time of the training, without the time of the test. `train` returns the loss; `test`
    returns the loss and the accuracy.
    """
    for epoch in range(1, epochs + 1):
        start = time.perf_counter()
        train_loss = train()
        seconds = time.perf_counter() - start
        test_loss, accuracy = test()
        print_line(epoch=epoch, train_loss=train_loss, test_loss=test_loss, test_accuracy=accuracy, seconds=seconds)


__all__ = ["ROOT", "numpy", "print_epochs", "print_line", "times_in_ms", "torch", "training_options"]
