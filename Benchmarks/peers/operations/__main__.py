#!/usr/bin/env python3
"""Measures operations of PyTorch, NumPy and SciPy, as the benchmark `operations` does; prints JSON Lines."""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
GROUPS = {"elementwise": "elementwise", "strided": "strided", "reductions": "reductions", "random": "random_arrays",
          "shapes": "shapes", "products": "products", "convolutions": "convolutions", "layers": "layers",
          "overhead": "overhead", "files": "files", "linear-algebra": "linear_algebra"}


def batch_times_in_ms(work: Callable[[], object], seconds: float) -> list[float]:
    """Returns times of a run in ms, as `measureBatches` of the package Measurement does.

    Each is the mean over a batch of at least 0.1 ms, less the time of an empty function.
    """
    start = time.perf_counter()
    work()
    if time.perf_counter() - start > seconds:
        return [1000 * batch(work, 1)]
    count = 1
    while batch(work, count) < 1e-4:
        count *= 2
    times: list[float] = []
    total = 0.0
    while len(times) < 3 or total < seconds:
        duration = batch(work, count)
        times.append(1000 * duration / count)
        total += duration
    empty = 1000 * batch(lambda: None, 10_000) / 10_000
    return [max(0.0, value - empty) for value in times]


def batch(work: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        work()
    return time.perf_counter() - start


def peak_memory(work: Callable[[], object]) -> int | None:
    """Returns the most resident memory during the first run less the memory before it, in bytes, as `peakMemory` does."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
        before = status_bytes("VmRSS:")
        work()
        return status_bytes("VmHWM:") - before
    except OSError:
        return None


def status_bytes(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith(field)).split()[1])


def main() -> None:
    parser = argparse.ArgumentParser(prog="operations", description=__doc__)
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="the number of PyTorch's threads")
    parser.add_argument("--seconds", type=float, default=0.1, help="seconds of measurement for each operation (default 0.1)")
    parser.add_argument("--group", action="append", choices=GROUPS, help="measure only this group; may be repeated")
    parser.add_argument("--only", default="", help="measure only the operations whose name contains this text")
    parser.add_argument("--memory", action="store_true", help="measure the peak memory in place of the time")
    options = parser.parse_args()
    set_up(options.threads)
    for group in options.group or GROUPS:
        measure(group, options)
        gc.collect()


def set_up(threads: int) -> None:
    """Sets the number of threads, and reports the libraries that are missing."""
    # The BLAS libraries of NumPy and SciPy read these variables when they are loaded.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = str(threads)
    from cases import libraries

    if not libraries["numpy"]:
        sys.exit(f"NumPy is missing. Type: pip install -r {Path(__file__).parents[1] / 'requirements.txt'}")
    if libraries["torch"]:
        libraries["torch"].set_num_threads(threads)
    for name in (name for name, library in libraries.items() if not library):
        print(f"{name} is missing; its cases are left out.", file=sys.stderr)
    libraries["numpy"].seterr(all="ignore")
    warnings.filterwarnings("ignore")


def measure(group: str, options: argparse.Namespace) -> None:
    for name, library, work in importlib.import_module(GROUPS[group]).cases().all:
        if options.only not in name:
            continue
        line = {"operation": name, "group": group, "library": library, "threads": options.threads}
        if options.memory:
            line["peak_bytes"] = peak_memory(work)
        else:
            times = batch_times_in_ms(work, options.seconds)
            line |= {"min_ms": min(times), "median_ms": median(times)}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
