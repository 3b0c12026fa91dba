#!/usr/bin/env python3
"""Writes distributions.json: probability distributions by SciPy, their densities and tails by mpmath with 50 digits,
and Kullback–Leibler divergences by PyTorch.

    python3 Tests/References/distribution_references.py            writes the file
    python3 Tests/References/distribution_references.py --check    compares it with what would be written

A case is a family with several parameters, of shape [parameters, 1], and the numbers x, p and q of shape
[parameters, n]. The script fails if SciPy's and mpmath's numbers differ by more than 1e-7 of the exact one.
"""
from __future__ import annotations

import math
import pathlib
import platform
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import scipy
import torch
from mpmath import mpf
from scipy import stats

from reference_file import write_or_check

PATH = pathlib.Path(__file__).with_name("distributions.json")
mpmath.mp.dps = 50
PROBABILITIES = [1e-12, 1e-4, 0.01, 0.3, 0.5, 0.7, 0.99]
# A CDF that differs from a probability by rounding only is equal to it.
EDGE = mpf(2) ** -47
UPPER = [1e-4, 1e-12, 1e-100]
Row = tuple[float, ...]
# A frozen SciPy distribution, and the exact logarithm of the density, CDF and upper tail.
Exact = tuple[Callable[[mpf], mpf], Callable[[mpf], mpf], Callable[[mpf], mpf]]


def plain(rows: list[list[float]]) -> dict[str, Any]:
    values = [float(value) for row in rows for value in row]
    return {"shape": [len(rows), len(rows[0])],
            "values": [value if math.isfinite(value) else str(value) for value in values]}


def log(x: mpf) -> mpf:
    return mpf("-inf") if x == 0 else mpmath.log(x)


def location_scale(density: Callable[[mpf], mpf], lower: Callable[[mpf], mpf], upper: Callable[[mpf], mpf]) -> Any:
    def make(location: mpf, scale: mpf) -> Exact:
        def z(x: mpf) -> mpf:
            return (x - location) / scale
        return (lambda x: density(z(x)) - log(scale), lambda x: lower(z(x)), lambda x: upper(z(x)))
    return make


def gamma_exact(shape: mpf, rate: mpf) -> Exact:
    return (lambda x: shape * log(rate) + (shape - 1) * log(x) - rate * x - mpmath.loggamma(shape),
            lambda x: mpmath.gammainc(shape, 0, rate * x, regularized=True),
            lambda x: mpmath.gammainc(shape, rate * x, mpmath.inf, regularized=True))


def beta_tail(a: mpf, b: mpf, x: mpf, y: mpf) -> mpf:
    """The regularized incomplete beta function at x = 1 − y, by the series that has no cancellation."""
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_tail(b, a, y, x) if y > 0 else mpf(1)
    if x == 0:
        return mpf(0)
    front = mpmath.exp(a * log(x) + b * log(y) - mpmath.loggamma(a) - mpmath.loggamma(b) + mpmath.loggamma(a + b)) / a
    term, total, n, negligible = mpf(1), mpf(1), 0, mpf(10) ** -25
    while term > total * negligible:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return front * total


def with_digits(function: Callable[..., mpf]) -> Callable[..., mpf]:
    """Evaluates with 150 digits, so that 1 − F keeps a tail of 1e-100."""
    def evaluate(*arguments: mpf) -> mpf:
        with mpmath.workdps(150):
            return function(*arguments)
    return evaluate


def beta_ratio(a: mpf, b: mpf) -> tuple[Callable[..., mpf], Callable[..., mpf]]:
    return with_digits(lambda x, y: beta_tail(a, b, x, y)), with_digits(lambda x, y: beta_tail(b, a, y, x))


def beta_exact(a: mpf, b: mpf) -> Exact:
    lower, upper = beta_ratio(a, b)
    return (lambda x: (a - 1) * log(x) + (b - 1) * mpmath.log1p(-x) - mpmath.log(mpmath.beta(a, b)),
            lambda x: lower(x, 1 - x), lambda x: upper(x, 1 - x))


def student_exact(nu: mpf, location: mpf, scale: mpf) -> Exact:
    lower, upper = beta_ratio(mpf(0.5), nu / 2)

    def half_tail(z: mpf) -> mpf:
        return upper(z * z / (nu + z * z), nu / (nu + z * z)) / 2

    def density(x: mpf) -> mpf:
        z = (x - location) / scale
        return (mpmath.loggamma((nu + 1) / 2) - mpmath.loggamma(nu / 2) - log(nu * mpmath.pi) / 2 - log(scale)
                - (nu + 1) / 2 * mpmath.log1p(z * z / nu))

    def cdf(x: mpf) -> mpf:
        z = (x - location) / scale
        return half_tail(z) if z < 0 else 1 - half_tail(z)
    return density, cdf, lambda x: cdf(2 * location - x)


