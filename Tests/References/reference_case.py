"""A reference case as JSON: parameters, and named tensors with their gradients."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Function = Callable[..., Tensor]


@dataclass
class Case:
    name: str
    operation: str
    parameters: dict[str, Any]
    tensors: dict[str, Tensor]

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "operation": self.operation,
            "parameters": self.parameters,
            "tensors": {name: tensor_as_json(tensor) for name, tensor in self.tensors.items()},
        }


def tensor_as_json(tensor: Tensor) -> dict[str, Any]:
    """Returns the shape and the row-major values. NaN and infinities become "nan", "inf" and "-inf": JSON has none."""
    values = [value if math.isfinite(value) else str(value) for value in tensor.detach().reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "values": values}


class Source:
    """A source of random tensors for a case. The name of the case is the seed.

    A case therefore keeps its numbers if other cases are added or removed. The numbers have four decimals, which keeps
    the file short.
    """

    def __init__(self, name: str) -> None:
        self.generator = torch.Generator().manual_seed(zlib.crc32(name.encode()))

    def normal(self, *shape: int) -> Tensor:
        return torch.randn(shape, generator=self.generator, dtype=torch.float64).round(decimals=4)

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        unit = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        return (low + (high - low) * unit).round(decimals=4)

    def integers(self, below: int, *shape: int) -> Tensor:
        return torch.randint(below, shape, generator=self.generator)


def values(numbers: list[float]) -> Tensor:
    return torch.tensor(numbers, dtype=torch.float64)


def differentiated(
    name: str,
    operation: str,
    parameters: dict[str, Any],
    inputs: Mapping[str, Tensor],
    function: Function,
    constants: Sequence[str] = (),
) -> Case:
    """Makes a case whose output is `function(*inputs)`, with the gradients of the output.

    The case contains the gradient of every floating-point input that is not in `constants`. The output gradient is
    random, or 1 if the output is a single number (a loss).
    """
    leaves = {
        key: tensor.clone().requires_grad_() if tensor.is_floating_point() and key not in constants else tensor
        for key, tensor in inputs.items()
    }
    output = function(*leaves.values())
    scale = torch.ones_like(output) if output.ndim == 0 else Source(name + "/gradient").normal(*output.shape)
    output.backward(scale)
    gradients = {f"{key}Gradient": leaf.grad for key, leaf in leaves.items() if leaf.requires_grad}
    assert all(gradient is not None for gradient in gradients.values()), f"{name}: an input has no gradient"
    return Case(name, operation, parameters, {**inputs, "output": output, "outputGradient": scale, **gradients})


def evaluated(
    name: str, operation: str, parameters: dict[str, Any], inputs: Mapping[str, Tensor], function: Function
) -> Case:
    """Makes a case whose output is `function(*inputs)`, without gradients."""
    return Case(name, operation, parameters, {**inputs, "output": function(*inputs.values())})


def assert_close(actual: Tensor, expected: Tensor, what: str, tolerance: float = 1e-12) -> None:
    """Fails if the shapes differ, or if an element differs by more than the tolerance times 1 + max |expected|.

    `what` names the checked result in the message.
    """
    assert actual.shape == expected.shape, f"{what}: {list(actual.shape)} instead of {list(expected.shape)}"
    error = (actual - expected).abs().max().item() if actual.numel() else 0.0
    assert error <= tolerance * (1 + expected.abs().max().item()), f"{what}: differs by {error:.3g}"
