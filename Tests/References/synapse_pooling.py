"""Writes synapse_pooling.json: the noisy-OR pooling of sets and its surprisal in PyTorch, with all gradients."""

import platform
from pathlib import Path

import torch
from torch import Tensor

from reference_case import Case, Source, assert_close, differentiated
from reference_file import write_or_check


def terms(x: Tensor, beta: Tensor, mask: Tensor) -> Tensor:
    """Returns βx, and 0 for the instances that do not take part."""
    return torch.where(mask[:, :, None] > 0, beta * x, torch.zeros((), dtype=x.dtype))


def probability(x: Tensor, beta: Tensor, leak: Tensor, mask: Tensor) -> Tensor:
    return 1 - (1 - leak) * (1 - terms(x, beta, mask)).prod(1)


def surprisal(x: Tensor, beta: Tensor, leak: Tensor, mask: Tensor) -> Tensor:
    return -torch.log1p(-leak) - torch.log1p(-terms(x, beta, mask)).sum(1)


def case(kind: str, label: str, shape: tuple[int, int, int], low: float = 0.0, high: float = 0.99) -> Case:
    name = f"{kind}/{label}"
    source = Source(name)
    sets, instances, channels = shape
    inputs = {
        "input": source.uniform(low, high, *shape),
        "beta": source.uniform(low, high, channels),
        "leak": source.uniform(low / 4, high / 4, channels),
        "mask": source.integers(4, sets, instances).clamp(max=1),
    }
    if "zero-factors" in label:
        inputs["beta"][0] = 2.0
        inputs["input"][:, :, 0], inputs["mask"][:] = 0.25, 1
        inputs["input"][0, 1, 0] = 0.5  # one factor is 0
        inputs["input"][1, :2, 0] = 0.5  # two factors are 0
    if "no-instances" in label:
        inputs["mask"][0] = 0
    function = probability if kind == "synapse_pooling" else surprisal
    made = differentiated(name, kind, {}, inputs, function)
    if kind == "synapse_pooling" and low >= 0:
        logarithms = -torch.expm1(-surprisal(**{"x" if k == "input" else k: v for k, v in inputs.items()}))
        assert_close(made.tensors["output"], logarithms, f"{name}: log space")
    return made


SHAPES = [(1, 1, 1), (3, 5, 10), (2, 70, 10), (2, 40, 1), (3, 4, 33), (2, 9, 64), (2, 150, 3)]

CASES = [
    case(kind, "x".join(map(str, shape)), shape)
    for kind in ["synapse_pooling", "surprisal_synapse_pooling"]
    for shape in SHAPES
] + [
    case("synapse_pooling", "any-sign", (3, 6, 4), -2.0, 2.0),
    case("synapse_pooling", "zero-factors", (3, 4, 2)),
    case("synapse_pooling", "no-instances", (3, 4, 2)),
    case("surprisal_synapse_pooling", "no-instances", (3, 4, 2)),
    case("surprisal_synapse_pooling", "negative-terms", (3, 6, 4), -0.9, 0.9),
]

write_or_check(
    Path(__file__).with_name("synapse_pooling.json"),
    {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "command": "python3 Tests/References/synapse_pooling.py",
    },
    [made.as_json() for made in CASES],
)
