#!/usr/bin/env python3
"""Writes half_precision.json: conversions to float16 by NumPy and to bfloat16 by PyTorch, and files with both types.

    python3 Tests/References/half_precision.py            writes the file
    python3 Tests/References/half_precision.py --check    compares it with what would be written
"""
from __future__ import annotations

import base64
import io
import pathlib
import platform
from typing import Any

import numpy as np
import safetensors
import safetensors.torch
import torch
from reference_file import write_or_check

PATH = pathlib.Path(__file__).with_name("half_precision.json")
BITS = [0x0000, 0x8000, 0x0001, 0x83FF, 0x0400, 0x3C00, 0xC100, 0x7BFF, 0x7C00, 0xFC00, 0x7E00, 0x3555]


def conversions() -> dict[str, Any]:
    """Returns doubles, and their bits as float16. Also returns the bits as float16 and bfloat16 of the doubles that
    are first rounded to float.
    """
    generator = np.random.default_rng(3)
    values = np.concatenate([
        generator.standard_normal(300) * 10.0 ** generator.uniform(-10, 6, 300),
        np.array([65504.0, 65519.99, 65520.0, 1e5, 2.0**-24, 2.0**-25, 2.0**-25 * 1.0001, 2.0**-14, 2.0**-14 - 2.0**-26, 0.1, 1 / 3]),
        1 + np.arange(0, 64) / 2.0**13, 1 + np.arange(0, 64) / 2.0**10, 1 + 2.0**-11 + 2.0 ** -np.arange(20.0, 52.0),
    ])
    singles = values.astype(np.float32)
    brain = torch.from_numpy(singles).to(torch.bfloat16).view(torch.int16).numpy().view(np.uint16)
    return {
        "name": "conversions", "doubles": values.tolist(), "halfOfDoubles": values.astype(np.float16).view(np.uint16).tolist(),
        "halfOfSingles": singles.astype(np.float16).view(np.uint16).tolist(), "brainOfSingles": brain.tolist(),
    }


def files() -> dict[str, Any]:
    half = np.array(BITS, np.uint16).view(np.float16).reshape(3, 4)
    stream = io.BytesIO()
    np.save(stream, half)
    tensors = {
        "half": torch.from_numpy(half), "brain": torch.from_numpy(np.array(BITS, np.uint16).view(np.int16)).view(torch.bfloat16).reshape(2, 6),
        "single": torch.tensor([1.5, -2.0]),
    }
    return {"name": "files", "bits": BITS, "npy": base64.b64encode(stream.getvalue()).decode(),
            "safetensors": base64.b64encode(safetensors.torch.save(tensors)).decode()}


if __name__ == "__main__":
    versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__, "safetensors": safetensors.__version__}
    write_or_check(PATH, {"versions": versions, "command": "python3 Tests/References/half_precision.py"}, [conversions(), files()])
