"""Makes cases of elementwise functions, matrix products and reductions."""

from __future__ import annotations

from math import pi, sqrt

import torch
from torch import Tensor
from torch.nn import functional as F

from reference_case import Case, Function, Source, assert_close, differentiated, evaluated, values

EVERYWHERE = [-700, -50, -20, -5, -1.5, -1, -0.5, -1e-3, -1e-8, -0.0, 0.0, 1e-8, 1e-3, 0.5, 1, 1.5, 5, 20, 50, 700]
MODERATE = [x for x in EVERYWHERE if abs(x) < 100]
SMALL = [-3, -1.5, -1, -0.5, -1e-3, -1e-8, 0.0, 1e-8, 1e-3, 0.5, 1, 1.5, 3]
POSITIVE = [1e-300, 1e-20, 1e-8, 1e-3, 0.5, 1, 1 + 2**-52, 2, 3.5, 1e8, 1e20]
ABOVE_MINUS_ONE = [-1 + 2**-53, -0.999, -0.5, -1e-8, -1e-17, 0.0, 1e-17, 1e-8, 1e-3, 0.5, 1, 20, 1e10]
ANGLES = [-100, -pi, -2, -pi / 2, -1e-8, 0.0, 1e-8, 0.5, pi / 2, 2, pi, 100]
HALVES = [-2.5, -1.5, -0.6, -0.5, -0.4, 0.0, 0.4, 0.5, 0.6, 1.5, 2.5, 1e15]
SPECIAL = [float("nan"), float("inf"), float("-inf")]


def gelu(input: Tensor) -> Tensor:
    """Returns GELU, computed with erfc, because PyTorch's 1 + erf loses digits at negative x."""
    return input * torch.erfc(-input / sqrt(2)) / 2


def softplus(input: Tensor) -> Tensor:
    """Returns log(1 + eˣ) for every x. PyTorch's softplus returns x above its threshold of 20."""
    return torch.logaddexp(input, torch.zeros_like(input))


def surprisal_complement(input: Tensor) -> Tensor:
    """Returns G(u) = −log(1 − e⁻ᵘ), computed by a formula that loses no digits."""
    # Without clamp, the unused branch would make the gradient NaN.
    near, far = input.clamp(max=0.7), input.clamp(min=0.7)
    return torch.where(input < 0.7, -torch.log(-torch.expm1(-near)), -torch.log1p(-torch.exp(-far)))


FUNCTIONS: list[tuple[str, Function, list[float]]] = [
    ("exp", torch.exp, MODERATE),
    ("expm1", torch.expm1, MODERATE),
    ("log", torch.log, POSITIVE),
    ("log1p", torch.log1p, ABOVE_MINUS_ONE),
    ("sqrt", torch.sqrt, POSITIVE),
    ("rsqrt", torch.rsqrt, [x for x in POSITIVE if x >= 1e-20]),
    ("reciprocal", torch.reciprocal, [-1e8, -3, -1, -1e-8, 1e-8, 0.1, 1, 3, 1e8]),
    ("square", torch.square, MODERATE),
    ("abs", torch.abs, MODERATE),
    ("sign", torch.sign, MODERATE),
    ("floor", torch.floor, HALVES),
    ("ceil", torch.ceil, HALVES),
    ("round", torch.round, HALVES),
    ("sin", torch.sin, ANGLES),
    ("cos", torch.cos, ANGLES),
    ("tanh", torch.tanh, EVERYWHERE),
    ("sigmoid", torch.sigmoid, EVERYWHERE),
    ("log_sigmoid", F.logsigmoid, EVERYWHERE),
    ("softplus", softplus, EVERYWHERE),
    ("relu", F.relu, EVERYWHERE),
    ("silu", F.silu, EVERYWHERE),
    ("gelu", gelu, [x for x in MODERATE if abs(x) <= 20]),
    ("gelu_tanh", lambda input: F.gelu(input, approximate="tanh"), SMALL),
    ("elu", F.elu, MODERATE),
    ("erf", torch.erf, SMALL),
    ("surprisal_complement", surprisal_complement, [1e-300, 1e-8, 1e-3, 0.5, 0.6, 0.7, 0.8, 1, 5, 20, 50, 600]),
]

