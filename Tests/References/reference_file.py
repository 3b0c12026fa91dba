"""Writes a file of reference cases, or with --check compares the cases with the file."""

import json
import sys
from pathlib import Path
from typing import Any


def write_or_check(path: Path, header: dict[str, Any], cases: list[dict[str, Any]]) -> None:
    """Writes the header, then a case on each line under "cases".

    With --check, the function writes nothing. It compares the text with the file at `path`, and exits. The status is 0
    only if they are equal.
    """
    lines = ",\n".join(json.dumps(made) for made in cases)
    text = json.dumps(header)[:-1] + ', "cases": [\n' + lines + "\n]}\n"
    if "--check" in sys.argv:
        sys.exit(0 if path.read_text() == text else f"{path} differs from what this machine computes")
    path.write_text(text)
