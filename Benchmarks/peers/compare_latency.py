"""The comparison `latency`: the networks of the programs on one image and on 32, beside onnxruntime and PyTorch."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import tempfile
import time
from pathlib import Path

from commands import PEERS, ROOT, Line, machine, output_of, read_lines, run, versions

# The name of a network in latency.py, and the command that trains it a little: the weights do not matter.
NETWORKS = {
    "synacnn published": ["synacnn", "--preset", "published"], "synacnn fast": ["synacnn", "--preset", "fast"],
    "synacnn best": ["synacnn", "--preset", "best"], "synamlp published": ["synamlp", "--preset", "published"],
    "synarnn fast": ["synarnn", "--preset", "fast"],
}
BATCHES = (1, 32)


def compare(options: argparse.Namespace, environment: dict[str, str]) -> None:
    for program in dict.fromkeys(command[0] for command in NETWORKS.values()):
        run(["swift", "build", "-c", "release", "--product", program], environment)
    load_before = os.getloadavg()[0]
    rows = ["| network | images | threads | SynaNN µs | onnxruntime µs | PyTorch µs | **fastest other / SynaNN** |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    starts = []
    with tempfile.TemporaryDirectory() as folder:
        for name, command in NETWORKS.items():
            model, onnx = Path(folder, name.replace(" ", "-")), Path(folder, "model.onnx")
            program = str(ROOT / ".build/release" / command[0])
            run([program, *command[1:], "--epochs", "1", "--train-images", "1000", "--quiet", "--save", str(model)], environment)
            run([program, "export", str(model), str(onnx)], environment)
            starts.append(f"{name} {start_in_ms(program, model, Path(folder), environment):.0f} ms")
            for threads in sorted({1, options.threads}):
                rows += [row(name, program, model, onnx, batch, threads, options.rounds, environment) for batch in BATCHES]
    print("\n".join(rows))
    torch = output_of(sys.executable, "-c", "import torch; print(torch.__version__)") or "missing"
    onnxruntime = output_of(sys.executable, "-c", "import onnxruntime; print(onnxruntime.__version__)") or "missing"
    print(f"\n- `predict` of one picture, from the start of the process to its end, least of 20: {', '.join(starts)}")
    print(f"- least times; {options.rounds} alternating rounds")
    print(f"- machine: {machine()}, load average before the runs {load_before:.2f}")
    print(f"- versions: {versions(torch)}, onnxruntime {onnxruntime}")
    print(f"- command: `python3 Benchmarks/peers/compare.py {shlex.join(sys.argv[1:])}`")


def row(name: str, program: str, model: Path, onnx: Path, batch: int, threads: int, rounds: int,
        environment: dict[str, str]) -> str:
    """Measures a network with a batch, and returns a row of the table."""
    flags = ["--batch-size", str(batch), "--threads", str(threads)]
    own: list[Line] = []
    others: list[Line] = []
    for _ in range(rounds):
        own.append(json.loads(run([program, "latency", str(model), *flags, "--json", "--seconds", "0.5"], environment)))
        command = [sys.executable, str(PEERS / "latency.py"), "--network", name, "--onnx", str(onnx), *flags]
        others += read_lines(run(command, environment), command)
    least = min(line["min_us"] for line in own)
    peers = {library: min((line["min_us"] for line in others if line["library"] == library), default=float("nan"))
             for library in ("onnxruntime", "torch")}
    best = min(value for value in peers.values() if value == value)
    return (f"| {name} | {batch} | {threads} | {least:.1f} | {peers['onnxruntime']:.1f} | {peers['torch']:.1f} "
            f"| **{best / least:.2f}** |")


def start_in_ms(program: str, model: Path, folder: Path, environment: dict[str, str]) -> float:
    """Returns the least time of a process that reads the model and a picture and prints the likeliest classes."""
    picture = folder / "digit-idx3-ubyte"
    # An IDX file of one black image: 0x0000 0803, the lengths of the three axes, and the pixels.
    picture.write_bytes(bytes([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28]) + bytes(784))
    times = []
    for _ in range(20):
        start = time.perf_counter()
        run([program, "predict", str(model), str(picture)], environment)
        times.append(1000 * (time.perf_counter() - start))
    return min(times)
