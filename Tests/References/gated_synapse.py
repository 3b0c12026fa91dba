"""Writes gated_synapse.json: outputs of the gated synapse in PyTorch, and their gradients, in double precision.

    python3 Tests/References/gated_synapse.py            writes the file
    python3 Tests/References/gated_synapse.py --check    compares it with what would be written
"""

import platform
from pathlib import Path

import torch
from torch import Tensor

from reference_case import Case, Source, differentiated, values
from reference_file import write_or_check

BOUND, LIMIT = 0.98, 4.0


def gated_synapse(input: Tensor, weight: Tensor, theta: Tensor) -> Tensor:
    """Returns y_i = relu(z_i) exp(min(4, θ_i + Σ_j log(1 − β_ij x_j))), with x = 1 − e^(−relu z) and β at most 0.98."""
    rectified = torch.relu(input)
    open = -torch.expm1(-rectified)
    beta = weight.clamp(max=BOUND)
    exponent = theta + torch.log1p(-beta * open[:, None, :]).sum(-1)
    return rectified * torch.exp(exponent.clamp(max=LIMIT))


def case(name: str, input: Tensor, weight: Tensor, theta: Tensor) -> Case:
    inputs = {"input": input, "weight": weight, "theta": theta}
    return differentiated(f"gated_synapse/{name}", "gated_synapse", {}, inputs, gated_synapse)


def random_case(name: str, samples: int, features: int, low: float, high: float, shift: float = 0.0) -> Case:
    source = Source("gated_synapse/" + name)
    return case(
        name, source.normal(samples, features), source.uniform(low, high, features, features),
        shift + source.normal(features))


CASES = [
    *[random_case(f"{samples}x{features}", samples, features, -0.5, 0.5)
      for samples, features in [(1, 1), (3, 4), (5, 7), (2, 16), (0, 3), (2, 0)]],
    random_case("above-the-bound", 4, 5, 0.5, 1.5),
    random_case("above-the-limit", 4, 5, -3, 0, shift=3.0),
    case("zeros", values([0.0, -0.0, -1.0, 2.0]).reshape(2, 2), values([0.5, -0.5, 0.98, -2.0]).reshape(2, 2),
         values([0.0, 1.0])),
    case("large", values([50.0, -50.0, 800.0, 1e-9]).reshape(2, 2), values([0.5, -0.5, 0.9, -2.0]).reshape(2, 2),
         values([-3.0, 0.5])),
]

write_or_check(
    Path(__file__).with_name("gated_synapse.json"),
    {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "command": "python3 Tests/References/gated_synapse.py",
    },
    [made.as_json() for made in CASES],
)
