"""Commands that the comparisons run, and what they say of the machine and the versions."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PEERS = Path(__file__).resolve().parent
ROOT = PEERS.parents[1]
Line = dict[str, Any]
Runs = list[list[Line]]


def run(command: list[str], environment: dict[str, str]) -> str:
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE)
    except OSError as error:
        sys.exit(f"{shlex.join(command)} cannot be run: {error.strerror}. Option --ours names another program.")
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        sys.exit(f"{shlex.join(command)} failed with status {done.returncode}.")
    return done.stdout


def read_lines(text: str, command: list[str]) -> list[Line]:
    try:
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    except json.JSONDecodeError as error:
        sys.exit(f"{shlex.join(command)} wrote a line that is not JSON: {error.doc[:80]!r}")
    if not lines:
        sys.exit(f"{shlex.join(command)} wrote no lines.")
    return lines


def run_ours(command: list[str], metrics_option: str, environment: dict[str, str]) -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        metrics = Path(folder, "lines.jsonl")
        command = [*command, metrics_option, str(metrics)]
        run(command, environment)
        if not metrics.exists():
            sys.exit(f"{shlex.join(command)} did not write {metrics.name}.")
        return read_lines(metrics.read_text(), command)


def output_of(*command: str) -> str:
    """Returns the output of a command, or "" if the command does not exist or fails."""
    try:
        return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def machine() -> str:
    fields = dict(line.split(":", 1) for line in output_of("lscpu").splitlines() if ":" in line)
    model = fields.get("Model name", "unknown processor").strip()
    family = f"family {fields['CPU family'].strip()}, " if "CPU family" in fields else ""
    return f"{model} ({family}{os.cpu_count()} cores)"


def versions(torch: str) -> str:
    swift = next((line for line in output_of("swift", "--version").splitlines() if "Swift version" in line), "no Swift")
    commit = output_of("git", "rev-parse", "--short", "HEAD") or "not committed"
    changed = " with changes" if output_of("git", "status", "--porcelain") else ""
    return f"SynaNN {commit}{changed}; {swift.strip()}; Python {sys.version.split()[0]}; PyTorch {torch}"
