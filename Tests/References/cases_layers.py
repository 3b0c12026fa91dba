"""Makes cases of layers and losses: convolution, pooling, normalization, linear layers and losses."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from reference_case import Case, Source, differentiated, values

Pair = tuple[int, int]


def pair(value: int | Pair) -> list[int]:
    return [value, value] if isinstance(value, int) else list(value)


def conv2d(
    label: str, input: tuple[int, ...], weight: tuple[int, ...], bias: bool = True,
    stride: int | Pair = 1, padding: int | Pair = 0, dilation: int | Pair = 1,
) -> Case:
    name = f"conv2d/{label}"
    source = Source(name)
    inputs = {"input": source.normal(*input), "weight": source.normal(*weight)}
    if bias:
        inputs["bias"] = source.normal(weight[0])
    geometry = {"stride": pair(stride), "padding": pair(padding), "dilation": pair(dilation)}
    return differentiated(
        name, "conv2d", dict(geometry), inputs,
        lambda input, weight, bias=None: F.conv2d(input, weight, bias, **geometry))


def conv2d_cases() -> list[Case]:
    return [
        conv2d("plain", (2, 3, 6, 6), (4, 3, 3, 3)),
        conv2d("no-bias", (2, 2, 5, 5), (3, 2, 3, 3), bias=False),
        conv2d("kernel1", (2, 3, 4, 5), (2, 3, 1, 1)),
        conv2d("kernel1-stride2", (2, 3, 5, 5), (2, 3, 1, 1), stride=2),
        conv2d("kernel-is-image", (2, 2, 4, 5), (3, 2, 4, 5)),
        conv2d("kernel-is-padded-image", (1, 2, 3, 3), (2, 2, 5, 5), padding=1),
        conv2d("single-everything", (1, 1, 1, 1), (1, 1, 1, 1)),
        conv2d("stride2", (2, 2, 7, 7), (3, 2, 3, 3), stride=2),
        conv2d("stride2-rows-left-over", (1, 2, 6, 8), (2, 2, 3, 3), stride=2),
        conv2d("padding1", (2, 2, 5, 5), (3, 2, 3, 3), padding=1),
        conv2d("padding2-kernel3", (1, 2, 3, 3), (2, 2, 3, 3), padding=2),
        conv2d("dilation2", (2, 2, 7, 7), (2, 2, 3, 3), dilation=2),
        conv2d("stride2-padding1", (2, 3, 6, 6), (4, 3, 3, 3), stride=2, padding=1),
        conv2d("stride2-padding2-dilation2", (1, 2, 8, 8), (2, 2, 3, 3), stride=2, padding=2, dilation=2),
        conv2d("stride3-wider-than-kernel", (1, 2, 8, 8), (2, 2, 2, 2), stride=3),
        conv2d("rectangular", (2, 2, 6, 9), (3, 2, 2, 4), stride=(1, 2), padding=(1, 0), dilation=(2, 1)),
        conv2d("rectangular-no-bias", (1, 3, 9, 5), (2, 3, 4, 1), bias=False, stride=(3, 1), padding=(2, 1)),
        conv2d("kernel5", (2, 1, 8, 8), (3, 1, 5, 5)),
    ]


def pool_case(
    kind: str, label: str, shape: tuple[int, ...], kernel: int | Pair,
    stride: int | Pair | None = None, padding: int | Pair = 0, input: Tensor | None = None,
) -> Case:
    name = f"{kind}_pool2d/{label}"
    geometry: dict[str, Any] = {
        "kernel": pair(kernel), "stride": pair(kernel if stride is None else stride), "padding": pair(padding)}
    if kind == "average":
        geometry["countIncludesPadding"] = True

    def pooled(input: Tensor) -> Tensor:
        arguments = (input, geometry["kernel"], geometry["stride"], geometry["padding"])
        return F.max_pool2d(*arguments) if kind == "max" else F.avg_pool2d(*arguments, count_include_pad=True)

    return differentiated(
        name, f"{kind}_pool2d", geometry, {"input": Source(name).normal(*shape) if input is None else input}, pooled)


def pooling_cases() -> list[Case]:
    cases = []
    for kind in ["max", "average"]:
        cases += [
            pool_case(kind, "kernel2", (2, 3, 4, 6), 2),
            pool_case(kind, "kernel2-rows-left-over", (1, 2, 5, 7), 2),
            pool_case(kind, "kernel3-stride2-padding1", (2, 2, 6, 7), 3, 2, 1),
            pool_case(kind, "overlapping", (1, 2, 5, 6), 3, 1),
            pool_case(kind, "rectangular", (1, 2, 6, 7), (3, 2), (2, 3), (1, 0)),
            pool_case(kind, "kernel1", (1, 2, 3, 3), 1),
            pool_case(kind, "kernel-is-image", (2, 2, 3, 4), (3, 4)),
            pool_case(kind, "stride3-wider-than-kernel", (1, 1, 8, 8), 2, 3),
        ]
    cases.append(pool_case("max", "all-negative-padding1", (1, 1, 4, 4), 3, 2, 1,
                           input=-1 - Source("all-negative").uniform(0, 1, 1, 1, 4, 4)))
    tied = torch.tensor([[0.0, 0, 1, 1], [0, 0, 0, 1], [2, 1, 0, 0], [1, 2, 0, 3]], dtype=torch.float64)
    cases.append(pool_case("max", "first-of-ties", (1, 1, 4, 4), 2, input=tied.reshape(1, 1, 4, 4)))
    input = Source("global_pool2d").normal(2, 3, 4, 5)
    cases.append(differentiated(
        "global_average_pool2d/plain", "global_average_pool2d", {}, {"input": input},
        lambda input: F.adaptive_avg_pool2d(input, 1)))
    cases.append(differentiated(
        "global_max_pool2d/plain", "global_max_pool2d", {}, {"input": input},
        lambda input: F.adaptive_max_pool2d(input, 1)))
    return cases


def batch_norm_training(label: str, shape: tuple[int, ...], momentum: float = 0.1) -> Case:
    """Makes a case of two steps in training.

    The first step only changes the running statistics; the second has gradients.
    """
    name = f"batch_norm/{label}"
    source = Source(name)
    channels, epsilon = shape[1], 1e-5
    mean, variance = torch.zeros(channels, dtype=torch.float64), torch.ones(channels, dtype=torch.float64)
    inputs = {"input": source.normal(*shape), "weight": source.normal(channels), "bias": source.normal(channels)}
    first_input = 3 + 2 * source.normal(*shape)

    def normalised(input: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        return F.batch_norm(input, mean, variance, weight, bias, True, momentum, epsilon)

    first = {
        "firstInput": first_input,
        "firstOutput": normalised(first_input, inputs["weight"], inputs["bias"]),
        "firstRunningMean": mean.clone(),
        "firstRunningVariance": variance.clone(),
    }
    case = differentiated(
        name, "batch_norm_training", {"momentum": momentum, "epsilon": epsilon}, inputs, normalised)
    case.tensors = {**first, **case.tensors, "runningMean": mean, "runningVariance": variance}
    return case


def batch_norm_inference(label: str, shape: tuple[int, ...]) -> Case:
    name = f"batch_norm/{label}"
    source = Source(name)
    mean, variance = source.normal(shape[1]), source.uniform(0.2, 3, shape[1])
    inputs = {"input": source.normal(*shape), "weight": source.normal(shape[1]), "bias": source.normal(shape[1])}
    case = differentiated(
        name, "batch_norm_inference", {"epsilon": 1e-5}, inputs,
        lambda input, weight, bias: F.batch_norm(input, mean, variance, weight, bias, False, 0.1, 1e-5))
    case.tensors |= {"runningMean": mean, "runningVariance": variance}
    return case


def layer_norm(label: str, shape: tuple[int, ...], normalised_rank: int = 1) -> Case:
    name = f"layer_norm/{label}"
    source = Source(name)
    last = shape[len(shape) - normalised_rank:]
    inputs = {"input": 5 + source.normal(*shape), "weight": source.normal(*last), "bias": source.normal(*last)}
    return differentiated(
        name, "layer_norm", {"normalizedShape": list(last), "epsilon": 1e-5}, inputs,
        lambda input, weight, bias: F.layer_norm(input, last, weight, bias, 1e-5))


def normalisation_cases() -> list[Case]:
    return [
        batch_norm_training("1d-training", (5, 4)),
        batch_norm_training("1d-training-momentum0.3", (6, 3), momentum=0.3),
        batch_norm_training("2d-training", (3, 2, 3, 4)),
        batch_norm_training("2d-training-one-sample", (1, 3, 2, 2)),
        batch_norm_inference("1d-inference", (3, 4)),
        batch_norm_inference("2d-inference", (2, 3, 2, 3)),
        layer_norm("2d", (4, 5)),
        layer_norm("3d", (2, 3, 4)),
        layer_norm("two-axes", (3, 2, 4), normalised_rank=2),
    ]


def linear(label: str, input: tuple[int, ...], outputs: int, bias: bool = True) -> Case:
    name = f"linear/{label}"
    source = Source(name)
    inputs = {"input": source.normal(*input), "weight": source.normal(outputs, input[-1])}
    if bias:
        inputs["bias"] = source.normal(outputs)
    return differentiated(name, "linear", {}, inputs, lambda input, weight, bias=None: F.linear(input, weight, bias))


def linear_cases() -> list[Case]:
    return [
        linear("plain", (3, 4), 5),
        linear("no-bias", (3, 4), 5, bias=False),
        linear("one-by-one", (1, 1), 1),
        linear("three-axes", (2, 3, 4), 2),
    ]


def loss_cases() -> list[Case]:
    cases = []
    for label, smoothing, shape in [("mean", 0.0, (5, 4)), ("one-sample", 0.0, (1, 3)),
                                    ("label-smoothing0.1", 0.1, (5, 4)), ("label-smoothing0.5", 0.5, (2, 10))]:
        name = f"cross_entropy/{label}"
        source = Source(name)
        inputs = {"input": 3 * source.normal(*shape), "labels": source.integers(shape[1], shape[0])}
        cases.append(differentiated(
            name, "cross_entropy", {"reduction": "mean", "labelSmoothing": smoothing}, inputs,
            lambda input, labels, smoothing=smoothing: F.cross_entropy(input, labels, label_smoothing=smoothing)))
    huge = torch.tensor([[1000.0, -1000.0, 0.0], [-500.0, 800.0, 799.0]], dtype=torch.float64)
    cases.append(differentiated(
        "cross_entropy/huge-logits", "cross_entropy", {"reduction": "mean", "labelSmoothing": 0.0},
        {"input": huge, "labels": torch.tensor([1, 2])}, lambda input, labels: F.cross_entropy(input, labels)))
    source = Source("nll_loss")
    for reduction in ["mean", "sum"]:
        cases.append(differentiated(
            f"nll_loss/{reduction}", "nll_loss", {"reduction": reduction},
            {"input": source.normal(4, 3).log_softmax(1), "labels": source.integers(3, 4)},
            lambda input, labels, reduction=reduction: F.nll_loss(input, labels, reduction=reduction)))
    source = Source("regression")
    input, target = source.normal(3, 4), source.normal(3, 4)
    for reduction in ["mean", "sum"]:
        cases.append(differentiated(
            f"mse_loss/{reduction}", "mse_loss", {"reduction": reduction}, {"input": input, "target": target},
            lambda input, target, reduction=reduction: F.mse_loss(input, target, reduction=reduction)))
    cases.append(differentiated(
        "l1_loss/mean", "l1_loss", {"reduction": "mean"}, {"input": input, "target": target},
        lambda input, target: F.l1_loss(input, target)))
    cases.append(differentiated(
        "huber_loss/mean", "huber_loss", {"reduction": "mean", "delta": 0.8}, {"input": input, "target": target},
        lambda input, target: F.huber_loss(input, target, delta=0.8)))
    probabilities = values([1e-12, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-12])
    cases.append(differentiated(
        "binary_cross_entropy/mean", "binary_cross_entropy", {"reduction": "mean"},
        {"input": probabilities, "target": values([0.0, 1.0, 0.25, 0.5, 1.0, 0.0, 1.0])},
        lambda input, target: F.binary_cross_entropy(input, target), constants=["target"]))
    cases.append(differentiated(
        "binary_cross_entropy_with_logits/mean", "binary_cross_entropy_with_logits", {"reduction": "mean"},
        {"input": values([-800.0, -30.0, -1.0, 0.0, 0.5, 40.0, 800.0]),
         "target": values([0.0, 1.0, 0.25, 0.5, 1.0, 0.0, 1.0])},
        lambda input, target: F.binary_cross_entropy_with_logits(input, target), constants=["target"]))
    return cases


def cases() -> list[Case]:
    return conv2d_cases() + pooling_cases() + normalisation_cases() + linear_cases() + loss_cases()
