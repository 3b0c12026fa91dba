"""Writes optimizers.json: trajectories of PyTorch's optimizers and of Lion, and PyTorch's schedules.

    python3 Tests/References/optimizer_references.py            writes the file
    python3 Tests/References/optimizer_references.py --check    compares it with what would be written

`cases_optimizers.trajectory` explains `trajectory` and `gradients`. A step of L-BFGS evaluates the loss several times.
`trajectory[k + 1]` is the point after step k, counted from 0, and `losses[k]` is the loss that `step` returned.
"""

import pathlib
import sys
import warnings

import numpy as np
import torch
from torch.optim import lr_scheduler as schedules

from cases_optimizers import schedule, trajectory
from reference_case import Case, Source, values
from reference_file import write_or_check

warnings.filterwarnings("ignore", category=UserWarning)
torch.set_num_threads(1)
# Sets the default type, because NAdam stores its product of momenta in this type.
torch.set_default_dtype(torch.float64)
FILE = pathlib.Path(__file__).with_name("optimizers.json")


class Lion(torch.optim.Optimizer):
    """Lion, in NumPy: X. Chen and others, "Symbolic discovery of optimization algorithms", 2023, program 1."""

    def step(self, closure=None):
        for group in self.param_groups:
            for weight in group["params"]:
                state = self.state[weight]
                g, w = weight.grad.numpy(), weight.detach().numpy()
                m = state.get("m", np.zeros_like(g))
                beta1, beta2 = group["betas"]
                update = np.sign(m * beta1 + g * (1 - beta1))
                state["m"] = m * beta2 + g * (1 - beta2)
                update = update + w * group["weight_decay"]
                with torch.no_grad():
                    weight -= torch.from_numpy(update * group["lr"])


def rule(label, operation, make, **parameters):
    names = {"learningRate": "lr", "epsilon": "eps", "weightDecay": "weight_decay", "rateDecay": "lr_decay",
             "initialSum": "initial_accumulator_value", "momentumDecay": "momentum_decay",
             "decoupled": "decoupled_weight_decay", "amsgrad": "amsgrad"}
    options = {torch_name: parameters[name] for name, torch_name in names.items() if name in parameters}
    if "beta1" in parameters:
        options["betas"] = (parameters["beta1"], parameters["beta2"])
    return trajectory(label, operation, parameters, lambda points: make(points, **options))


def betas(beta1=0.9, beta2=0.999):
    return {"beta1": beta1, "beta2": beta2}


def rules():
    adam = {**betas(), "learningRate": 0.05, "epsilon": 1e-8, "amsgrad": True}
    # Uses gradients that shrink, so that the greatest second moment is an earlier one.
    fast = {**betas(0.5, 0.6), "learningRate": 0.2, "epsilon": 1e-3, "amsgrad": True}
    for name, make in [("adam", torch.optim.Adam), ("adamw", torch.optim.AdamW)]:
        yield rule("plain", f"{name}_amsgrad", make, **adam, weightDecay=0.0)
        yield rule("fast-weight-decay", f"{name}_amsgrad", make, **fast, weightDecay=0.1)

    def lion(points, **options):
        return Lion(points, options)

    lion_settings = {"learningRate": 0.05}
    yield rule("plain", "lion", lion, **lion_settings, **betas(0.9, 0.99), weightDecay=0.0)
    yield rule("weight-decay", "lion", lion, **lion_settings, **betas(0.5, 0.8), weightDecay=0.3)

    adagrad = {"learningRate": 0.2, "epsilon": 1e-10}
    yield rule("plain", "adagrad", torch.optim.Adagrad, **adagrad, rateDecay=0.0, initialSum=0.0, weightDecay=0.0)
    yield rule("all", "adagrad", torch.optim.Adagrad, **adagrad, rateDecay=0.1, initialSum=0.3, weightDecay=0.1)

    for name, make, own in [
        ("nadam", torch.optim.NAdam, {"momentumDecay": 4e-3}), ("radam", torch.optim.RAdam, {})]:
        common = {"learningRate": 0.05, "epsilon": 1e-8, **own}
        yield rule("plain", name, make, **betas(), **common, weightDecay=0.0, decoupled=False)
        yield rule("weight-decay", name, make, **betas(), **common, weightDecay=0.1, decoupled=False)
        yield rule("decoupled", name, make, **betas(), **common, weightDecay=0.1, decoupled=True)
        yield rule("other-betas", name, make, **betas(0.5, 0.9), **common, weightDecay=0.0, decoupled=False)
    yield rule("fast-momentum-decay", "nadam", torch.optim.NAdam, **betas(), learningRate=0.05, epsilon=1e-8,
               momentumDecay=2.0, weightDecay=0.0, decoupled=False)


