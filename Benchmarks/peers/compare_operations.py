"""The comparison `operations`: each operation of SynaNN beside the fastest of PyTorch, NumPy and SciPy."""

from __future__ import annotations

import argparse
import math
import os
import shlex
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from commands import PEERS, Line, machine, output_of, read_lines, run, run_ours, versions

GROUPS = ["elementwise", "strided", "reductions", "random", "shapes", "products", "convolutions", "layers", "overhead",
          "files", "linear-algebra"]
# Groups whose memory is compared. In the others, memory beyond the result does not depend on the library.
MEMORY_GROUPS = ["reductions", "convolutions", "layers", "files", "linear-algebra"]
Key = tuple[str, str]


@dataclass
class Measured:
    """The least times of an operation in both libraries, with a number of threads, in ms."""

    ours: float
    peer: float = math.nan
    library: str = "–"
    ours_median: float = math.nan
    peer_median: float = math.nan

    @property
    def ratio(self) -> float:
        return self.peer / self.ours if self.ours > 0 else math.nan

    @property
    def ratio_of_medians(self) -> float:
        return self.peer_median / self.ours_median if self.ours_median > 0 else math.nan


def compare(options: argparse.Namespace, environment: dict[str, str]) -> None:
    """Runs both sides group by group in turn, with one thread and with `options.threads`, and prints the tables."""
    swift = ["swift", "build", "-c", "release", "--package-path", "Benchmarks", "--product", "operations"]
    if not options.ours:
        run(swift, environment)
    program = [str(Path(options.ours or PEERS.parent / ".build/release/operations").resolve())]
    load_before = os.getloadavg()[0]
    groups = options.group or GROUPS
    counts = sorted({1, options.threads})
    found = {count: measured(program, count, groups, options, environment) for count in counts}
    print_lines(summary(found))
    print_lines(table(found))
    print_lines(memory_table(program, [group for group in groups if group in MEMORY_GROUPS], options, environment))
    torch = output_of(sys.executable, "-c", "import torch; print(torch.__version__)") or "missing"
    print("- ratio: the least time of the fastest other library divided by SynaNN's least time; above 1 SynaNN is faster; "
          f"{options.rounds} alternating rounds")
    print(f"- machine: {machine()}, load average before the runs {load_before:.2f}")
    print(f"- versions: {versions(torch)}, NumPy {version_of('numpy')}, SciPy {version_of('scipy')}")
    print(f"- command: `python3 Benchmarks/peers/compare.py {shlex.join(sys.argv[1:])}`")


def version_of(module: str) -> str:
    return output_of(sys.executable, "-c", f"import {module}; print({module}.__version__)") or "missing"


def print_lines(lines: Iterable[str]) -> None:
    print("\n".join([*lines, ""]), flush=True)


def measured(program: list[str], threads: int, groups: list[str], options: argparse.Namespace,
             environment: dict[str, str]) -> dict[Key, Measured]:
    """Returns the times of each operation, by group and name."""
    ours: list[Line] = []
    theirs: list[Line] = []
    for index in range(options.rounds):
        for group in groups:
            print(f"round {index + 1} of {options.rounds}, {threads} threads: {group}", file=sys.stderr)
            flags = ["--threads", str(threads), "--group", group, "--only", options.only]
            ours += lines_of(lambda: run_ours([*program, *flags], "--json", environment))
            theirs += lines_of(lambda: peer_lines(flags, environment))
    return merged(ours, theirs)


def lines_of(work: Callable[[], list[Line]]) -> list[Line]:
    """Returns the lines of one side. A side that fails, for example a missing library, has said why and gives none."""
    try:
        return work()
    except SystemExit as error:
        print(f"No times: {error}", file=sys.stderr)
        return []


def peer_lines(flags: list[str], environment: dict[str, str]) -> list[Line]:
    command = [sys.executable, str(PEERS / "operations"), *flags]
    return read_lines(run(command, environment), command)


def merged(ours: list[Line], theirs: list[Line]) -> dict[Key, Measured]:
    found: dict[Key, Measured] = {}
    for line in ours:
        key = (line["group"], line["operation"])
        old = found.setdefault(key, Measured(line["min_ms"], ours_median=line["median_ms"]))
        old.ours, old.ours_median = min(old.ours, line["min_ms"]), min(old.ours_median, line["median_ms"])
    for line in theirs:
        case = found.get((line["group"], line["operation"]))
        # Comparisons with NaN are false: the first time of a peer replaces it.
        if case and not line["min_ms"] >= case.peer:
            case.peer, case.library = line["min_ms"], line["library"]
        if case and not line["median_ms"] >= case.peer_median:
            case.peer_median = line["median_ms"]
    return found


