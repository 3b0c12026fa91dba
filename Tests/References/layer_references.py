#!/usr/bin/env python3
"""Writes layers.json: PyTorch's grouped and transposed convolutions, normalizations and adaptive pooling.

The numbers are in double precision, with all gradients. pytorch.json contains the other layers.

    python3 Tests/References/layer_references.py            writes the file
    python3 Tests/References/layer_references.py --check    compares it with what would be written
"""
from __future__ import annotations

import platform
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from reference_case import Case, Source, differentiated
from reference_file import write_or_check

PATH = Path(__file__).with_name("layers.json")
Pair = tuple[int, int]
Shape = tuple[int, ...]


def pair(value: int | Pair) -> list[int]:
    return [value, value] if isinstance(value, int) else list(value)


def convolution_inputs(source: Source, input: Shape, weight: Shape, outputs: int, bias: bool) -> dict[str, Tensor]:
    inputs = {"input": source.normal(*input), "weight": source.normal(*weight)}
    return {**inputs, "bias": source.normal(outputs)} if bias else inputs


def conv2d(label: str, input: Shape, weight: Shape, groups: int, bias: bool = True, stride: int | Pair = 1,
           padding: int | Pair = 0, dilation: int | Pair = 1) -> Case:
    name = f"conv2d/{label}"
    geometry = {"stride": pair(stride), "padding": pair(padding), "dilation": pair(dilation), "groups": groups}
    return differentiated(
        name, "conv2d", geometry, convolution_inputs(Source(name), input, weight, weight[0], bias),
        lambda input, weight, bias=None: F.conv2d(input, weight, bias, **geometry))


def conv1d(label: str, input: Shape, weight: Shape, groups: int = 1, bias: bool = True, stride: int = 1,
           padding: int = 0, dilation: int = 1) -> Case:
    name = f"conv1d/{label}"
    geometry = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    return differentiated(
        name, "conv1d", geometry, convolution_inputs(Source(name), input, weight, weight[0], bias),
        lambda input, weight, bias=None: F.conv1d(input, weight, bias, **geometry))


def conv_transpose2d(label: str, input: Shape, weight: Shape, groups: int = 1, bias: bool = True,
                     stride: int | Pair = 1, padding: int | Pair = 0, output_padding: int | Pair = 0,
                     dilation: int | Pair = 1) -> Case:
    name = f"conv_transpose2d/{label}"
    geometry = {"stride": pair(stride), "padding": pair(padding), "output_padding": pair(output_padding),
                "groups": groups, "dilation": pair(dilation)}
    return differentiated(
        name, "conv_transpose2d", geometry,
        convolution_inputs(Source(name), input, weight, weight[1] * groups, bias),
        lambda input, weight, bias=None: F.conv_transpose2d(input, weight, bias, **geometry))


def convolutions() -> list[Case]:
    return [
        conv2d("groups2", (2, 4, 5, 6), (6, 2, 3, 3), 2, padding=1),
        conv2d("groups3-stride2-no-bias", (1, 6, 7, 5), (3, 2, 2, 3), 3, bias=False, stride=(2, 1)),
        conv2d("groups2-kernel1", (2, 4, 3, 3), (2, 2, 1, 1), 2, bias=False),
        conv2d("depthwise", (2, 3, 6, 7), (3, 1, 3, 3), 3, padding=1),
        conv2d("depthwise-multiplier2-stride2", (2, 2, 7, 8), (4, 1, 3, 3), 2, stride=2, padding=1),
        conv2d("depthwise-no-bias-rectangular", (1, 2, 9, 8), (2, 1, 2, 4), 2, bias=False, stride=(1, 3),
               padding=(1, 0), dilation=(3, 2)),
        conv1d("plain", (2, 3, 8), (4, 3, 3)),
        conv1d("no-bias-padding", (1, 2, 5), (3, 2, 4), bias=False, padding=2),
        conv1d("stride2-dilation2", (2, 2, 11), (2, 2, 3), stride=2, padding=1, dilation=2),
        conv1d("groups2", (2, 4, 7), (6, 2, 3), groups=2, padding=1),
        conv1d("depthwise", (2, 3, 9), (6, 1, 3), groups=3, stride=2),
        conv1d("kernel1", (2, 3, 4), (2, 3, 1)),
        conv_transpose2d("plain", (2, 3, 4, 5), (3, 2, 3, 3)),
        conv_transpose2d("stride2-padding1", (1, 3, 4, 3), (3, 2, 4, 4), stride=2, padding=1),
        conv_transpose2d("stride2-output-padding1-no-bias", (1, 2, 3, 4), (2, 3, 3, 3), bias=False, stride=2,
                         padding=1, output_padding=1),
        conv_transpose2d("rectangular", (2, 2, 3, 4), (2, 3, 2, 4), stride=(3, 2), padding=(0, 1),
                         output_padding=(2, 0), dilation=(2, 1)),
        conv_transpose2d("groups2", (2, 4, 3, 4), (4, 3, 3, 2), groups=2, stride=2, padding=1, output_padding=(1, 0)),
        conv_transpose2d("depthwise", (2, 3, 4, 4), (3, 1, 3, 3), groups=3, stride=2, padding=1, output_padding=1),
        conv_transpose2d("dilation-output-padding", (1, 2, 3, 3), (2, 2, 2, 2), dilation=3, output_padding=2),
        conv_transpose2d("kernel1", (2, 3, 3, 2), (3, 2, 1, 1)),
    ]


