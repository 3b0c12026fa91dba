#!/usr/bin/env python3
"""Runs SynaNN and PyTorch alternately (SynaNN, PyTorch, SynaNN, PyTorch, …) and prints a Markdown table of both.

A ratio is PyTorch's time divided by SynaNN's: above 1, SynaNN is faster. The tables of array functions, pictures and Fourier
transforms have the inverse ratio, SynaNN's time divided by the other library's: below 1, SynaNN is faster.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import compare_latency
import compare_operations
from commands import PEERS, ROOT, Runs, machine, output_of, read_lines, run, run_ours, versions

PICTURES = Path(tempfile.gettempdir(), "synann-benchmark-pictures")


@dataclass
class Benchmark:
    build: list[str]
    program: list[str]
    arguments: list[str]
    metrics_option: str
    theirs: list[str]
    table: Callable[[Runs, Runs], list[str]]


def benchmark(options: argparse.Namespace) -> Benchmark:
    threads, epochs = str(options.threads), str(options.epochs)
    common = ["--epochs", epochs, "--threads", threads]
    if options.benchmark == "cnn" and options.preset != "published":
        preset = ["--preset", options.preset, *common]
        # Trains both networks without augmentation and without a moving average, which are not part of the network.
        return training("synacnn", [*preset, "--no-augment", "--average-decay", "0"], ["compact_cnn.py", *preset])
    if options.benchmark == "cnn":
        return training("synacnn", ["--preset", "published", *common],
                        ["published_cnn.py", "--variant", options.variant, *common])
    if options.benchmark == "mlp":
        return training("synamlp", ["--preset", "published", *common], ["published_mlp.py", *common])
    if options.benchmark == "rnn":
        cell = ["--cell", options.cell, *common]
        return training("synarnn", cell, ["recurrent_network.py", *cell])
    if options.benchmark == "recurrent":
        return micro("recurrent", threads, ["recurrent_layers.py"], elementwise_table)
    if options.benchmark == "synapse":
        return micro("synapse-vs-dense", threads, ["synapse.py", "--seconds", "0.5"], synapse_table)
    if options.benchmark == "linear-algebra":
        return micro("linear-algebra", threads, ["linear_algebra.py"], linear_algebra_table)
    if options.benchmark == "fourier":
        return micro("fourier", threads, ["fourier.py"], fourier_table)
    if options.benchmark == "pictures":
        folder = str(PICTURES)
        chosen = micro("pictures", "1", ["pictures.py", "--pictures", folder], picture_table)
        chosen.arguments += ["--pictures", folder]
        return chosen
    if options.benchmark == "arrays":
        return micro("arrays", threads, ["arrays.py"], array_table)
    if options.benchmark == "transformer":
        return micro("transformer", threads, ["transformer.py"], elementwise_table)
    if options.benchmark == "scaling":
        return micro("scaling", threads, ["scaling.py"], scaling_table)
    if options.benchmark == "layers":
        return micro("layers", threads, ["layers.py"], elementwise_table)
    return micro("elementwise", threads, ["elementwise.py"], elementwise_table)


def training(program: str, arguments: list[str], theirs: list[str]) -> Benchmark:
    """Returns the benchmark that compares an example program with the same network in PyTorch, epoch by epoch."""
    return Benchmark(
        build=["swift", "build", "-c", "release", "--product", program], program=[f".build/release/{program}"],
        arguments=[*arguments, "--quiet"], metrics_option="--metrics", theirs=theirs, table=epoch_table)


def micro(program: str, threads: str, theirs: list[str], table: Callable[[Runs, Runs], list[str]]) -> Benchmark:
    """Returns the benchmark that compares a program of the package Benchmarks with its peer, operation by operation."""
    swift = ["-c", "release", "--package-path", "Benchmarks"]
    return Benchmark(
        build=["swift", "build", *swift], program=["swift", "run", *swift, "--skip-build", program],
        arguments=["--threads", threads], metrics_option="--json", theirs=[*theirs, "--threads", threads], table=table)


def epoch_table(ours: Runs, theirs: Runs) -> list[str]:
    """Returns the lines of a table of the training.

    The columns are the median, least and greatest seconds of an epoch over all rounds, and the mean test accuracy and
    test loss of the last epochs.
    """
    rows = ["| | seconds per epoch, median | fastest | slowest | test accuracy | test loss |",
            "| --- | ---: | ---: | ---: | ---: | ---: |"]
    medians, fastest = [], []
    for label, runs in [("SynaNN", ours), ("PyTorch", theirs)]:
        seconds = [line["seconds"] for lines in runs for line in lines]
        medians.append(median(seconds))
        fastest.append(min(seconds))
        accuracy = mean(lines[-1]["test_accuracy"] for lines in runs)
        loss = mean(lines[-1]["test_loss"] for lines in runs)
        rows.append(f"| {label} | {median(seconds):.2f} | {min(seconds):.2f} | {max(seconds):.2f} "
                    f"| {100 * accuracy:.2f} % | {loss:.4f} |")
    rows.append(f"| **ratio** | **{medians[1] / medians[0]:.2f}** | {fastest[1] / fastest[0]:.2f} | | | |")
    return rows


def elementwise_table(ours: Runs, theirs: Runs) -> list[str]:
    """Returns a row for each operation of PyTorch: both libraries' fastest run and median of the rounds' medians.

    PyTorch's `exp` and its `exp (out=)`, which writes to existing memory, are both compared with SynaNN's `exp`.
    """
    def gather(runs: Runs) -> dict[str, tuple[float, float]]:
        operations = {line["operation"]: [] for lines in runs for line in lines}
        for lines in runs:
            for line in lines:
                operations[line["operation"]].append((line["min_ms"], line["median_ms"]))
        return {operation: (min(fastest for fastest, _ in times), median(middle for _, middle in times))
                for operation, times in operations.items()}

    rows = ["| operation | SynaNN ms, fastest | PyTorch ms, fastest | ratio | SynaNN ms, median | PyTorch ms, median "
            "| ratio |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    own = gather(ours)
    for operation, (their_fastest, their_median) in gather(theirs).items():
        name = operation.removesuffix(" (out=)")
        if name not in own:
            rows.append(f"| {operation} | – | {their_fastest:.2f} | | – | {their_median:.2f} | |")
            continue
        our_fastest, our_median = own[name]
        rows.append(f"| {operation} | {our_fastest:.2f} | {their_fastest:.2f} | **{their_fastest / our_fastest:.2f}** "
                    f"| {our_median:.2f} | {their_median:.2f} | **{their_median / our_median:.2f}** |")
    return rows


def scaling_table(ours: Runs, theirs: Runs) -> list[str]:
    """Returns a row for each operation: SynaNN's least times at each thread count, and PyTorch's divided by SynaNN's.

    A product by OpenBLAS's own threads is a row of its own.
    """
    def fastest(runs: Runs) -> dict[tuple[str, int], float]:
        found: dict[tuple[str, int], float] = {}
        for line in (line for lines in runs for line in lines):
            key = (line["operation"], line["threads"])
            found[key] = min(line["min_ms"], found.get(key, float("inf")))
        return found

    own, torch = fastest(ours), fastest(theirs)
    counts = sorted({threads for _, threads in own})
    rows = ["| operation | " + " | ".join(f"{count}: ms | ratio" for count in counts) + " |",
            "| --- |" + " ---: |" * (2 * len(counts))]
    for operation in dict.fromkeys(operation for operation, _ in own):
        cells = []
        for count in counts:
            time, other = own[operation, count], torch.get((operation, count))
            cells.append(f"{time:.4f} | " + (f"**{other / time:.2f}**" if other else ""))
        rows.append(f"| {operation} | " + " | ".join(cells) + " |")
    return rows


def linear_algebra_table(ours: Runs, theirs: Runs) -> list[str]:
    """Returns rows with the fastest runs of SynaNN, of a copy and the LAPACKE call if measured, and of NumPy or SciPy."""
    def fastest(runs: Runs, key: str) -> dict[tuple[str, int, int], float]:
        found: dict[tuple[str, int, int], float] = {}
        for line in (line for lines in runs for line in lines):
            if line.get(key) is not None:
                name = (line["operation"], line["size"], line["stack"])
                found[name] = min(line[key], found.get(name, float("inf")))
        return found

    rows = ["| operation | n | matrices | SynaNN ms | copy + LAPACKE ms | **SynaNN / LAPACKE** | numpy, SciPy ms "
            "| **numpy / SynaNN** |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    own, raw, other = fastest(ours, "min_ms"), fastest(ours, "lapacke_min_ms"), fastest(theirs, "min_ms")
    for (operation, size, stack), time in own.items():
        name = (operation, size, stack)
        lapacke = f"{raw[name]:.2f} | **{time / raw[name]:.3f}**" if name in raw else "| "
        rows.append(f"| {operation} | {size} | {stack} | {time:.2f} | {lapacke} "
                    f"| {other[name]:.2f} | **{other[name] / time:.2f}** |")
    return rows


def fourier_table(ours: Runs, theirs: Runs) -> list[str]:
    """Returns rows with the fastest runs of each transform in SynaNN, NumPy and PyTorch, in both precisions."""
    def fastest(runs: Runs, library: str | None = None) -> dict[tuple[str, str], float]:
        found: dict[tuple[str, str], float] = {}
        for line in (line for lines in runs for line in lines):
            if line.get("library") == library:
                name = (line["operation"], line["scalar"])
                found[name] = min(line["min_ms"], found.get(name, float("inf")))
        return found

    heads = [f"{scalar}: SynaNN ms | NumPy ms | PyTorch ms | **SynaNN / NumPy** | SynaNN / PyTorch"
             for scalar in ["Double", "Float"]]
    rows = ["| transform | " + " | ".join(heads) + " |", "| --- |" + " ---: |" * 10]
    own, numpy, torch = fastest(ours), fastest(theirs, "numpy"), fastest(theirs, "torch")
    for operation in dict.fromkeys(operation for operation, _ in own):
        row = f"| {operation} |"
        for scalar in ["double", "float"]:
            name = (operation, scalar)
            row += (f" {own[name]:.3f} | {numpy[name]:.3f} | {torch[name]:.3f} | **{own[name] / numpy[name]:.2f}** "
                    f"| {own[name] / torch[name]:.2f} |")
        rows.append(row)
    return rows


def array_table(ours: Runs, theirs: Runs) -> list[str]:
    """Returns rows with the fastest runs of each function, and SynaNN's time divided by that of the faster peer."""
    def fastest(runs: Runs, library: str | None = None) -> dict[str, float]:
        found: dict[str, float] = {}
        for line in (line for lines in runs for line in lines):
            if line.get("library") == library:
                found[line["operation"]] = min(line["min_ms"], found.get(line["operation"], float("inf")))
        return found

    rows = ["| function | SynaNN ms | NumPy ms | PyTorch ms | **SynaNN / the better** |", "| --- | ---: | ---: | ---: | ---: |"]
    own, numpy, torch = fastest(ours), fastest(theirs, "numpy"), fastest(theirs, "torch")
    for operation, time in own.items():
        torch_text = f"{torch[operation]:.4f}" if operation in torch else ""
        better = min(numpy[operation], torch.get(operation, float("inf")))
        rows.append(f"| {operation} | {time:.4f} | {numpy[operation]:.4f} | {torch_text} | **{time / better:.2f}** |")
    return rows


