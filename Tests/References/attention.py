"""Writes attention.json: PyTorch's scaled dot-product attention, and the gradients, in double precision.

    python3 Tests/References/attention.py            writes the file
    python3 Tests/References/attention.py --check    compares it with what would be written
"""

import platform
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from reference_case import Case, Source, differentiated
from reference_file import write_or_check


def attention(
    label: str, stack: list[int], queries: int, keys: int, depth: int, value_depth: int | None = None,
    mask: str = "none", mask_shape: list[int] | None = None, causal: bool = False, scale: float | None = None,
) -> Case:
    name = f"attention/{label}"
    source = Source(name)
    inputs = {
        "queries": source.normal(*stack, queries, depth),
        "keys": source.normal(*stack, keys, depth),
        "values": source.normal(*stack, keys, value_depth or depth),
    }
    shape = mask_shape or [queries, keys]
    if mask == "allowing":
        allowed = source.uniform(0, 1, *shape) < 0.6
        allowed[..., 0] = True
        inputs["mask"] = allowed.to(torch.int64)
    elif mask == "adding":
        inputs["mask"] = source.normal(*shape)

    def function(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
        if mask is not None and not mask.is_floating_point():
            mask = mask.to(torch.bool)
        return scaled_dot_product_attention(
            queries, keys, values, attn_mask=mask, is_causal=causal, scale=scale)

    parameters = {"mask": mask, "isCausal": causal, "scale": -1 if scale is None else scale}
    return differentiated(name, "attention", parameters, inputs, function)


CASES = [
    attention("plain", [2, 3], 4, 5, 3),
    attention("one-key", [1, 2], 3, 1, 2),
    attention("wide-values", [2, 1], 3, 4, 2, 5),
    attention("causal", [2, 2], 6, 6, 4, causal=True),
    attention("causal-fewer-keys", [1, 2], 6, 4, 3, causal=True),
    attention("causal-more-keys", [1, 2], 4, 7, 3, causal=True),
    attention("scaled", [1, 2], 3, 4, 3, scale=0.7),
    attention("allowing", [2, 2], 4, 5, 3, mask="allowing"),
    attention("allowing-keys-of-samples", [2, 2], 4, 5, 3, mask="allowing", mask_shape=[2, 1, 1, 5]),
    attention("allowing-all-axes", [2, 2], 4, 5, 3, mask="allowing", mask_shape=[2, 2, 4, 5]),
    attention("adding", [2, 2], 4, 5, 3, mask="adding"),
    attention("adding-heads", [2, 2], 4, 5, 3, mask="adding", mask_shape=[2, 4, 5]),
]

write_or_check(
    Path(__file__).with_name("attention.json"),
    {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "command": "python3 Tests/References/attention.py",
    },
    [made.as_json() for made in CASES],
)