def f_exact(m: mpf, n: mpf) -> Exact:
    lower, upper = beta_ratio(m / 2, n / 2)

    def density(x: mpf) -> mpf:
        return (m / 2 * log(m / n) + (m / 2 - 1) * log(x) - (m + n) / 2 * mpmath.log1p(m * x / n)
                - mpmath.log(mpmath.beta(m / 2, n / 2)))
    return (density, lambda x: lower(m * x / (m * x + n), n / (m * x + n)),
            lambda x: upper(m * x / (m * x + n), n / (m * x + n)))


def log_normal_exact(location: mpf, scale: mpf) -> Exact:
    normal = NORMAL(location, scale)
    return (lambda x: normal[0](log(x)) - log(x), lambda x: normal[1](log(x)), lambda x: normal[2](log(x)))


def truncated_exact(location: mpf, scale: mpf, lower: mpf, upper: mpf) -> Exact:
    normal = NORMAL(location, scale)

    def mass(low: mpf, high: mpf) -> mpf:
        a, b = [(x - location) / scale / mpmath.sqrt(2) for x in (low, high)]
        a, b = (-b, -a) if b <= 0 else (a, b)
        return (mpmath.erfc(a) - mpmath.erfc(b)) / 2
    whole = mass(lower, upper)
    return (lambda x: normal[0](x) - log(whole), lambda x: mass(lower, x) / whole, lambda x: mass(x, upper) / whole)


def binomial_exact(n: mpf, p: mpf) -> Exact:
    def density(k: mpf) -> mpf:
        return (mpmath.loggamma(n + 1) - mpmath.loggamma(k + 1) - mpmath.loggamma(n - k + 1)
                + (k * log(p) if k > 0 else 0) + ((n - k) * mpmath.log1p(-p) if k < n else 0))

    def tails(k: mpf) -> tuple[Callable[..., mpf], Callable[..., mpf]]:
        return beta_ratio(n - mpmath.floor(k), mpmath.floor(k) + 1)

    def cdf(k: mpf) -> mpf:
        return mpf(1) if k >= n else tails(k)[0](1 - p, p)
    return density, cdf, lambda k: mpf(0) if k >= n else tails(k)[1](1 - p, p)


def negative_binomial_exact(r: mpf, p: mpf) -> Exact:
    def density(k: mpf) -> mpf:
        return (mpmath.loggamma(k + r) - mpmath.loggamma(r) - mpmath.loggamma(k + 1) + r * log(p)
                + (k * mpmath.log1p(-p) if k > 0 else 0))
    return (density, lambda k: beta_ratio(r, mpmath.floor(k) + 1)[0](p, 1 - p),
            lambda k: beta_ratio(r, mpmath.floor(k) + 1)[1](p, 1 - p))


@with_digits
def gamma_lower(a: mpf, x: mpf) -> mpf:
    """The regularized lower incomplete gamma function by its series; mpmath's gammainc fails for some whole a."""
    term, total, n, negligible = mpf(1), mpf(1), 1, mpf(10) ** -140
    while term > total * negligible:
        term *= x / (a + n)
        total += term
        n += 1
    return mpmath.exp(a * log(x) - x - mpmath.loggamma(a + 1)) * total


def poisson_exact(rate: mpf) -> Exact:
    def upper(k: mpf) -> mpf:
        return gamma_lower(mpmath.floor(k) + 1, rate)
    return (lambda k: k * log(rate) - rate - mpmath.loggamma(k + 1), with_digits(lambda k: 1 - upper(k)), upper)


def half_exponential(z: mpf) -> mpf:
    return mpmath.exp(z) / 2 if z < 0 else 1 - mpmath.exp(-z) / 2


NORMAL = location_scale(lambda z: -z * z / 2 - mpmath.log(2 * mpmath.pi) / 2,
                        lambda z: mpmath.erfc(-z / mpmath.sqrt(2)) / 2, lambda z: mpmath.erfc(z / mpmath.sqrt(2)) / 2)