def picture_table(ours: Runs, theirs: Runs) -> list[str]:
    """Returns rows with the fastest runs of each operation, and SynaNN's time divided by Pillow's."""
    def fastest(runs: Runs) -> dict[str, float]:
        found: dict[str, float] = {}
        for line in (line for lines in runs for line in lines):
            found[line["operation"]] = min(line["min_ms"], found.get(line["operation"], float("inf")))
        return found

    rows = ["| operation | SynaNN ms | Pillow ms | **SynaNN / Pillow** |", "| --- | ---: | ---: | ---: |"]
    own, pillow = fastest(ours), fastest(theirs)
    return rows + [f"| {operation} | {time:.3f} | {pillow[operation]:.3f} | **{time / pillow[operation]:.2f}** |"
                   for operation, time in own.items()]


def synapse_table(ours: Runs, theirs: Runs) -> list[str]:
    """Returns rows with the fastest runs for each shape: Synapse and Dense of SynaNN, best Synapse and Linear of PyTorch."""
    def fastest(runs: Runs, batch: int, features: int, key: str, form: str | None = None) -> tuple[float, str]:
        found = [(line[key], line.get("form", "")) for lines in runs for line in lines
                 if (line["batch"], line["features"]) == (batch, features) and key in line
                 and (form is None or line.get("form") == form)]
        return min(found, default=(float("nan"), "–"))

    rows = ["| batch | n | pass | Dense ms | Synapse ms | Synapse / Dense | PyTorch Linear ms "
            "| PyTorch Synapse ms, best form | PyTorch Synapse / Linear | **PyTorch / SynaNN, Synapse** |",
            "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    synapses = [[line for line in lines if line.get("form") != "linear"] for lines in theirs]
    for batch, features in dict.fromkeys((int(line["batch"]), int(line["features"])) for line in ours[0]):
        for name, key in [("forward", "forward"), ("step", "step")]:
            dense, _ = fastest(ours, batch, features, f"dense_{key}_ms")
            synapse, _ = fastest(ours, batch, features, f"synapse_{key}_ms")
            linear, _ = fastest(theirs, batch, features, f"{key}_min_ms", "linear")
            best, form = fastest(synapses, batch, features, f"{key}_min_ms")
            rows.append(f"| {batch} | {features} | {name} | {dense:.3f} | {synapse:.3f} | {synapse / dense:.2f} "
                        f"| {linear:.3f} | {best:.2f} ({form}) | {best / linear:.0f} | **{best / synapse:.0f}** |")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmark", choices=["cnn", "mlp", "rnn", "elementwise", "linear-algebra", "synapse", "fourier",
                                              "arrays", "pictures", "transformer", "layers",
                                              "recurrent", "scaling", "operations", "latency"])
    parser.add_argument("--rounds", type=int, default=3, help="times that each side runs (default 3)")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--epochs", type=int, default=1, help="cnn, mlp, rnn: epochs in each round (default 1)")
    parser.add_argument("--cell", choices=["rnn", "lstm", "gru"], default="gru", help="rnn: the cell (default gru)")
    parser.add_argument("--preset", choices=["published", "fast", "best"], default="published",
                        help="cnn: the network (default published)")
    parser.add_argument("--variant", choices=["formula", "published", "identity"], default="formula",
                        help="cnn: what PyTorch trains (default formula, as SynaNN does)")
    parser.add_argument("--data", type=Path, help="cnn, mlp, rnn: the MNIST folder, for both sides (default: MNIST_DIR)")
    parser.add_argument("--group", action="append", choices=compare_operations.GROUPS,
                        help="operations: compare only this group; may be repeated")
    parser.add_argument("--only", default="", help="operations: compare only those whose name contains this text")
    parser.add_argument("--ours", default=os.environ.get("SYNANN_OURS"), metavar="EXECUTABLE",
                        help="run this program in place of SynaNN, with the same options, and build nothing (default: SYNANN_OURS)")
    options = parser.parse_args()
    if min(options.rounds, options.threads, options.epochs) < 1:
        parser.error("--rounds, --threads and --epochs must be at least 1")

    environment = dict(os.environ)
    data = options.data or ROOT / "../shared/data/mnist"
    if options.data or ("MNIST_DIR" not in environment and data.is_dir()):
        environment["MNIST_DIR"] = str(data.resolve())
    if options.benchmark == "operations":
        compare_operations.compare(options, environment)
        return
    if options.benchmark == "latency":
        compare_latency.compare(options, environment)
        return
    torch = output_of(sys.executable, "-c", "import torch; print(torch.__version__)")
    if not torch:
        sys.exit(f"PyTorch is missing. Type: pip install -r {PEERS / 'requirements.txt'}")

    chosen = benchmark(options)
    if not options.ours:
        run(chosen.build, environment)
    program = [str(Path(options.ours).resolve())] if options.ours else chosen.program
    if options.benchmark == "pictures":
        run([sys.executable, str(PEERS / "pictures.py"), "--write", str(PICTURES)], environment)
    our_command = [*program, *chosen.arguments]
    their_command = [sys.executable, str(PEERS / chosen.theirs[0]), *chosen.theirs[1:]]

    load_before = os.getloadavg()[0]
    ours: Runs = []
    theirs: Runs = []
    for index in range(options.rounds):
        print(f"round {index + 1} of {options.rounds}: ours", file=sys.stderr)
        ours.append(run_ours(our_command, chosen.metrics_option, environment))
        print(f"round {index + 1} of {options.rounds}: theirs", file=sys.stderr)
        theirs.append(read_lines(run(their_command, environment), their_command))

    print("\n".join(chosen.table(ours, theirs)))
    print()
    other = "numpy's or SciPy's" if options.benchmark == "linear-algebra" else "PyTorch's"
    ratio = ("SynaNN's time divided by the other library's; below 1" if options.benchmark in ("fourier", "arrays", "pictures")
             else f"{other} time divided by SynaNN's; above 1")
    print(f"- ratio: {ratio} SynaNN is faster; {options.rounds} alternating rounds")
    print(f"- machine: {machine()}, {options.threads} threads, load average before the runs {load_before:.2f}")
    print(f"- versions: {versions(torch)}")
    print(f"- ours: `{shlex.join(our_command)} {chosen.metrics_option} FILE`")
    print(f"- theirs: `python3 Benchmarks/peers/{shlex.join(chosen.theirs)}`")
    print(f"- command: `python3 Benchmarks/peers/compare.py {shlex.join(sys.argv[1:])}`")


if __name__ == "__main__":
    main()
