#!/usr/bin/env python3
"""Writes pytorch.json: PyTorch's results, in double precision, for operations of SynaNN."""

from __future__ import annotations

import argparse
import json
import math
import platform
import sys
from collections import Counter
from pathlib import Path
from typing import Any

try:
    import numpy
    import torch
except ImportError as error:
    sys.exit(f"{error.name} is missing. Type: pip install -r Benchmarks/peers/requirements.txt")

import cases_elementwise
import cases_layers
import cases_optimizers
import cases_recurrent
import cases_synapse

COMMAND = "python3 Tests/References/pytorch_references.py"
LARGEST = 600_000  # bytes


TOLERANCE = 1e-12  # processors differ in the last digits


def difference(old: Any, new: Any, place: str = "") -> str | None:
    """Returns a text with the first place where two JSON values differ, and both values. Returns None if they agree.

    Numbers agree if they differ by at most TOLERANCE, relative or absolute.
    """
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        pairs = [(f"{place}/{key}", old[key], new[key]) for key in new]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = [(f"{place}/{name_of(value, index)}", old[index], value) for index, value in enumerate(new)]
    elif isinstance(old, float) and isinstance(new, float):
        return None if math.isclose(old, new, rel_tol=TOLERANCE, abs_tol=TOLERANCE) else f"{place}: {old} and {new}"
    else:
        return None if old == new else f"{place}: {str(old)[:60]} and {str(new)[:60]}"
    return next(filter(None, (difference(a, b, where) for where, a, b in pairs)), None)


def name_of(value: Any, index: int) -> str:
    return value["name"] if isinstance(value, dict) and "name" in value else str(index)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("pytorch.json"))
    parser.add_argument("--check", action="store_true", help="compare with the file instead of writing it")
    options = parser.parse_args()
    torch.set_num_threads(1)

    modules = [cases_elementwise, cases_layers, cases_optimizers, cases_recurrent, cases_synapse]
    cases = [case for module in modules for case in module.cases()]
    repeated = [name for name, count in Counter(case.name for case in cases).items() if count > 1]
    if repeated:
        sys.exit(f"These case names occur more than once: {', '.join(repeated)}")

    versions = {"python": platform.python_version(), "torch": torch.__version__, "numpy": numpy.__version__}
    head = f'{{"versions": {json.dumps(versions)},\n"command": {json.dumps(COMMAND)},\n"cases": [\n'
    text = head + ",\n".join(json.dumps(case.as_json(), allow_nan=False) for case in cases) + "\n]}\n"
    if len(text) > LARGEST:
        sys.exit(f"The references take {len(text)} bytes, more than {LARGEST}: make some shapes smaller.")

    for name, version in versions.items():
        print(f"{name} {version}")
    for operation, count in Counter(case.operation for case in cases).items():
        print(f"{count:4} {operation}")
    if options.check:
        if not options.output.exists():
            sys.exit(f"There is no {options.output} to compare with: run without --check first.")
        found = difference(json.loads(options.output.read_text())["cases"], json.loads(text)["cases"])
        if found:
            sys.exit(f"{options.output} differs (file, now) at {found}. Run without --check to rewrite it.")
        print(f"{len(cases)} cases, the same as in {options.output}")
    else:
        options.output.write_text(text)
        print(f"{len(cases)} cases, {len(text)} bytes, in {options.output}")


if __name__ == "__main__":
    main()
