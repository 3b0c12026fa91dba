#!/usr/bin/env python3
"""Measures how long the networks of the programs take for a batch of images in onnxruntime and PyTorch; prints JSON Lines.

onnxruntime reads the ONNX file that the program exported. PyTorch has the same network with random weights.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median

import compact_cnn
import published_cnn
import published_mlp
import recurrent_network
from peer import print_line, times_in_ms, torch

NETWORKS: dict[str, Callable[[], torch.nn.Module]] = {
    "synacnn published": lambda: published_cnn.Network("formula"),
    "synacnn fast": lambda: compact_cnn.Network(*compact_cnn.PRESETS["fast"][:3]),
    "synacnn best": lambda: compact_cnn.Network(*compact_cnn.PRESETS["best"][:3]),
    "synamlp published": published_mlp.Network,
    "synarnn fast": lambda: recurrent_network.Network("gru", "synapse"),
}


def onnx_work(path: Path, batch: int, threads: int) -> Callable[[], object] | None:
    """Returns the evaluation of the file by onnxruntime; `None` if onnxruntime is missing."""
    try:
        import onnxruntime
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options)
    images = torch.rand(batch, 1, 28, 28).numpy()
    name = session.get_inputs()[0].name
    return lambda: session.run(None, {name: images})


def torch_work(network: torch.nn.Module, batch: int) -> Callable[[], object]:
    network.eval()
    images = torch.randn(batch, 1, 28, 28)

    def work() -> object:
        with torch.inference_mode():
            return network(images)

    return work


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", choices=list(NETWORKS), required=True)
    parser.add_argument("--onnx", type=Path, required=True, help="the ONNX file that the program exported")
    parser.add_argument("--batch-size", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=0.5, help="seconds of measurement for each library (default 0.5)")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    works = {"onnxruntime": onnx_work(options.onnx, options.batch_size, options.threads),
             "torch": torch_work(NETWORKS[options.network](), options.batch_size)}
    for library, work in works.items():
        if work:
            times = times_in_ms(work, options.seconds, at_most=100_000)
            print_line(network=options.network, library=library, batch=options.batch_size, threads=options.threads,
                       min_us=1000 * min(times), median_us=1000 * median(times))


if __name__ == "__main__":
    main()
