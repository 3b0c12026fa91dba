"""Makes cases of the Synapse layer: the formula per sample, and the published program's batch coupling."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from reference_case import Case, Source, assert_close, differentiated, values

SHAPES = [(1, 1), (3, 4), (5, 7), (2, 16)]  # [samples, features]


def effective(weight: Tensor, constraint: str) -> Tensor:
    """Returns β: the layer's parameter, the clipped parameter (gradient 0 outside), or the parameter's sigmoid."""
    match constraint:
        case "free":
            return weight
        case "clipped":
            return weight.clamp(0, 1)
        case "sigmoid":
            return torch.sigmoid(weight)
        case _:
            raise ValueError(f"constraint is free, clipped or sigmoid, not {constraint}")


def synapse(input: Tensor, beta: Tensor, alpha: Tensor, rectangular: bool = False) -> Tensor:
    """Returns y_i = α_i x_i ∏_j (1 − β_ij x_j). A rectangular layer has no factor x_i."""
    product = (1 - beta * input[:, None, :]).prod(-1)
    return alpha * product if rectangular else alpha * input * product


def gradients_by_hand(input: Tensor, beta: Tensor, alpha: Tensor, gradient: Tensor, rectangular: bool) -> list[Tensor]:
    """Returns dx, dβ and dα as products of all other factors, to avoid a division by a factor of 0."""
    samples, features = input.shape
    excitation = torch.ones(samples, beta.shape[0], dtype=input.dtype) if rectangular else input
    factors = 1 - beta * input[:, None, :]
    product = factors.prod(-1)
    others = torch.stack(
        [torch.cat([factors[..., :j], factors[..., j + 1:]], -1).prod(-1) for j in range(features)], -1)
    inner = (gradient * alpha * excitation)[..., None] * others
    d_input = -(inner * beta).sum(1)
    if not rectangular:
        d_input = d_input + gradient * alpha * product
    return [d_input, -(inner * input[:, None, :]).sum(0), (gradient * excitation * product).sum(0)]


def synapse_case(
    label: str, input: Tensor, weight: Tensor, constraint: str = "free", rectangular: bool = False
) -> Case:
    operation = "synapse_rectangular" if rectangular else "synapse"
    name = f"{operation}/{label}"
    alpha = Source(name + "/alpha").uniform(0.5, 1.5, weight.shape[0])
    case = differentiated(
        name, operation, {"constraint": constraint}, {"input": input, "weight": weight, "alpha": alpha},
        lambda input, weight, alpha: synapse(input, effective(weight, constraint), alpha, rectangular))
    if constraint != "free":
        case.tensors["beta"] = effective(weight, constraint)
    check(case, rectangular)
    return case


def check(case: Case, rectangular: bool) -> None:
    """Checks the gradients of autograd against those by hand, and the product against log space where β·x < 1."""
    tensors = case.tensors
    input, alpha = tensors["input"], tensors["alpha"]
    beta = tensors.get("beta", tensors["weight"])
    d_input, d_beta, d_alpha = gradients_by_hand(input, beta, alpha, tensors["outputGradient"], rectangular)
    weight = tensors["weight"].clone().requires_grad_()
    (d_weight,) = torch.autograd.grad(effective(weight, case.parameters["constraint"]), weight, d_beta)
    assert_close(tensors["inputGradient"], d_input, f"{case.name}: input gradient")
    assert_close(tensors["weightGradient"], d_weight, f"{case.name}: weight gradient")
    assert_close(tensors["alphaGradient"], d_alpha, f"{case.name}: alpha gradient")
    if (beta * input[:, None, :] < 1).all():
        product = torch.log1p(-beta * input[:, None, :]).sum(-1).exp()
        output = alpha * product if rectangular else alpha * input * product
        assert_close(tensors["output"], output, f"{case.name}: log space")


def awkward_cases() -> list[Case]:
    cases = []
    for constraint in ["free", "clipped"]:
        source = Source(f"synapse/awkward-{constraint}")
        input, weight = source.uniform(0.1, 0.9, 4, 5), source.uniform(0.05, 0.95, 5, 5)
        zeros = input.clone()
        zeros[0, 1] = zeros[1, 0] = zeros[1, 3] = 0.0
        zeros[2] = 0.0
        cases.append(synapse_case(f"{constraint}-zero-inputs", zeros, weight, constraint))
        ones, full = input.clone(), weight.clone()
        ones[0, 2] = ones[1, 0] = ones[1, 4] = 1.0
        full[3, 2] = full[0, 0] = full[0, 4] = 1.0  # sample 1, output 0: two factors are 0
        cases.append(synapse_case(f"{constraint}-zero-factors", ones, full, constraint))
    source = Source("synapse/beyond")
    inputs = source.normal(4, 5)
    cases += [
        synapse_case("free-half-times-two", values([2.0, 0.25]).reshape(1, 2),
                     values([0.5, 1.0, 0.25, 0.5]).reshape(2, 2)),
        synapse_case("free-negative-beta", inputs.abs() / 2, -source.uniform(0, 2, 5, 5)),
        synapse_case("free-beta-x-above-1", 1 + inputs.abs(), source.uniform(0.5, 3, 5, 5)),
        synapse_case("free-any-sign", inputs, source.normal(5, 5)),
        synapse_case("clipped-outside", inputs.abs() / 2, 2 * source.normal(5, 5), "clipped"),
        synapse_case("sigmoid-extreme", inputs.abs() / 2, 15 * source.normal(5, 5), "sigmoid"),
    ]
    return cases


def formula_cases() -> list[Case]:
    cases = []
    for samples, features in SHAPES:
        for constraint in ["free", "clipped", "sigmoid"]:
            label = f"{constraint}-{samples}x{features}"
            source = Source("synapse/" + label)
            low, high = {"free": (0.01, 0.99), "clipped": (-0.3, 1.3), "sigmoid": (-3.0, 3.0)}[constraint]
            cases.append(synapse_case(
                label, source.uniform(0.01, 0.99, samples, features), source.uniform(low, high, features, features),
                constraint))
    cases += awkward_cases()
    for samples, features, outputs in [(1, 1, 2), (3, 4, 2), (2, 5, 7), (4, 6, 1)]:
        source = Source(f"synapse_rectangular/{samples}x{features}x{outputs}")
        input = source.uniform(0.01, 0.99, samples, features)
        cases.append(synapse_case(
            f"free-{samples}x{features}-{outputs}", input, source.uniform(0.01, 0.99, outputs, features),
            rectangular=True))
    source = Source("synapse_rectangular/zero-factor")
    input, weight = source.uniform(0.1, 0.9, 3, 4), source.uniform(0.1, 0.9, 2, 4)
    input[0, 1], weight[1, 1], input[2, 0] = 1.0, 1.0, 0.0
    cases.append(synapse_case("free-zero-factor-zero-input", input, weight, rectangular=True))
    return cases


def published(input: Tensor, weight: Tensor, alpha: Tensor) -> Tensor:
    """Computes the batch coupling in the steps of the published PyTorch program, which has no factor α.

    Row (b, j) of `spread` contains x_bj in column j, and 0 in the other columns. So row (b, j) of `inhibition` contains
    log1p(−β_ij x_bj) for each i. The all-ones matrix [B, B·n] adds the B·n rows of all samples, so every sample gets
    the same sum.
    """
    samples, features = input.shape
    diagonals = torch.stack([sample.diag() for sample in input.unbind(0)])
    spread = diagonals.view(-1, features)
    inhibition = torch.log1p(-spread @ weight.t())
    ones = torch.ones(samples, samples * features, dtype=input.dtype)
    return alpha * torch.exp(torch.log(input) + ones @ inhibition)


def batch_coupled(input: Tensor, beta: Tensor, alpha: Tensor) -> Tensor:
    """Returns the batch coupling in a vectorised form: y_bi = α_i x_bi ∏_{b',j} (1 − β_ij x_b'j)."""
    return alpha * input * (1 - beta * input[:, None, :]).prod(-1).prod(0)


def published_cases() -> list[Case]:
    cases = []
    for samples, features in SHAPES + [(6, 3)]:
        for sign in ["positive", "published-start"]:
            label = f"{sign}-{samples}x{features}"
            source = Source("synapse_batch_coupled/" + label)
            bound = features**-0.5
            low, high = (0.01, 0.99) if sign == "positive" else (-bound, bound)
            inputs = {
                "input": source.uniform(0.01, 0.99, samples, features),
                "weight": source.uniform(low, high, features, features),
                "alpha": torch.ones(features, dtype=torch.float64),
            }
            parameters = {"constraint": "free"}
            case = differentiated(
                f"synapse_batch_coupled/{label}", "synapse_batch_coupled", parameters, inputs, published)
            vectorised = differentiated(case.name, case.operation, parameters, inputs, batch_coupled)
            for key, tensor in case.tensors.items():
                assert_close(vectorised.tensors[key], tensor, f"{case.name}: {key}, vectorised")
            cases.append(case)
    return cases


def cases() -> list[Case]:
    return formula_cases() + published_cases()