def rosenbrock(point):
    x, y = point[0::2], point[1::2]
    return ((1 - x) ** 2 + 100 * (y - x**2) ** 2).sum()


def waves(point):
    """Returns a quadratic with waves, for which the line search must lengthen and shorten its steps."""
    curvature = values([0.05, 1.0, 4.0, 0.5, 30.0])
    return (curvature * point**2).sum() / 2 + torch.sin(3 * point).sum() * 2


def logarithms(point):
    """Returns a loss that is infinite or NaN at some trial points."""
    return (1 - torch.log(point)).sum() + (point**4).sum() / 4


LOSSES = {"rosenbrock": rosenbrock, "waves": waves, "logarithms": logarithms}


def lbfgs(label, loss, start, steps, rate=1.0, iterations=20, history=100, wolfe=True):
    point = values(start).requires_grad_()
    optimizer = torch.optim.LBFGS(
        [point], lr=rate, max_iter=iterations, history_size=history,
        line_search_fn="strong_wolfe" if wolfe else None)
    evaluations = 0

    def closure():
        nonlocal evaluations
        evaluations += 1
        optimizer.zero_grad()
        value = LOSSES[loss](point)
        value.backward()
        return value

    points, losses = [point.detach().clone()], []
    for _ in range(steps):
        losses.append(float(optimizer.step(closure)))
        points.append(point.detach().clone())
    parameters = {"loss": loss, "learningRate": rate, "iterations": iterations, "historySize": history,
                  "evaluations": evaluations}
    return Case(f"{label}", "lbfgs" if wolfe else "lbfgs_fixed", parameters,
                {"trajectory": torch.stack(points), "losses": values(losses)})


def lbfgs_cases():
    yield lbfgs("rosenbrock", "rosenbrock", [-1.0, 1.5, 0.3, -0.4], 6, iterations=4)
    yield lbfgs("rosenbrock-whole", "rosenbrock", [-1.0, 1.5, 0.3, -0.4], 3)
    yield lbfgs("rosenbrock-short-history", "rosenbrock", [-1.0, 1.5, 0.3, -0.4], 8, iterations=3, history=2)
    yield lbfgs("waves", "waves", [2.0, -1.3, 0.4, 0.9, 1.1], 5, iterations=3)
    yield lbfgs("waves-far", "waves", [20.0, -13.0, 4.0, 9.0, 11.0], 4, rate=0.5, iterations=5)
    yield lbfgs("one-iteration", "waves", [2.0, -1.3, 0.4, 0.9, 1.1], 8, iterations=1)
    yield lbfgs("logarithms", "logarithms", [0.01, 3.0, 0.5], 4, iterations=4)
    yield lbfgs("fixed", "waves", [2.0, -1.3, 0.4, 0.9, 1.1], 8, rate=0.3, iterations=1, wolfe=False)


def sequential(optimizer, make, milestones):
    return schedules.SequentialLR(optimizer, [one(optimizer) for one in make], milestones)