# Each family has the names of its parameters, the parameters, SciPy's distribution, and the exact functions.
FAMILIES: list[tuple[str, list[str], list[Row], Callable[..., Any], Callable[..., Exact]]] = [
    ("normal", ["mean", "standardDeviation"], [(0, 1), (1.5, 0.3), (-1000, 2)], stats.norm, NORMAL),
    ("uniform", ["lowerBound", "upperBound"], [(0, 1), (-2, 5), (1e6, 1e6 + 3)], lambda a, b: stats.uniform(a, b - a),
     lambda a, b: (lambda x: -log(b - a), lambda x: (x - a) / (b - a), lambda x: (b - x) / (b - a))),
    ("exponential", ["rate"], [(1,), (0.02,), (30,)], lambda r: stats.expon(scale=1 / r),
     lambda r: (lambda x: log(r) - r * x, lambda x: -mpmath.expm1(-r * x), lambda x: mpmath.exp(-r * x))),
    ("laplace", ["location", "scale"], [(0, 1), (2, 0.5)], stats.laplace,
     location_scale(lambda z: -abs(z) - log(mpf(2)), half_exponential, lambda z: half_exponential(-z))),
    ("logistic", ["location", "scale"], [(0, 1), (2, 0.5)], stats.logistic,
     location_scale(lambda z: -z - 2 * mpmath.log1p(mpmath.exp(-z)), lambda z: 1 / (1 + mpmath.exp(-z)),
                    lambda z: 1 / (1 + mpmath.exp(z)))),
    ("gumbel", ["location", "scale"], [(0, 1), (2, 0.5)], stats.gumbel_r,
     location_scale(lambda z: -z - mpmath.exp(-z), lambda z: mpmath.exp(-mpmath.exp(-z)),
                    lambda z: -mpmath.expm1(-mpmath.exp(-z)))),
    ("logNormal", ["location", "scale"], [(0, 1), (2, 0.25), (-1, 3)],
     lambda m, s: stats.lognorm(s, scale=math.exp(m)), log_normal_exact),
    ("gamma", ["shape", "rate"], [(0.05, 1), (0.5, 2), (1, 1), (3, 0.1), (50, 7), (2000, 1)],
     lambda a, r: stats.gamma(a, scale=1 / r), gamma_exact),
    ("chiSquared", ["degreesOfFreedom"], [(0.3,), (1,), (2,), (7,), (100,)], stats.chi2,
     lambda n: gamma_exact(n / 2, mpf(0.5))),
    ("beta", ["alpha", "beta"], [(0.5, 0.5), (1, 3), (2, 3), (30, 0.2), (0.05, 2), (200, 300)], stats.beta,
     beta_exact),
    ("studentT", ["degreesOfFreedom", "location", "scale"],
     [(0.5, 0, 1), (1, 0, 1), (2, 1, 3), (3.5, -2, 0.5), (30, 0, 1), (300, 0, 1)], stats.t, student_exact),
    ("f", ["numeratorDegreesOfFreedom", "denominatorDegreesOfFreedom"], [(1, 1), (2, 7), (5, 1.5), (40, 60)], stats.f,
     f_exact),
    ("truncatedNormal", ["location", "scale", "lowerBound", "upperBound"],
     [(0, 1, -1, 2), (0, 1, 5, math.inf), (0, 1, 30, 50), (1, 2, -math.inf, -0.5), (3, 2, 19, 19.001),
      (0, 1, -60, -50)],
     lambda m, s, a, b: stats.truncnorm((a - m) / s, (b - m) / s, m, s), truncated_exact),
    ("bernoulli", ["probability"], [(0.2,), (0.5,), (0.999,)], stats.bernoulli, lambda p: binomial_exact(mpf(1), p)),
    ("geometric", ["probability"], [(0.5,), (0.01,), (0.999,), (1e-6,)], lambda p: stats.geom(p, loc=-1),
     lambda p: (lambda k: log(p) + k * mpmath.log1p(-p),
                lambda k: -mpmath.expm1((mpmath.floor(k) + 1) * mpmath.log1p(-p)),
                lambda k: mpmath.exp((mpmath.floor(k) + 1) * mpmath.log1p(-p)))),
    ("binomial", ["trials", "probability"], [(1, 0.2), (10, 0.5), (100, 0.03), (1000, 0.9), (100000, 0.4)], stats.binom,
     binomial_exact),
    ("poisson", ["rate"], [(0.01,), (1,), (7.5,), (100,), (10000,)], stats.poisson, poisson_exact),
    ("negativeBinomial", ["successes", "probability"], [(1, 0.5), (0.3, 0.1), (5, 0.7), (200, 0.01)], stats.nbinom,
     negative_binomial_exact),
]
DISCRETE = {"bernoulli", "geometric", "binomial", "poisson", "negativeBinomial"}
# SciPy's densities and tails of these families lose digits, or are 0, where mpmath's do not.
UNCHECKED = {"truncatedNormal"}


