#!/usr/bin/env python3
"""Writes losses.json: PyTorch's losses and their gradients in double precision.

    python3 Tests/References/loss_references.py            writes the file
    python3 Tests/References/loss_references.py --check    compares it with what would be written
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

PATH = Path(__file__).with_name("losses.json")
REDUCTIONS = ["mean", "sum", "none"]


def signs(source: Source, *shape: int) -> Tensor:
    return (2 * source.integers(2, *shape) - 1).to(torch.float64)


def probabilities(source: Source, *shape: int) -> Tensor:
    return source.normal(*shape).softmax(-1)


def cross_entropy() -> list[Case]:
    """Makes cases for every combination of class weights, an ignored label and label smoothing.

    The targets are labels, and in other cases probabilities.
    """
    cases = []
    for weighted in [False, True]:
        for ignored in [False, True]:
            for smoothing in [0.0, 0.2]:
                for reduction in REDUCTIONS:
                    name = f"cross_entropy/labels-{weighted}-{ignored}-{smoothing}-{reduction}"
                    source = Source(name)
                    labels = source.integers(4, 6)
                    if ignored:
                        labels[1], labels[4] = -100, -100
                    inputs = {"input": 2 * source.normal(6, 4), "labels": labels}
                    weights = source.uniform(0.2, 3, 4) if weighted else None
                    case = differentiated(
                        name, "cross_entropy",
                        {"labelSmoothing": smoothing, "reduction": reduction, "ignored": ignored}, inputs,
                        lambda input, labels: F.cross_entropy(
                            input, labels, weights, label_smoothing=smoothing, reduction=reduction))
                    if weights is not None:
                        case.tensors["classWeights"] = weights
                    cases.append(case)
    for weighted in [False, True]:
        for smoothing in [0.0, 0.2]:
            for reduction in REDUCTIONS:
                name = f"cross_entropy/probabilities-{weighted}-{smoothing}-{reduction}"
                source = Source(name)
                inputs = {"input": 2 * source.normal(5, 3), "target": probabilities(source, 5, 3)}
                weights = source.uniform(0.2, 3, 3) if weighted else None
                case = differentiated(
                    name, "cross_entropy_probabilities", {"labelSmoothing": smoothing, "reduction": reduction}, inputs,
                    lambda input, target: F.cross_entropy(
                        input, target, weights, label_smoothing=smoothing, reduction=reduction))
                if weights is not None:
                    case.tensors["classWeights"] = weights
                cases.append(case)
    return cases + sequences()


def sequences() -> list[Case]:
    """Makes cases of sequences. The classes are on the last axis in SynaNN, and on axis 1 in PyTorch."""
    cases = []
    for reduction in REDUCTIONS:
        name = f"cross_entropy/sequence-{reduction}"
        source = Source(name)
        labels = source.integers(5, 3, 4)
        labels[0, 2:], labels[2, 1:] = -100, -100
        weights = source.uniform(0.2, 3, 5)
        case = differentiated(
            name, "cross_entropy", {"labelSmoothing": 0.1, "reduction": reduction, "ignored": True},
            {"input": source.normal(3, 4, 5), "labels": labels},
            lambda input, labels: F.cross_entropy(
                input.movedim(-1, 1), labels, weights, label_smoothing=0.1, reduction=reduction))
        case.tensors["classWeights"] = weights
        cases.append(case)
    return cases


def negative_log_likelihood() -> list[Case]:
    cases = []
    for reduction in REDUCTIONS:
        name = f"nll_loss/weighted-{reduction}"
        source = Source(name)
        labels = source.integers(3, 5)
        labels[2] = -100
        weights = source.uniform(0.2, 3, 3)
        case = differentiated(
            name, "nll_loss", {"reduction": reduction},
            {"input": source.normal(5, 3).log_softmax(1), "labels": labels},
            lambda input, labels: F.nll_loss(input, labels, weights, reduction=reduction))
        case.tensors["classWeights"] = weights
        cases.append(case)
    return cases


def binary_cross_entropy() -> list[Case]:
    cases = []
    for weighted in [False, True]:
        for positive in [False, True]:
            for reduction in REDUCTIONS:
                name = f"binary_cross_entropy_with_logits/{weighted}-{positive}-{reduction}"
                source = Source(name)
                inputs = {"input": 3 * source.normal(4, 3), "target": source.uniform(0, 1, 4, 3)}
                weights = source.uniform(0.2, 3, 4, 1) if weighted else None
                positives = source.uniform(0.2, 3, 3) if positive else None
                case = differentiated(
                    name, "binary_cross_entropy_with_logits", {"reduction": reduction}, inputs,
                    lambda input, target: F.binary_cross_entropy_with_logits(
                        input, target, weights, reduction=reduction, pos_weight=positives))
                for key, tensor in [("weights", weights), ("positiveWeights", positives)]:
                    if tensor is not None:
                        case.tensors[key] = tensor
                cases.append(case)
    for reduction in REDUCTIONS:
        name = f"binary_cross_entropy/weighted-{reduction}"
        source = Source(name)
        inputs = {"input": source.uniform(0.05, 0.95, 4, 3), "target": source.uniform(0, 1, 4, 3)}
        weights = source.uniform(0.2, 3, 4, 3)
        case = differentiated(
            name, "binary_cross_entropy", {"reduction": reduction}, inputs,
            lambda input, target: F.binary_cross_entropy(input, target, weights, reduction=reduction))
        case.tensors["weights"] = weights
        cases.append(case)
    return cases


def divergences() -> list[Case]:
    cases = []
    for logarithm in [False, True]:
        for reduction, own in [("mean", "batchmean"), ("sum", "sum")]:
            name = f"kl_div/{logarithm}-{reduction}"
            source = Source(name)
            target = probabilities(source, 4, 3)
            cases.append(differentiated(
                name, "kl_div", {"logarithm": logarithm, "reduction": reduction},
                {"input": source.normal(4, 3).log_softmax(-1), "target": target.log() if logarithm else target},
                lambda input, target: F.kl_div(input, target, reduction=own, log_target=logarithm)))
    for logarithm in [False, True]:
        for full in [False, True]:
            for reduction in REDUCTIONS:
                name = f"poisson_nll_loss/{logarithm}-{full}-{reduction}"
                source = Source(name)
                input = source.normal(3, 4) if logarithm else source.uniform(0.1, 5, 3, 4)
                cases.append(differentiated(
                    name, "poisson_nll_loss", {"logarithm": logarithm, "full": full, "reduction": reduction},
                    {"input": input, "target": source.integers(6, 3, 4).to(torch.float64)},
                    lambda input, target: F.poisson_nll_loss(
                        input, target, log_input=logarithm, full=full, reduction=reduction), constants=["target"]))
    for shape in [(3, 4), (3, 1)]:
        for full in [False, True]:
            for reduction in REDUCTIONS:
                name = f"gaussian_nll_loss/{shape[1]}-{full}-{reduction}"
                source = Source(name)
                variance = source.uniform(0.2, 3, *shape)
                variance[0, 0] = 1e-9
                cases.append(differentiated(
                    name, "gaussian_nll_loss", {"full": full, "reduction": reduction},
                    {"input": source.normal(3, 4) / 100, "target": source.normal(3, 4) / 100, "variance": variance},
                    lambda input, target, variance: F.gaussian_nll_loss(
                        input, target, variance, full=full, reduction=reduction)))
    return cases


def regression() -> list[Case]:
    cases = []
    for beta in [1.0, 0.3, 0.0]:
        for reduction in REDUCTIONS:
            name = f"smooth_l1_loss/{beta}-{reduction}"
            source = Source(name)
            cases.append(differentiated(
                name, "smooth_l1_loss", {"beta": beta, "reduction": reduction},
                {"input": source.normal(3, 4), "target": source.normal(3, 4)},
                lambda input, target: F.smooth_l1_loss(input, target, beta=beta, reduction=reduction)))
    return cases


def margins() -> list[Case]:
    cases = []
    for reduction in REDUCTIONS:
        for power in [1, 2]:
            name = f"hinge_loss/{power}-{reduction}"
            source = Source(name)
            # Computes the definition, because PyTorch has no hinge loss.
            cases.append(differentiated(
                name, "hinge_loss", {"power": power, "reduction": reduction},
                {"input": source.normal(3, 4), "target": signs(source, 3, 4)},
                lambda input, target: getattr(
                    F.relu(1 - target * input) ** power, "clone" if reduction == "none" else reduction)(),
                constants=["target"]))
            for weighted in [False, True]:
                name = f"multi_margin_loss/{power}-{weighted}-{reduction}"
                source = Source(name)
                weights = source.uniform(0.2, 3, 4) if weighted else None
                case = differentiated(
                    name, "multi_margin_loss", {"power": power, "margin": 0.7, "reduction": reduction},
                    {"input": source.normal(5, 4), "labels": source.integers(4, 5)},
                    lambda input, labels: F.multi_margin_loss(
                        input, labels, p=power, margin=0.7, weight=weights, reduction=reduction))
                if weights is not None:
                    case.tensors["classWeights"] = weights
                cases.append(case)
        for margin in [0.0, 0.3]:
            name = f"cosine_embedding_loss/{margin}-{reduction}"
            source = Source(name)
            cases.append(differentiated(
                name, "cosine_embedding_loss", {"margin": margin, "reduction": reduction},
                {"first": source.normal(6, 3), "second": source.normal(6, 3), "target": signs(source, 6)},
                lambda first, second, target: F.cosine_embedding_loss(
                    first, second, target, margin=margin, reduction=reduction), constants=["target"]))
        for swap in [False, True]:
            name = f"triplet_margin_loss/{swap}-{reduction}"
            source = Source(name)
            cases.append(differentiated(
                name, "triplet_margin_loss", {"margin": 1.0, "swap": swap, "reduction": reduction},
                {key: source.normal(6, 3) for key in ["anchor", "positive", "negative"]},
                lambda anchor, positive, negative: F.triplet_margin_loss(
                    anchor, positive, negative, margin=1.0, swap=swap, reduction=reduction)))
    return cases


def ctc() -> list[Case]:
    """Makes cases of the CTC loss, with gradients with respect to the logits.

    PyTorch's gradient with respect to the log-probabilities is correct only if log_softmax made them. Sample 0
    repeats a label, sample 1 uses every time step, sample 2 has no label, and sample 3 needs more time steps than
    the sample has.
    """
    cases = []
    for blank in [0, 4]:
        for zero_infinity in [False, True]:
            for reduction in REDUCTIONS:
                name = f"ctc_loss/{blank}-{zero_infinity}-{reduction}"
                source = Source(name)
                labels = torch.tensor([[1, 1, 2], [3, 2, 1], [1, 1, 1], [1, 1, 2]])
                times, lengths = torch.tensor([7, 3, 5, 3]), torch.tensor([3, 3, 0, 3])
                count = 4 if zero_infinity else 3
                case = differentiated(
                    name, "ctc_loss",
                    {"blank": blank, "zeroInfinity": zero_infinity, "reduction": reduction,
                     "inputLengths": times[:count].tolist(), "labelLengths": lengths[:count].tolist()},
                    {"input": source.normal(count, 7, 5), "labels": labels[:count]},
                    lambda input, labels: F.ctc_loss(
                        input.log_softmax(-1).transpose(0, 1), labels, times[:count], lengths[:count], blank=blank,
                        reduction=reduction, zero_infinity=zero_infinity))
                cases.append(case)
    return cases


def main() -> None:
    torch.set_num_threads(1)
    cases = (cross_entropy() + negative_log_likelihood() + binary_cross_entropy() + divergences() + regression()
             + margins() + ctc())
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), "a name occurs twice"
    header: dict[str, Any] = {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "command": "python3 Tests/References/loss_references.py"}
    write_or_check(PATH, header, [case.as_json() for case in cases])


if __name__ == "__main__":
    main()
