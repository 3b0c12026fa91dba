"""Makes cases of recurrent layers: RNN, LSTM and GRU with one layer, batch first."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.func import functional_call

from reference_case import Case, Source, differentiated

# A shape has the numbers of samples, steps, inputs and units. Small shapes keep the file short; tests compare larger
# layers with formulas.
SHAPES = {"single-everything": (1, 1, 1, 1), "one-step": (3, 1, 2, 4), "one-sample": (1, 4, 3, 2),
          "one-unit": (2, 5, 2, 1), "plain": (2, 3, 1, 5), "many-samples": (7, 2, 1, 2)}
GATES = {"rnn_tanh": 1, "rnn_relu": 1, "lstm": 4, "gru": 3}


def module(kind: str, inputs: int, hidden: int, bias: bool) -> nn.RNNBase:
    options = {"bias": bias, "batch_first": True, "dtype": torch.float64}
    if kind.startswith("rnn_"):
        return nn.RNN(inputs, hidden, nonlinearity=kind.removeprefix("rnn_"), **options)
    return (nn.LSTM if kind == "lstm" else nn.GRU)(inputs, hidden, **options)


def case(kind: str, label: str, bias: bool, state: bool) -> Case:
    """Makes a case of a recurrent layer.

    The output contains the hidden states after each step, followed along axis 1 by the last cell state of an LSTM. With
    `state`, the initial states are inputs; otherwise they are 0.
    """
    batch, steps, inputs, hidden = SHAPES[label]
    name = f"{kind}/{label}" + ("" if bias else "-no-bias") + ("-state" if state else "")
    source, rows = Source(name), GATES[kind] * hidden
    tensors = {"input": source.normal(batch, steps, inputs), "weight_ih_l0": source.normal(rows, inputs),
               "weight_hh_l0": source.normal(rows, hidden)}
    if bias:
        tensors |= {"bias_ih_l0": source.normal(rows), "bias_hh_l0": source.normal(rows)}
    parameters = list(tensors)[1:]
    if state:
        tensors["hidden"] = source.normal(batch, hidden)
        if kind == "lstm":
            tensors["memory"] = source.normal(batch, hidden)
    layer, names = module(kind, inputs, hidden, bias), list(tensors)

    def outputs(*values: Tensor) -> Tensor:
        given = dict(zip(names, values))
        arguments = [given["input"]]
        if state:
            initial = tuple(given[key][None] for key in ["hidden", "memory"] if key in given)
            arguments.append(initial if kind == "lstm" else initial[0])
        result, last = functional_call(layer, {key: given[key] for key in parameters}, tuple(arguments))
        return torch.cat([result, last[1].transpose(0, 1)], 1) if kind == "lstm" else result

    return differentiated(name, kind, {}, tensors, outputs)


def cases() -> list[Case]:
    found = []
    for kind in GATES:
        found += [case(kind, label, bias=True, state=False) for label in SHAPES]
        found += [case(kind, "plain", bias=False, state=False), case(kind, "plain", bias=True, state=True),
                  case(kind, "one-step", bias=True, state=True)]
    return found