def summary(found: dict[int, dict[Key, Measured]]) -> list[str]:
    """Returns the rows of a table with the number of operations and the mean ratio of each group."""
    rows = ["| group | threads | operations | above 1.05 | below 0.95 | below 0.8 | **geometric mean of the ratios** |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for threads, cases in found.items():
        for group in [*dict.fromkeys(group for group, _ in cases), "all"]:
            ratios = [case.ratio for (own, _), case in cases.items() if group in (own, "all") and case.ratio > 0]
            if ratios:
                rows.append(f"| {group} | {threads} | {len(ratios)} | {sum(r > 1.05 for r in ratios)} "
                            f"| {sum(r < 0.95 for r in ratios)} | {sum(r < 0.8 for r in ratios)} "
                            f"| **{math.exp(sum(map(math.log, ratios)) / len(ratios)):.2f}** |")
    slower = slower_with_threads(found)
    if slower:
        rows += ["", f"More than 5 % slower with {max(found)} threads than with one: " + ", ".join(slower) + "."]
    return rows


def slower_with_threads(found: dict[int, dict[Key, Measured]]) -> list[str]:
    one, many = found[min(found)], found[max(found)]
    ratios = {key: many[key].ours / case.ours for key, case in one.items() if key in many and case.ours > 0}
    return [f"{name} ({ratio:.2f})" for (_, name), ratio in sorted(ratios.items(), key=lambda pair: -pair[1]) if ratio > 1.05]


def table(found: dict[int, dict[Key, Measured]]) -> list[str]:
    """Returns a row for each operation, sorted by the least ratio over the numbers of threads."""
    heads = [f"SynaNN ms, {count} threads | fastest other ms | library | **ratio** | ratio of medians" for count in found]
    rows = ["| operation | group | " + " | ".join(heads) + " |", "| --- | --- |" + " ---: | ---: | --- | ---: | ---: |" * len(found)]

    def least_ratio(key: Key) -> float:
        ratios = [cases[key].ratio for cases in found.values() if key in cases]
        return min((ratio for ratio in ratios if not math.isnan(ratio)), default=math.inf)

    for key in sorted({key for cases in found.values() for key in cases}, key=least_ratio):
        group, name = key
        rows.append(f"| {name} | {group} | " + " | ".join(cells(cases.get(key)) for cases in found.values()) + " |")
    return rows


def cells(case: Measured | None) -> str:
    if case is None:
        return " | | | | "
    if math.isnan(case.peer):
        return f"{case.ours:.5g} | – | – | – | –"
    return f"{case.ours:.5g} | {case.peer:.5g} | {case.library} | **{case.ratio:.2f}** | {case.ratio_of_medians:.2f}"


def memory_table(program: list[str], groups: list[str], options: argparse.Namespace, environment: dict[str, str]) -> list[str]:
    """Returns a row for each operation that takes at least 10 MB beyond its inputs, sorted by the ratio of both sides."""
    # With this setting, memory that an earlier operation has freed is back at the system and is counted again.
    trimmed = environment | {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536"}
    ours: dict[Key, int] = {}
    theirs: dict[Key, tuple[int, str]] = {}
    for group in groups:
        flags = ["--threads", "1", "--group", group, "--only", options.only, "--memory"]
        for line in lines_of(lambda: run_ours([*program, *flags], "--json", trimmed)):
            ours[line["group"], line["operation"]] = line["peak_bytes"]
        for line in lines_of(lambda: peer_lines(flags, trimmed)):
            key, bytes_and_library = (line["group"], line["operation"]), (line["peak_bytes"], line["library"])
            if line["peak_bytes"] is not None:
                theirs[key] = min(theirs.get(key, bytes_and_library), bytes_and_library)
    large = [key for key, peak in ours.items() if key in theirs and max(peak, theirs[key][0]) >= 10_000_000]
    rows = ["| operation, peak memory beyond the inputs | SynaNN MB | least of the others MB | library | **others / SynaNN** |",
            "| --- | ---: | ---: | --- | ---: |"]
    for key in sorted(large, key=lambda key: theirs[key][0] / max(1, ours[key])):
        peak, (other, library) = ours[key], theirs[key]
        rows.append(f"| {key[1]} | {peak / 1e6:.1f} | {other / 1e6:.1f} | {library} | **{other / max(1, peak):.2f}** |")
    return rows if large else []
