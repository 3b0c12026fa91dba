"""Cases of the peers, and the libraries that are here. A library that is missing is `None`, and its cases are left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

try:
    import numpy
except ImportError:
    numpy = None
try:
    import torch
except ImportError:
    torch = None
try:
    import scipy
    import scipy.linalg
    import scipy.special
except ImportError:
    scipy = None

np: Any = numpy
Work = Callable[[], object]


@dataclass
class Cases:
    """The cases of a group: (name, library, work)."""

    all: list[tuple[str, str, Work]] = field(default_factory=list)

    def add(self, name: str, *, numpy: Work | None = None, torch: Work | None = None, scipy: Work | None = None,
            **variants: Work) -> None:
        """Adds a case. `variants` are other ways of PyTorch: `torch_channels_last` is the variant "torch channels last"."""
        for library, work in {"numpy": numpy, "torch": torch, "scipy": scipy, **variants}.items():
            if work is not None and libraries[library.split("_")[0]]:
                self.all.append((name, library.replace("_", " "), work))


libraries = {"numpy": numpy, "torch": torch, "scipy": scipy}


def tensors(*arrays: Any) -> list[Any]:
    """Returns PyTorch's tensors on the memory of the arrays; `None` for each without PyTorch."""
    return [torch.from_numpy(array) if torch else None for array in arrays]


def gradient(function: Callable[..., Any], *inputs: Any) -> Work:
    """Returns the work that computes the gradients of the sum of a function at the inputs, with PyTorch."""
    leaves = [x.detach().requires_grad_() for x in inputs]

    def work() -> object:
        y = function(*leaves)
        return torch.autograd.grad(y if y.dim() == 0 else y.sum(), leaves)

    return work


__all__ = ["Cases", "Work", "gradient", "libraries", "np", "scipy", "tensors", "torch"]