def rms_norm(label: str, shape: Shape, normalised_rank: int = 1, affine: bool = True,
             epsilon: float | None = 1e-5) -> Case:
    name = f"rms_norm/{label}"
    source = Source(name)
    last = shape[len(shape) - normalised_rank:]
    inputs = {"input": 1 + source.normal(*shape)}
    if affine:
        inputs["weight"] = source.normal(*last)
    parameters = {"normalizedShape": list(last)} | ({} if epsilon is None else {"epsilon": epsilon})
    return differentiated(
        name, "rms_norm", parameters, inputs,
        lambda input, weight=None: F.rms_norm(input, last, weight, epsilon))


def group_norm(label: str, shape: Shape, groups: int, affine: bool = True, epsilon: float = 1e-5) -> Case:
    name = f"group_norm/{label}"
    source = Source(name)
    inputs = {"input": 2 + source.normal(*shape)}
    if affine:
        inputs |= {"weight": source.normal(shape[1]), "bias": source.normal(shape[1])}
    return differentiated(
        name, "group_norm", {"groups": groups, "channels": shape[1], "epsilon": epsilon}, inputs,
        lambda input, weight=None, bias=None: F.group_norm(input, groups, weight, bias, epsilon))


def instance_norm(label: str, shape: Shape, affine: bool = False, epsilon: float = 1e-5) -> Case:
    name = f"instance_norm/{label}"
    source = Source(name)
    inputs = {"input": 2 + source.normal(*shape)}
    if affine:
        inputs |= {"weight": source.normal(shape[1]), "bias": source.normal(shape[1])}
    return differentiated(
        name, "instance_norm", {"channels": shape[1], "epsilon": epsilon}, inputs,
        lambda input, weight=None, bias=None: F.instance_norm(input, weight=weight, bias=bias, eps=epsilon))


def normalizations() -> list[Case]:
    return [
        rms_norm("2d", (4, 5)),
        rms_norm("two-axes", (3, 2, 4), normalised_rank=2),
        rms_norm("without-weight", (2, 3, 4), affine=False),
        rms_norm("default-epsilon", (3, 4), epsilon=None),
        group_norm("2d", (2, 4, 3, 3), 2),
        group_norm("without-weight", (2, 6, 5), 3, affine=False),
        group_norm("one-group", (3, 4, 2, 3), 1, epsilon=0.1),
        group_norm("rows", (3, 6), 2),
        instance_norm("2d", (2, 3, 4, 3)),
        instance_norm("1d-affine", (3, 2, 7), affine=True, epsilon=0.01),
    ]


def adaptive_pool(kind: str, label: str, shape: Shape, size: Pair, input: Tensor | None = None) -> Case:
    name = f"adaptive_{kind}_pool2d/{label}"
    pool = F.adaptive_max_pool2d if kind == "max" else F.adaptive_avg_pool2d
    return differentiated(
        name, f"adaptive_{kind}_pool2d", {"size": list(size)},
        {"input": Source(name).normal(*shape) if input is None else input}, lambda input: pool(input, size))


def pools() -> list[Case]:
    cases = []
    for kind in ["max", "average"]:
        cases += [
            adaptive_pool(kind, "divides", (2, 2, 6, 8), (3, 2)),
            adaptive_pool(kind, "overlaps", (1, 2, 7, 5), (3, 4)),
            adaptive_pool(kind, "larger-than-the-image", (1, 2, 3, 2), (5, 4)),
            adaptive_pool(kind, "one", (2, 3, 4, 5), (1, 1)),
            adaptive_pool(kind, "same", (1, 1, 3, 4), (3, 4)),
        ]
    tied = torch.tensor([[0.0, 0, 1, 1], [0, 0, 0, 1], [2, 1, 0, 0], [1, 2, 0, 3]], dtype=torch.float64)
    return cases + [adaptive_pool("max", "first-of-ties", (1, 1, 4, 4), (2, 2), tied.reshape(1, 1, 4, 4))]


def main() -> None:
    torch.set_num_threads(1)
    cases = convolutions() + normalizations() + pools()
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), "a name occurs twice"
    header: dict[str, Any] = {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "command": "python3 Tests/References/layer_references.py"}
    write_or_check(PATH, header, [case.as_json() for case in cases])


if __name__ == "__main__":
    main()
