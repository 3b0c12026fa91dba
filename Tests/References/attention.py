"""Writes attention.json: PyTorch's attention and transformer layers, and the gradients, in double precision.

    python3 Tests/References/attention.py            writes the file
    python3 Tests/References/attention.py --check    compares it with what would be written
"""

import platform
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.func import functional_call
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


def layer(name: str, module: nn.Module, parameters: dict, inputs: dict[str, Tensor], function, source: Source) -> Case:
    """Makes a case of a module: the inputs, and the parameters under their names in the module's state."""
    shapes = {key: value.shape for key, value in module.state_dict().items()}
    weights = {key: 0.5 * source.normal(*shape) for key, shape in shapes.items()}
    constants = [key for key in inputs if key in ("padding", "mask")]

    def called(*operands: Tensor) -> Tensor:
        state = dict(zip(shapes, operands[len(inputs):]))
        arguments = dict(zip(inputs, operands))
        return function(lambda *x, **options: functional_call(module, state, x, options), **arguments)

    return differentiated(name, name.split("/")[0], parameters, {**inputs, **weights}, called, constants=constants)


def multi_head(label: str, width: int, heads: int, shape: list[int], keys: int | None = None, bias: bool = True,
               padded: bool = False, causal: bool = False) -> Case:
    """Makes a case of multi-head attention: of sequences to themselves, or with `keys`, of queries to keys and values."""
    name = f"multi_head_attention/{label}"
    source = Source(name)
    module = nn.MultiheadAttention(width, heads, bias=bias, batch_first=True, dtype=torch.float64)
    inputs = {"input": source.normal(*shape, width)}
    length = keys or shape[1]
    if keys:
        inputs |= {"keys": source.normal(shape[0], keys, width), "values": source.normal(shape[0], keys, width)}
    if padded:
        padding = source.uniform(0, 1, shape[0], length) < 0.4
        padding[:, 0] = False
        inputs["padding"] = padding.to(torch.int64)
    if causal:
        inputs["mask"] = torch.triu(torch.ones(shape[1], length, dtype=torch.int64), 1)

    def function(call, input, keys=None, values=None, padding=None, mask=None):
        keys, values = (input, input) if keys is None else (keys, values)
        return call(input, keys, values, need_weights=False,
                    key_padding_mask=None if padding is None else padding.bool(),
                    attn_mask=None if mask is None else mask.bool())[0]

    return layer(name, module, {"heads": heads, "isCausal": causal}, inputs, function, source)


def block(label: str, width: int, heads: int, hidden: int, shape: list[int], first: bool, activation: str = "relu",
          padded: bool = False) -> Case:
    name = f"transformer_block/{label}"
    source = Source(name)
    module = nn.TransformerEncoderLayer(
        width, heads, hidden, dropout=0.0, activation=activation, batch_first=True, norm_first=first,
        dtype=torch.float64)
    inputs = {"input": source.normal(*shape, width)}
    if padded:
        padding = source.uniform(0, 1, *shape) < 0.4
        padding[:, 0] = False
        inputs["padding"] = padding.to(torch.int64)

    def function(call, input, padding=None):
        return call(input, src_key_padding_mask=None if padding is None else padding.bool())

    return layer(
        name, module, {"heads": heads, "hidden": hidden, "normFirst": first, "activation": activation}, inputs,
        function, source)


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
    multi_head("self", 6, 2, [2, 4]),
    multi_head("one-head", 3, 1, [3, 2]),
    multi_head("no-bias", 4, 4, [1, 3], bias=False),
    multi_head("padded", 6, 3, [3, 5], padded=True),
    multi_head("causal", 4, 2, [2, 5], causal=True),
    multi_head("cross", 6, 2, [2, 3], keys=5),
    multi_head("cross-padded", 4, 2, [3, 2], keys=4, padded=True),
    block("post-norm", 6, 2, 5, [2, 4], first=False),
    block("pre-norm", 4, 2, 7, [2, 3], first=True),
    block("gelu-padded", 4, 2, 3, [3, 4], first=True, activation="gelu", padded=True),
]

write_or_check(
    Path(__file__).with_name("attention.json"),
    {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "command": "python3 Tests/References/attention.py",
    },
    [made.as_json() for made in CASES],
)
