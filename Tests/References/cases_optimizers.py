"""Makes cases of optimizers, learning-rate schedules, gradient clipping and initializers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import init

from reference_case import Case, Source, values

STEPS = 10
MakeOptimizer = Callable[[list[Tensor]], torch.optim.Optimizer]
MakeSchedule = Callable[[torch.optim.Optimizer], torch.optim.lr_scheduler.LRScheduler]


def trajectory(
    label: str, operation: str, parameters: dict[str, Any], make: MakeOptimizer, schedule: MakeSchedule | None = None
) -> Case:
    """Makes a case of ten steps of an optimizer on a loss that is a quadratic function plus sines.

    `trajectory[k]` is the point before step k, counted from 0, and `gradients[k]` is the gradient at this point.
    """
    source = Source("trajectory")
    start, target = source.normal(4), source.normal(4)
    curvature = values([0.05, 1.0, 4.0, 0.0])  # If the curvature is 0, only the sine has a gradient.
    point = start.clone().requires_grad_()
    optimizer = make([point])
    scheduler = schedule(optimizer) if schedule else None
    points, gradients = [start], []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = (curvature * (point - target) ** 2).sum() / 2 + torch.sin(3 * point).sum() / 10
        loss.backward()
        gradients.append(point.grad.clone())
        optimizer.step()
        if scheduler and step < STEPS - 1:
            scheduler.step()
        points.append(point.detach().clone())
    return Case(
        f"{operation}/{label}", operation, parameters,
        {"trajectory": torch.stack(points), "gradients": torch.stack(gradients)})


def sgd(label: str, momentum: float = 0.0, dampening: float = 0.0, decay: float = 0.0, nesterov: bool = False) -> Case:
    parameters = {"learningRate": 0.1, "momentum": momentum, "dampening": dampening, "weightDecay": decay,
                  "nesterov": nesterov}
    return trajectory(label, "sgd", parameters, lambda points: torch.optim.SGD(
        points, lr=0.1, momentum=momentum, dampening=dampening, weight_decay=decay, nesterov=nesterov))


def adam(label: str, decay: float, decoupled: bool, rate: float = 0.05, betas: tuple[float, float] = (0.9, 0.999),
         epsilon: float = 1e-8) -> Case:
    kind = torch.optim.AdamW if decoupled else torch.optim.Adam
    parameters = {"learningRate": rate, "beta1": betas[0], "beta2": betas[1], "epsilon": epsilon, "weightDecay": decay}
    return trajectory(label, "adamw" if decoupled else "adam", parameters, lambda points: kind(
        points, lr=rate, betas=betas, eps=epsilon, weight_decay=decay))


def rmsprop(label: str, momentum: float = 0.0, centered: bool = False, decay: float = 0.0) -> Case:
    parameters = {"learningRate": 0.02, "smoothing": 0.95, "epsilon": 1e-8, "momentum": momentum,
                  "centered": centered, "weightDecay": decay}
    return trajectory(label, "rmsprop", parameters, lambda points: torch.optim.RMSprop(
        points, lr=0.02, alpha=0.95, eps=1e-8, momentum=momentum, centered=centered, weight_decay=decay))


def cycled(label: str, rate: float, make: MakeOptimizer) -> Case:
    """Makes a case of ten steps whose learning rate and momentum (β₁ of Adam) OneCycleLR sets."""
    parameters = {"maximum": rate, "minimumMomentum": 0.8, "maximumMomentum": 0.9}
    return trajectory("cycled", f"cycled_{label}", parameters, make, lambda optimizer: torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=rate, total_steps=STEPS, cycle_momentum=True, base_momentum=0.8, max_momentum=0.9))


def cycled_cases() -> list[Case]:
    return [
        cycled("sgd", 0.1, lambda points: torch.optim.SGD(points, lr=0.1, momentum=0.5)),
        cycled("adamw", 0.2, lambda points: torch.optim.AdamW(points, lr=0.2, weight_decay=0.1)),
        cycled("rmsprop", 0.02, lambda points: torch.optim.RMSprop(points, lr=0.02, alpha=0.95, momentum=0.5)),
    ]


def optimizer_cases() -> list[Case]:
    return [
        sgd("plain"),
        sgd("momentum0.9", momentum=0.9),
        sgd("nesterov", momentum=0.9, nesterov=True),
        sgd("weight-decay", decay=0.1),
        sgd("momentum-weight-decay", momentum=0.5, decay=0.1),
        sgd("nesterov-weight-decay", momentum=0.9, decay=0.1, nesterov=True),
        sgd("dampening0.3", momentum=0.9, dampening=0.3),
        adam("plain", 0.0, decoupled=False),
        adam("weight-decay", 0.1, decoupled=False),
        adam("other-betas", 0.0, decoupled=False, rate=0.2, betas=(0.5, 0.9), epsilon=1e-3),
        adam("weight-decay", 0.1, decoupled=True),
        adam("no-decay", 0.0, decoupled=True),
        rmsprop("plain"),
        rmsprop("momentum0.9", momentum=0.9),
        rmsprop("centered", centered=True),
        rmsprop("centered-momentum", momentum=0.5, centered=True),
        rmsprop("weight-decay", decay=0.1),
    ]


def schedule(
    label: str, operation: str, parameters: dict[str, Any], steps: int, make: MakeSchedule, rate: float = 0.1
) -> Case:
    """Makes a case of a schedule.

    `learningRates[k]` is the learning rate of step k, counted from 0. `momenta[k]` is the momentum of this step; the
    case has `momenta` only if the schedule changes the momentum.
    """
    optimizer = torch.optim.SGD([values([0.0]).requires_grad_()], lr=rate, momentum=0.9)
    scheduler = make(optimizer)
    rates, momenta = [], []
    for step in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        if step < steps - 1:
            optimizer.step()
            scheduler.step()
    tensors = {"learningRates": values(rates)}
    if len(set(momenta)) > 1:
        tensors["momenta"] = values(momenta)
    return Case(f"{operation}/{label}", operation, parameters, tensors)


def one_cycle(label: str, steps: int, start: float, divisor: float, final_divisor: float, momentum: bool) -> Case:
    parameters: dict[str, Any] = {
        "maximum": 0.4, "totalSteps": steps, "warmupFraction": start, "divisor": divisor,
        "finalDivisor": final_divisor, "annealing": "cosine"}
    if momentum:
        parameters |= {"minimumMomentum": 0.85, "maximumMomentum": 0.95}
    return schedule(label, "one_cycle", parameters, steps, lambda optimizer: torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=0.4, total_steps=steps, pct_start=start, anneal_strategy="cos", cycle_momentum=momentum,
        base_momentum=0.85, max_momentum=0.95, div_factor=divisor, final_div_factor=final_divisor, three_phase=False))


def schedule_cases() -> list[Case]:
    from torch.optim import lr_scheduler as schedules

    return [
        schedule("every3", "step_schedule", {"initial": 0.1, "stepSize": 3, "factor": 0.5}, 12,
                 lambda optimizer: schedules.StepLR(optimizer, 3, 0.5)),
        schedule("at2-5-6", "multi_step_schedule", {"initial": 0.1, "milestones": [2, 5, 6], "factor": 0.1}, 10,
                 lambda optimizer: schedules.MultiStepLR(optimizer, [2, 5, 6], 0.1)),
        schedule("factor0.9", "exponential_schedule", {"initial": 0.1, "factor": 0.9}, 10,
                 lambda optimizer: schedules.ExponentialLR(optimizer, 0.9)),
        schedule("to-zero", "cosine_annealing", {"initial": 0.1, "totalSteps": 10, "minimum": 0.0}, 11,
                 lambda optimizer: schedules.CosineAnnealingLR(optimizer, 10)),
        schedule("to0.01", "cosine_annealing", {"initial": 0.1, "totalSteps": 7, "minimum": 0.01}, 8,
                 lambda optimizer: schedules.CosineAnnealingLR(optimizer, 7, eta_min=0.01)),
        one_cycle("default", 20, 0.3, 25.0, 1e4, momentum=False),
        one_cycle("momentum", 20, 0.3, 25.0, 1e4, momentum=True),
        one_cycle("short-early-peak", 7, 0.25, 10.0, 100.0, momentum=True),
    ]


def clipping_cases() -> list[Case]:
    cases = []
    for label, scale, maximum in [("above", 3.0, 1.0), ("below", 0.01, 1.0), ("zero", 0.0, 1.0), ("large", 1e8, 0.5)]:
        source = Source("clip_grad_norm")
        gradients = {"gradient1": scale * source.normal(2, 3), "gradient2": scale * source.normal(4)}
        parameters = [torch.zeros_like(gradient).requires_grad_() for gradient in gradients.values()]
        for parameter, gradient in zip(parameters, gradients.values()):
            parameter.grad = gradient.clone()
        norm = torch.nn.utils.clip_grad_norm_(parameters, maximum)
        clipped = {f"clipped{key.capitalize()}": parameter.grad for key, parameter in zip(gradients, parameters)}
        cases.append(Case(
            f"clip_gradient_norm/{label}", "clip_gradient_norm", {"maximum": maximum, "epsilon": 1e-6},
            {**gradients, **clipped, "norm": norm}))
    return cases


Initializer = Callable[[Tensor], Tensor]
SHAPES = [(64, 320), (10, 64), (300, 7), (10, 1, 5, 5), (20, 10, 5, 5), (8, 16, 1, 3)]
INITIALIZERS: list[tuple[str, str, dict[str, Any], Initializer]] = [
    ("kaiming_uniform", "default-a-sqrt5", {"negativeSlope": math.sqrt(5)},
     lambda weight: init.kaiming_uniform_(weight, a=math.sqrt(5))),
    ("kaiming_uniform", "relu", {"negativeSlope": 0.0}, lambda weight: init.kaiming_uniform_(weight)),
    ("kaiming_normal", "relu", {"negativeSlope": 0.0}, lambda weight: init.kaiming_normal_(weight)),
    ("xavier_uniform", "plain", {}, lambda weight: init.xavier_uniform_(weight)),
    ("xavier_normal", "plain", {}, lambda weight: init.xavier_normal_(weight)),
]


def drawn_extent(initialize: Initializer, shape: tuple[int, ...]) -> tuple[float, float]:
    """Returns the largest magnitude and the standard deviation of PyTorch's random weights, to check the formulas."""
    draws = 1 + 200_000 // math.prod(shape)
    drawn = torch.cat([initialize(torch.empty(shape, dtype=torch.float64)).reshape(-1) for _ in range(draws)])
    return drawn.abs().max().item(), drawn.std().item()