def short(x: float) -> float:
    """Rounds to ten digits, which keeps the file short and the number exact."""
    return float(f"{x:.10g}")


def points(family: str, distribution: Any) -> list[float]:
    found = [distribution.ppf(p) for p in PROBABILITIES] + [distribution.isf(q) for q in UPPER]
    low, high = distribution.support()
    if family in DISCRETE:
        return [float(min(max(x, low), high)) if math.isfinite(x) else float(found[4]) for x in found + [found[4] + 1]]
    middle = short(found[4])
    return [short(x) if low < short(x) < high else middle for x in found]


def refined(x: float, p: float, density: Callable[[mpf], mpf], tail: Callable[[mpf], mpf], sign: int,
            support: tuple[float, float]) -> float:
    """Improves SciPy's quantile by Newton's method for the logarithm of the exact tail. SciPy's error is up to 1e-4."""
    value, step = mpf(x), mpf(1)
    low, high = mpf(support[0]), mpf(support[1])
    while abs(step) > abs(value) * mpf(10) ** -20:
        exact = tail(value)
        if (exact < p) == (sign > 0):
            low = value
        else:
            high = value
        step = (log(exact) - log(mpf(p))) * exact / mpmath.exp(density(value)) * sign if exact > 0 else mpmath.inf
        following = value - step
        if not low < following < high:
            following = (low + high) / 2
        step, value = value - following, following
    return float(value)


def truncated_moments(row: Row, density: Callable[[mpf], mpf], middle: float) -> tuple[float, float]:
    low, high = max(row[2], middle - 30), min(row[3], middle + 30)
    cuts = [low, *[middle + offset for offset in (-3, -0.5, 0, 0.5, 3) if low < middle + offset < high], high]
    mean = mpmath.quad(lambda x: x * mpmath.exp(density(x)), cuts)
    return float(mean), float(mpmath.quad(lambda x: (x - mean) ** 2 * mpmath.exp(density(x)), cuts))


def moments(family: str, distribution: Any, row: Row, density: Callable[[mpf], mpf]) -> tuple[float, float]:
    """Returns the mean and the variance. Where one does not exist, SciPy has ∞ or NaN; here it is NaN."""
    if family == "truncatedNormal":
        return truncated_moments(row, density, float(distribution.median()))
    mean, variance = distribution.stats("mv")
    if family == "studentT" and row[0] <= 1:
        mean = math.nan
    if (family == "studentT" and row[0] <= 1) or (family == "f" and row[1] <= 2):
        variance = math.nan
    return float(mean), float(variance)


def student_far_quantile(nu: float, p: float) -> mpf:
    """The leading term for p → 0; SciPy's t.ppf stops at 1e153."""
    a = mpf(nu) / 2
    return -mpmath.sqrt(nu) * (2 * mpf(p) * a * mpmath.beta(a, 0.5)) ** (-1 / mpf(nu))


def least_count(k: float, lowest: float, condition: Callable[[mpf], Any]) -> float:
    """Moves SciPy's quantile, which rounding may have moved at the edge of a step, to the least count with the condition.
    """
    k = max(k, lowest)
    while k > lowest and condition(mpf(k - 1)):
        k -= 1
    while not condition(mpf(k)):
        k += 1
    return k


def entropy(family: str, distribution: Any, row: Row) -> float:
    if family in {"truncatedNormal", "binomial", "poisson", "negativeBinomial"}:
        return math.nan
    if family == "geometric":
        p = row[0]
        return (-p * math.log(p) - (1 - p) * math.log1p(-p)) / p
    return float(distribution.entropy())


def agree(name: str, scipy_value: float, exact: float, floor: float) -> None:
    # SciPy's logarithms near 0 have absolute errors only.
    if not (scipy_value == exact or abs(scipy_value - exact) <= 1e-7 * max(abs(exact), floor)):
        raise SystemExit(f"{name}: SciPy {scipy_value}, exact {exact}")


