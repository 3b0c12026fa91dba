#!/usr/bin/env python3
"""Writes recurrent_stacks.json: PyTorch's recurrent layers with several layers, two directions and packed sequences.

    python3 Tests/References/recurrent_stack_references.py            writes the file
    python3 Tests/References/recurrent_stack_references.py --check    compares it with what would be written

The output of a case has the shape [batch, steps + states, outputs]: the outputs of all steps, then the last hidden
state of each layer, then the last cell state of each layer of an LSTM. The states of both directions are joined on the
last axis, as the outputs are. Where a case has lengths, the padding of the input is NaN.
"""

from __future__ import annotations

import platform
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from reference_case import Case, Source, differentiated
from reference_file import write_or_check

KINDS = ["rnn_tanh", "rnn_relu", "lstm", "gru"]
# Batch, steps, inputs, units, layers, bidirectional, and the lengths of the sequences.
SHAPES = {
    "two-layers": (2, 3, 2, 3, 2, False, None),
    "three-layers-one-step": (1, 1, 2, 2, 3, False, None),
    "both-directions": (2, 4, 3, 2, 1, True, None),
    "two-layers-both-directions": (2, 3, 2, 2, 2, True, None),
    "packed": (4, 5, 2, 3, 1, False, [3, 5, 1, 2]),
    "packed-both-directions": (3, 4, 2, 3, 1, True, [2, 4, 1]),
    "packed-two-layers-both-directions": (4, 5, 2, 2, 2, True, [2, 4, 4, 1]),
    "packed-one-sequence": (1, 3, 2, 2, 2, True, [2]),
    "packed-many-sequences": (19, 3, 1, 1, 1, True, [3, 1, 2, 3, 3, 2, 1, 1, 3, 2, 1, 1, 2, 3, 1, 2, 1, 3, 2]),
}


def module(kind: str, label: str, bias: bool) -> nn.RNNBase:
    _, _, inputs, hidden, layers, both, _ = SHAPES[label]
    options = {"num_layers": layers, "bidirectional": both, "batch_first": True, "bias": bias, "dtype": torch.float64}
    if kind.startswith("rnn_"):
        return nn.RNN(inputs, hidden, nonlinearity=kind.removeprefix("rnn_"), **options)
    return (nn.LSTM if kind == "lstm" else nn.GRU)(inputs, hidden, **options)


def case(kind: str, label: str, bias: bool = True, state: bool = False) -> Case:
    """Makes a case. With `state`, the initial states of all layers and directions are inputs; otherwise they are 0."""
    batch, steps, inputs, hidden, layers, both, lengths = SHAPES[label]
    name = f"{kind}/{label}" + ("" if bias else "-no-bias") + ("-state" if state else "")
    source, layer, directions = Source(name), module(kind, label, bias), 2 if both else 1
    tensors = {"input": source.normal(batch, steps, inputs)}
    tensors |= {key: source.normal(*value.shape) for key, value in layer.state_dict().items()}
    parameters = list(tensors)[1:]
    if state:
        tensors["hidden"] = source.normal(layers, batch, directions * hidden)
        if kind == "lstm":
            tensors["memory"] = source.normal(layers, batch, directions * hidden)
    names = list(tensors)

    def split(states: Tensor) -> Tensor:
        """[layers, batch, directions · hidden] → PyTorch's [layers · directions, batch, hidden]."""
        parts = states.reshape(layers, batch, directions, hidden).transpose(1, 2)
        return parts.reshape(layers * directions, batch, hidden)

    def joined(states: Tensor) -> Tensor:
        """PyTorch's [layers · directions, batch, hidden] → [batch, layers, directions · hidden]."""
        parts = states.reshape(layers, directions, batch, hidden).permute(2, 0, 1, 3)
        return parts.reshape(batch, layers, directions * hidden)

    def outputs(*values: Tensor) -> Tensor:
        given = dict(zip(names, values))
        x = given["input"]
        arguments = [x if lengths is None else pack_padded_sequence(x, lengths, True, enforce_sorted=False)]
        if state:
            initial = tuple(split(given[key]) for key in ["hidden", "memory"] if key in given)
            arguments.append(initial if kind == "lstm" else initial[0])
        result, last = functional_call(layer, {key: given[key] for key in parameters}, tuple(arguments))
        if lengths is not None:
            result, _ = pad_packed_sequence(result, True, total_length=steps)
        return torch.cat([result, *map(joined, last if kind == "lstm" else [last])], 1)

    options = {"layers": layers, "bidirectional": both, "hidden": hidden} | ({"lengths": lengths} if lengths else {})
    made = differentiated(name, kind, options, tensors, outputs)
    if lengths is not None:
        for sample, length in enumerate(lengths):
            assert (made.tensors["inputGradient"][sample, length:] == 0).all()
            made.tensors["input"] = made.tensors["input"].clone()
            made.tensors["input"][sample, length:] = torch.nan
    return made


def main() -> None:
    torch.set_num_threads(1)
    cases = []
    for kind in KINDS:
        cases += [case(kind, label) for label in SHAPES]
        cases += [case(kind, "two-layers-both-directions", bias=False), case(kind, "two-layers", state=True),
                  case(kind, "packed-two-layers-both-directions", state=True)]
    versions = {"python": platform.python_version(), "torch": torch.__version__}
    write_or_check(Path(__file__).with_name("recurrent_stacks.json"),
                   {"versions": versions, "command": "python3 Tests/References/recurrent_stack_references.py"},
                   [made.as_json() for made in cases])


if __name__ == "__main__":
    main()
