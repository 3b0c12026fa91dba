"""Writes embedding.json: PyTorch's embeddings with and without padding, and the gradients of the weight."""

import platform
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import embedding

from reference_case import Source, differentiated
from reference_file import write_or_check


def case(name: str, rows: int, width: int, shape: list[int], padding: int | None):
    source = Source(name)
    inputs = {"weight": source.normal(rows, width), "ids": source.integers(rows, *shape)}

    def function(weight: Tensor, ids: Tensor) -> Tensor:
        return embedding(ids, weight, padding_idx=padding)

    return differentiated(name, "embedding", {"padding_index": -1 if padding is None else padding}, inputs, function)


CASES = [
    case("embedding/sequence", 5, 3, [7], None),
    case("embedding/batch", 6, 4, [3, 5], None),
    case("embedding/padded", 4, 3, [3, 6], 0),
    case("embedding/padded-last", 4, 2, [2, 3, 4], 3),
    case("embedding/one-row", 1, 3, [4], None),
]

write_or_check(
    Path(__file__).with_name("embedding.json"),
    {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "command": "python3 Tests/References/embedding.py",
    },
    [made.as_json() for made in CASES],
)