def case(family: str, names: list[str], rows: list[Row], make: Callable[..., Any],
         exact: Callable[..., Exact]) -> dict[str, Any]:
    columns: dict[str, list[list[float]]] = {name: [[row[i]] for row in rows] for i, name in enumerate(names)}
    for key in ["x", "logDensity", "cdf", "survival", "p", "quantile", "upperQuantile", "mean", "variance", "entropy"]:
        columns[key] = []
    for row in rows:
        distribution = make(*row)
        exactly = exact(*[mpf(value) for value in row])
        xs = points(family, distribution)
        values = [[float(function(mpf(x))) for x in xs] for function in exactly]
        log_density = distribution.logpmf if family in DISCRETE else distribution.logpdf
        if family not in UNCHECKED:
            for x, *numbers in zip(xs, *values):
                functions = [(log_density, 1e-3), (distribution.cdf, 1e-290), (distribution.sf, 1e-290)]
                for (function, floor), number in zip(functions, numbers):
                    agree(f"{family}{row} at {x}", float(function(x)), number, floor)
        probabilities = PROBABILITIES + [1e-100]
        if family in DISCRETE:
            # SciPy has no quantiles of counts for probabilities as small as 1e-100.
            probabilities = PROBABILITIES
            # The CDF takes these probabilities: the quantile is at the edge of a step.
            probabilities = probabilities + [float(distribution.cdf(distribution.ppf(p))) for p in [0.3, 0.5, 0.9]]
        columns["x"].append(xs)
        for key, numbers in zip(["logDensity", "cdf", "survival"], values):
            columns[key].append(numbers)
        columns["p"].append(probabilities)
        lowest, discrete = float(distribution.support()[0]), family in DISCRETE
        for key, inverse, condition in [
                ("quantile", distribution.ppf, lambda k, p: exactly[1](k) >= p * (1 - EDGE)),
                ("upperQuantile", distribution.isf, lambda k, p: exactly[2](k) <= p * (1 + EDGE))]:
            sign, tail = (1, exactly[1]) if key == "quantile" else (-1, exactly[2])
            found = []
            for p in probabilities:
                x = float(inverse(p))
                if family == "f" and sign < 0 and p < 0.5:
                    x = 1 / float(stats.f(row[1], row[0]).ppf(p))  # SciPy's own is ∞ for 1e-100
                if discrete:
                    found.append(least_count(x, lowest, lambda k, p=p: condition(k, p)))
                elif family == "studentT" and row[0] < 1 and p < 1e-30:
                    found.append(float(sign * student_far_quantile(row[0], p)))
                else:
                    found.append(x if family in {"uniform", "laplace"} or x in (0, 1) else
                                 refined(x, p, exactly[0], tail, sign, distribution.support()))
            columns[key].append(found)
        mean, variance = moments(family, distribution, row, exactly[0])
        columns["mean"].append([mean])
        columns["variance"].append([variance])
        columns["entropy"].append([entropy(family, distribution, row)])
    return {"name": family, "operation": family, "parameters": {},
            "tensors": {key: plain(value) for key, value in columns.items()}}


def tensors(**arrays: Any) -> dict[str, Any]:
    return {key: {"shape": list(np.shape(array)), "values": [value if math.isfinite(value) else str(value) for value in
                                                              np.asarray(array, float).reshape(-1).tolist()]}
            for key, array in arrays.items()}


def multivariate_cases() -> list[dict[str, Any]]:
    def case(name: str, **arrays: Any) -> dict[str, Any]:
        return {"name": name, "operation": name, "parameters": {}, "tensors": tensors(**arrays)}

    alpha = np.array([[0.5, 1.5, 3.0], [20.0, 7.0, 40.0]])
    shares = np.array([[0.25, 0.5, 0.25], [0.125, 0.125, 0.75]])
    dirichlets = [stats.dirichlet(row) for row in alpha]
    trials, weights = np.array([6.0, 1000.0]), np.array([[0.2, 0.3, 0.5], [0.125, 0.625, 0.25]])
    counts = np.array([[[1.0, 2, 3], [130, 620, 250]], [[0, 0, 6], [0, 1000, 0]]])
    multinomials = [stats.multinomial(n, p) for n, p in zip(trials, weights)]
    factor = np.array([[[1.0, 0, 0], [0.5, 2, 0], [-1, 0.25, 0.5]], [[3.0, 0, 0], [1, 1, 0], [0, -2, 4]]])
    center = np.array([1.0, -2, 0.5])
    vectors = np.array([[0.0, 0, 0], [1.5, -1, 3]])
    normals = [stats.multivariate_normal(center, row @ row.T) for row in factor]
    return [
        case("dirichlet", concentration=alpha, x=shares,
             logDensity=[[d.logpdf(x / x.sum()) for d in dirichlets] for x in shares],
             mean=[d.mean() for d in dirichlets], variance=[d.var() for d in dirichlets],
             entropy=[d.entropy() for d in dirichlets]),
        case("multinomial", trials=trials, probabilities=weights, x=counts,
             logDensity=[[d.logpmf(x) for d, x in zip(multinomials, row)] for row in counts],
             covariance=[d.cov() for d in multinomials]),
        case("multivariateNormal", mean=center, scaleTriangular=factor, x=vectors,
             covariance=factor @ factor.transpose(0, 2, 1),
             logDensity=[[d.logpdf(x) for d in normals] for x in vectors], entropy=[d.entropy() for d in normals]),
    ]