WITH_SPECIAL_VALUES = ["exp", "expm1", "log", "log1p", "sqrt", "tanh", "sigmoid", "relu", "sin", "abs"]


def unary_cases() -> list[Case]:
    cases = [
        differentiated(f"{name}/values", name, {}, {"input": values(numbers)}, function)
        for name, function, numbers in FUNCTIONS
    ]
    functions = {name: function for name, function, _ in FUNCTIONS}
    cases += [
        evaluated(f"{name}/special", name, {}, {"input": values(SPECIAL)}, functions[name])
        for name in WITH_SPECIAL_VALUES
    ]
    cases += [
        differentiated("log/zero", "log", {}, {"input": values([0.0, 1.0])}, torch.log),
        differentiated("sqrt/zero", "sqrt", {}, {"input": values([0.0, 1.0])}, torch.sqrt),
        differentiated("log1p/minus-one", "log1p", {}, {"input": values([-1.0, 1.0])}, torch.log1p),
        evaluated("log/negative", "log", {}, {"input": values([-1.0])}, torch.log),
        evaluated("sqrt/negative", "sqrt", {}, {"input": values([-1.0])}, torch.sqrt),
        differentiated(
            "leaky_relu/0.1", "leaky_relu", {"slope": 0.1}, {"input": values(SMALL)},
            lambda input: F.leaky_relu(input, 0.1)),
        differentiated(
            "clip/inside-outside-boundary", "clip", {"lower": -1.0, "upper": 1.5}, {"input": values(SMALL)},
            lambda input: torch.clamp(input, -1.0, 1.5)),
    ]
    check_unary(cases)
    return cases


def check_unary(cases: list[Case]) -> None:
    by_name = {case.name: case.tensors for case in cases}
    inexact = by_name["gelu/values"]
    assert_close(inexact["output"], F.gelu(inexact["input"]), "gelu")
    inexact = by_name["softplus/values"]
    assert_close(inexact["output"], F.softplus(inexact["input"]), "softplus", 1e-9)
    exact = by_name["surprisal_complement/values"]
    bose_einstein = -exact["outputGradient"] / torch.expm1(exact["input"])
    assert ((exact["inputGradient"] / bose_einstein - 1).abs() < 1e-12).all(), "surprisal_complement: gradient"


def power_cases() -> list[Case]:
    positive = values([1e-8, 0.3, 1.0, 2.5, 40.0])
    signed = values([-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0])
    cases = []
    for exponent in [-1.5, -1.0, 0.5, 1.5]:
        cases.append(differentiated(
            f"pow/scalar{exponent}", "pow", {"exponent": exponent}, {"base": positive},
            lambda base, exponent=exponent: torch.pow(base, exponent)))
    for exponent in [0.0, 1.0, 2.0, 3.0]:
        cases.append(differentiated(
            f"pow/signed-scalar{exponent}", "pow", {"exponent": exponent}, {"base": signed},
            lambda base, exponent=exponent: torch.pow(base, exponent)))
    source = Source("pow/tensors")
    cases.append(differentiated(
        "pow/tensors", "pow", {},
        {"base": source.uniform(0.1, 3, 3, 4), "exponent": source.uniform(-2, 3, 3, 4)}, torch.pow))
    cases.append(differentiated(
        "pow/tensors-zero-base", "pow", {},
        {"base": values([0.0, 0.0, 0.0]), "exponent": values([1.0, 2.0, 3.5])}, torch.pow))
    return cases