def schedule_cases():
    yield schedule("rising", "linear_schedule", {"initial": 0.1, "start": 0.25, "end": 1.0, "totalSteps": 5}, 9,
                   lambda o: schedules.LinearLR(o, 0.25, 1.0, 5))
    yield schedule("falling", "linear_schedule", {"initial": 0.1, "start": 1.0, "end": 0.1, "totalSteps": 4}, 7,
                   lambda o: schedules.LinearLR(o, 1.0, 0.1, 4))
    yield schedule("cosine", "warm_up", {"initial": 0.1, "start": 0.1, "warmUp": 4, "totalSteps": 6}, 11,
                   lambda o: sequential(o, [lambda o: schedules.LinearLR(o, 0.1, 1.0, 4),
                                            lambda o: schedules.CosineAnnealingLR(o, 6)], [4]))
    yield schedule("three", "sequential", {"initial": 0.1, "milestones": [3, 7]}, 12,
                   lambda o: sequential(o, [lambda o: schedules.LinearLR(o, 0.5, 1.0, 3),
                                            lambda o: schedules.ExponentialLR(o, 0.8),
                                            lambda o: schedules.StepLR(o, 2, 0.1)], [3, 7]))
    yield schedule("two", "chained", {"initial": 0.1}, 9,
                   lambda o: schedules.ChainedScheduler([schedules.LinearLR(o, 0.5, 1.0, 4),
                                                         schedules.ExponentialLR(o, 0.9)]))
    for growth, minimum in [(1, 0.0), (2, 0.01), (3, 0.0)]:
        yield schedule(f"growth{growth}", "cosine_restarts",
                       {"initial": 0.1, "period": 3, "growth": growth, "minimum": minimum}, 30,
                       lambda o: schedules.CosineAnnealingWarmRestarts(o, 3, growth, minimum))
    for power in [1.0, 2.0, 0.5]:
        yield schedule(f"power{power}", "polynomial", {"initial": 0.1, "totalSteps": 6, "power": power}, 9,
                       lambda o: schedules.PolynomialLR(o, 6, power))


def plateau(label, **settings):
    """Makes a case. `learningRates[k]` is the rate after metric k, counted from 0."""
    generator = Source(f"plateau/{label}")
    metrics = (4 * 0.8 ** torch.arange(40).double() + generator.uniform(0, 0.5, 40)).round(decimals=4)
    if settings["mode"] == "max":
        metrics = 1 - metrics
    metrics[17] = float("nan")
    optimizer = torch.optim.SGD([values([0.0]).requires_grad_()], lr=0.1)
    scheduler = schedules.ReduceLROnPlateau(optimizer, **settings)
    rates = []
    for metric in metrics.tolist():
        scheduler.step(metric)
        rates.append(optimizer.param_groups[0]["lr"])
    return Case(f"plateau/{label}", "plateau", {"initial": 0.1, **settings},
                {"metrics": metrics, "learningRates": values(rates)})


def plateau_cases():
    common = {"threshold": 1e-4, "threshold_mode": "rel", "cooldown": 0, "min_lr": 0.0}
    yield plateau("usual", **{**common, "mode": "min", "factor": 0.5, "patience": 2})
    yield plateau("cooldown", **{**common, "mode": "min", "factor": 0.1, "patience": 1, "cooldown": 4, "min_lr": 1e-4})
    yield plateau("absolute", **{**common, "mode": "min", "factor": 0.3, "patience": 0, "threshold": 0.2,
                                 "threshold_mode": "abs"})
    yield plateau("greatest", **{**common, "mode": "max", "factor": 0.5, "patience": 3})
    yield plateau("greatest-absolute", **{**common, "mode": "max", "factor": 0.5, "patience": 1, "threshold": 0.05,
                                          "threshold_mode": "abs"})
    yield plateau("relative", **{**common, "mode": "min", "factor": 0.5, "patience": 0, "threshold": 0.15})
    yield plateau("greatest-relative", **{**common, "mode": "max", "factor": 0.5, "patience": 1, "threshold": 0.1})
    yield plateau("tiny", **{**common, "mode": "min", "factor": 0.01, "patience": 0})


def main():
    cases = [*rules(), *lbfgs_cases(), *schedule_cases(), *plateau_cases()]
    versions = {"python": sys.version.split()[0], "torch": torch.__version__, "numpy": np.__version__}
    write_or_check(FILE, {"versions": versions, "command": "python3 Tests/References/optimizer_references.py"},
                   [case.as_json() for case in cases])


main()
