"""Writes activations.json: PyTorch's activation functions, and their gradients, in double precision.

    python3 Tests/References/activations.py            writes the file
    python3 Tests/References/activations.py --check    compares it with what would be written
"""

import platform
from pathlib import Path

import torch
from torch.nn import functional as F

from reference_case import Case, Function, Source, differentiated, values
from reference_file import write_or_check

NUMBERS = [-50, -20, -5, -3, -2.9, -1.5, -1, -0.5, -1e-3, -1e-8, -0.0, 0.0, 1e-8, 1e-3, 0.5, 1, 1.5, 2.9, 3, 5, 20, 50]

# PyTorch's 1 + tanh u cancels for negative u, so the approximation of GELU is compared only at moderate numbers.
FUNCTIONS: list[tuple[str, Function, list[float]]] = [
    ("gelu_tanh", lambda input: F.gelu(input, approximate="tanh"), [x for x in NUMBERS if abs(x) <= 3]),
    ("mish", F.mish, NUMBERS),
    ("hardswish", F.hardswish, NUMBERS),
    ("hardsigmoid", F.hardsigmoid, NUMBERS),
]


def prelu(shape: tuple[int, ...], slopes: int) -> Case:
    name = f"prelu/{'x'.join(map(str, shape))}-{slopes}"
    source = Source(name)
    inputs = {"input": source.normal(*shape), "weight": source.uniform(-0.5, 0.5, slopes)}
    return differentiated(name, "prelu", {}, inputs, F.prelu)


CASES = [
    *[differentiated(f"{name}/values", name, {}, {"input": values(numbers)}, function)
      for name, function, numbers in FUNCTIONS],
    *[differentiated(f"leaky_relu/{slope}", "leaky_relu", {"slope": slope}, {"input": values(NUMBERS)},
                     lambda input, slope=slope: F.leaky_relu(input, slope)) for slope in [0.01, 0.3, -0.5, 1.5]],
    *[differentiated(f"elu/{alpha}", "elu", {"alpha": alpha}, {"input": values(NUMBERS)},
                     lambda input, alpha=alpha: F.elu(input, alpha)) for alpha in [1.0, 0.3, 1.7]],
    *[prelu(*shapes) for shapes in [((3, 4), 4), ((2, 3, 2, 2), 3), ((2, 3, 2), 1), ((5,), 1), ((2, 0, 3), 1)]],
]

write_or_check(
    Path(__file__).with_name("activations.json"),
    {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "command": "python3 Tests/References/activations.py",
    },
    [made.as_json() for made in CASES],
)