def binary_cases() -> list[Case]:
    cases = []
    operations: list[tuple[str, Function]] = [
        ("add", torch.add), ("subtract", torch.sub), ("multiply", torch.mul), ("divide", torch.div),
        ("maximum", torch.maximum), ("minimum", torch.minimum),
    ]
    for name, function in operations:
        for a, b in [((3, 4), (3, 4)), ((3, 4), (4,)), ((2, 1, 3), (4, 1)), ((), (2, 3)), ((0, 3), (1, 3))]:
            label = f"{name}/{'x'.join(map(str, a)) or 'scalar'}-{'x'.join(map(str, b))}"
            source = Source(label)
            cases.append(differentiated(label, name, {}, {"a": source.normal(*a), "b": source.normal(*b)}, function))
    for name, function in operations[4:]:
        tied = {"a": values([1.0, 2.0, 3.0]), "b": values([1.0, 3.0, 2.0])}
        cases.append(differentiated(f"{name}/ties-share-the-gradient", name, {}, tied, function))
    for a, b in [((3, 4), (4, 5)), ((1, 1), (1, 1)), ((2, 3, 4), (4, 5)), ((2, 1, 3, 4), (3, 4, 2)), ((3, 0), (0, 2))]:
        label = f"matmul/{'x'.join(map(str, a))}-{'x'.join(map(str, b))}"
        source = Source(label)
        cases.append(differentiated(
            label, "matmul", {}, {"a": source.normal(*a), "b": source.normal(*b)}, torch.matmul))
    return cases


def reduction_cases() -> list[Case]:
    cases = []
    reductions: list[tuple[str, Function]] = [
        ("sum", torch.sum), ("mean", torch.mean), ("max", torch.amax), ("min", torch.amin)
    ]
    for axes in [[0], [1], [2], [0, 2], [0, 1, 2]]:
        label = "axes" + "".join(map(str, axes))
        input = Source(f"reduction/{label}").normal(2, 3, 4)
        for name, function in reductions:
            cases.append(differentiated(
                f"{name}/{label}", name, {"axes": axes}, {"input": input},
                lambda input, function=function, axes=axes: function(input, dim=axes)))
        for correction in [0, 1]:
            cases.append(differentiated(
                f"variance/{label}-correction{correction}", "variance", {"axes": axes, "correction": correction},
                {"input": input},
                lambda input, axes=axes, correction=correction: torch.var(input, dim=axes, correction=correction)))
    far = Source("variance/far-from-zero").normal(50) + 1e6
    cases.append(differentiated(
        "variance/far-from-zero", "variance", {"axes": [0], "correction": 1}, {"input": far},
        lambda input: torch.var(input, dim=[0], correction=1)))
    cases.append(differentiated(
        "max/ties-share-the-gradient", "max", {"axes": [0]}, {"input": values([1.0, 3.0, 2.0, 3.0])},
        lambda input: torch.amax(input, dim=[0])))
    tied = torch.tensor([[1.0, 3.0, 3.0], [2.0, 2.0, -1.0]], dtype=torch.float64)
    cases.append(evaluated("argmax/first-of-ties", "argmax", {"axis": 1}, {"input": tied},
                           lambda input: torch.argmax(input, dim=1)))
    return cases


def softmax_cases() -> list[Case]:
    cases = []
    functions: list[tuple[str, Function]] = [
        ("softmax", torch.softmax), ("log_softmax", torch.log_softmax), ("logsumexp", torch.logsumexp)
    ]
    huge = torch.tensor([[1000.0, 999.0, -1000.0], [-800.0, -801.0, -800.5]], dtype=torch.float64)
    inputs = [(f"axis{axis}", Source(f"softmax/axis{axis}").normal(2, 3, 4), axis) for axis in range(3)]
    inputs += [("huge", huge, 1), ("length1", Source("softmax/length1").normal(3, 1), 1)]
    for name, function in functions:
        for label, input, axis in inputs:
            cases.append(differentiated(
                f"{name}/{label}", name, {"axis": axis}, {"input": input},
                lambda input, function=function, axis=axis: function(input, dim=axis)))
    return cases


def cases() -> list[Case]:
    return unary_cases() + power_cases() + binary_cases() + reduction_cases() + softmax_cases()