def divergences() -> list[dict[str, Any]]:
    """Kullback–Leibler divergences by PyTorch, of the first distribution to the second of each pair of parameters."""
    def of(values: list[float]) -> torch.Tensor:
        return torch.tensor(values, dtype=torch.float64)

    lower = torch.distributions
    rows: list[tuple[str, Any, list[list[float]], list[list[float]]]] = [
        ("normal", lower.Normal, [[0.0, 1.0], [1.5, 0.3]], [[1.0, 2.0], [1.4, 0.31]]),
        ("exponential", lower.Exponential, [[1.0], [0.3]], [[2.0], [0.31]]),
        ("laplace", lower.Laplace, [[0.0, 1.0], [1.5, 0.3]], [[1.0, 2.0], [1.4, 0.31]]),
        ("gamma", lower.Gamma, [[1.5, 1.0], [40.0, 3.0]], [[0.5, 2.0], [41.0, 3.5]]),
        ("beta", lower.Beta, [[1.5, 1.0], [40.0, 3.0]], [[0.5, 2.0], [41.0, 3.5]]),
        ("bernoulli", lower.Bernoulli, [[0.3], [0.9]], [[0.6], [0.85]]),
        ("geometric", lower.Geometric, [[0.3], [0.9]], [[0.6], [0.85]]),
        ("poisson", lower.Poisson, [[0.3], [90.0]], [[0.6], [85.0]]),
    ]
    cases = []
    for name, family, first, second in rows:
        p, q = family(*[of(list(c)) for c in zip(*first)]), family(*[of(list(c)) for c in zip(*second)])
        cases.append({"name": f"divergence/{name}", "operation": "divergence", "parameters": {"family": name},
                      "tensors": tensors(first=first, second=second, output=torch.distributions.kl_divergence(p, q))})
    vectors = [
        ("categorical", lambda a: lower.Categorical(probs=a), [[0.2, 0.3, 0.5]], [[0.1, 0.6, 0.3]]),
        ("dirichlet", lower.Dirichlet, [[0.5, 1.5, 3.0]], [[1.0, 2.0, 2.5]]),
    ]
    for name, family, first, second in vectors:
        output = torch.distributions.kl_divergence(family(of(first)), family(of(second)))
        cases.append({"name": f"divergence/{name}", "operation": "divergence", "parameters": {"family": name},
                      "tensors": tensors(first=first, second=second, output=output)})
    factors = [[[1.0, 0, 0], [0.5, 2, 0], [-1, 0.25, 0.5]], [[3.0, 0, 0], [1, 1, 0], [0, -2, 4]]]
    means = [[1.0, -2, 0.5], [0.0, 1, 1]]
    p, q = [lower.MultivariateNormal(of(m), scale_tril=of(f)) for m, f in zip(means, factors)]
    cases.append({"name": "divergence/multivariateNormal", "operation": "divergence",
                  "parameters": {"family": "multivariateNormal"},
                  "tensors": tensors(means=means, factors=factors, output=torch.distributions.kl_divergence(p, q))})
    return cases


def main() -> None:
    np.seterr(all="ignore")
    versions = {"python": platform.python_version(), "scipy": scipy.__version__, "numpy": np.__version__,
                "mpmath": mpmath.__version__, "torch": torch.__version__}
    whole = {"versions": versions, "command": "python3 Tests/References/distribution_references.py"}
    write_or_check(PATH, whole, [case(*family) for family in FAMILIES] + multivariate_cases() + divergences())


if __name__ == "__main__":
    main()