def initializer_cases() -> list[Case]:
    """Makes cases without tensors. `bound` is the b of U(−b, b), `standardDeviation` the σ of the distribution."""
    torch.manual_seed(1)
    cases = []
    for operation, label, parameters, initialize in INITIALIZERS:
        for shape in SHAPES:
            fan_in, fan_out = init._calculate_fan_in_and_fan_out(torch.empty(shape))
            if operation.startswith("kaiming"):
                deviation = math.sqrt(2 / (1 + parameters["negativeSlope"] ** 2) / fan_in)
            else:
                deviation = math.sqrt(2 / (fan_in + fan_out))
            facts = {**parameters, "shape": list(shape), "fanIn": fan_in, "fanOut": fan_out,
                     "standardDeviation": deviation}
            largest, drawn = drawn_extent(initialize, shape)
            assert abs(drawn / deviation - 1) < 0.02, f"{operation} {shape}: σ {drawn} instead of {deviation}"
            if operation.endswith("uniform"):
                facts["bound"] = bound = math.sqrt(3) * deviation
                assert 0.999 * bound < largest <= bound * (1 + 1e-12), f"{operation} {shape}: {largest}, not {bound}"
            if label == "default-a-sqrt5":
                facts["biasBound"] = 1 / math.sqrt(fan_in)
            name = f"{operation}/{label}-{'x'.join(map(str, shape))}"
            cases.append(Case(name, operation, facts, {}))
    return cases


def cases() -> list[Case]:
    return optimizer_cases() + cycled_cases() + schedule_cases() + clipping_cases() + initializer_cases()
