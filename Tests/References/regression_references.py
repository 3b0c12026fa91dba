#!/usr/bin/env python3
"""Writes regression.json: generalized linear models by statsmodels, and models of independent causes by SciPy.

The optima of the models of independent causes come from SciPy's bounded optimiser, polished by Newton steps on the rates
that are not 0 with 30 digits. The profile intervals are computed here with the critical value near the boundary from its
definition, independently of the Swift code. The log-binomial model whose optimum lies at a risk of 1 comes from SciPy's
optimiser with linear constraints.

    python3 Tests/References/regression_references.py            writes the file
    python3 Tests/References/regression_references.py --check    compares it with what would be written
"""
import json
import pathlib
import platform
import sys
import warnings

import numpy
import scipy
import statsmodels
import statsmodels.api as sm
from scipy.optimize import LinearConstraint, brentq, minimize
from scipy.stats import norm

PATH = pathlib.Path(__file__).with_name("regression.json")
warnings.filterwarnings("ignore")


def rows_of_causes(seed, count, rates, background, probability, grouped=False, exposed=False):
    random = numpy.random.default_rng(seed)
    x = (random.random((count, len(rates))) < probability).astype(float)
    x[:, -1] *= random.integers(1, 4, count)
    exposure = random.integers(1, 5, count).astype(float) if exposed else numpy.ones(count)
    trials = random.integers(1, 6, count).astype(float) if grouped else numpy.ones(count)
    risk = 1 - numpy.exp(-exposure * (background + x @ numpy.array(rates)))
    return x, random.binomial(trials.astype(int), risk).astype(float), trials, exposure


def causes_loss(theta, z, k, m):
    s = z @ theta
    with numpy.errstate(all="ignore"):
        events = numpy.where(k > 0, k * numpy.log(-numpy.expm1(-s)), 0)
    return -(events - (m - k) * s).sum()


def causes_gradient(theta, z, k, m):
    s = z @ theta
    with numpy.errstate(all="ignore"):
        odds = numpy.where(k > 0, k / numpy.expm1(s), 0)
    return z.T @ ((m - k) - odds)


def causes_hessian(theta, z, k):
    s = z @ theta
    with numpy.errstate(all="ignore"):
        second = numpy.where(k > 0, k * numpy.exp(s) / numpy.expm1(s) ** 2, 0)
    return z.T @ (z * second[:, None])


def minimum(z, k, m, fixed=None, start=None):
    """The minimum over nonnegative rates; `fixed` maps positions to values."""
    fixed = fixed or {}
    count = z.shape[1]
    bounds = [(fixed[j], fixed[j]) if j in fixed else (0, None) for j in range(count)]
    best = numpy.full(count, 0.05) if start is None else numpy.maximum(start, 1e-4)
    for j, value in fixed.items():
        best[j] = value
    result = minimize(causes_loss, best, args=(z, k, m), jac=causes_gradient, method="L-BFGS-B", bounds=bounds,
                      options=dict(maxiter=5000, ftol=1e-16, gtol=1e-12))
    best = result.x
    free = [j for j in range(count) if j not in fixed and best[j] > 1e-7]
    for _ in range(1000):  # Newton's method on the rates that are not 0, with the rates at 0 as an active set
        for j in range(count):
            if j not in fixed and j not in free:
                best[j] = 0.0
        loss, gradient = causes_loss(best, z, k, m), causes_gradient(best, z, k, m)
        if not numpy.isfinite(loss):
            raise SystemExit("a row with an event has no risk")
        if not free or abs(gradient[free]).max() < 1e-10 * len(k):
            held = [j for j in range(count) if j not in fixed and j not in free and gradient[j] < -1e-9]
            if not held:
                return best, loss
            j = min(held, key=lambda j: gradient[j])
            free.append(j)
            best[j] = 1e-9
            continue
        step = numpy.linalg.solve(causes_hessian(best, z, k)[numpy.ix_(free, free)], -gradient[free])
        length = 1.0
        for place, j in enumerate(free):
            if best[j] + step[place] < 0:
                length = min(length, -best[j] / step[place])
        while True:
            trial = best.copy()
            trial[free] = numpy.maximum(0, best[free] + length * step)
            if causes_loss(trial, z, k, m) <= loss + 1e-12:
                break
            length /= 2
        best = trial
        free = [j for j in free if best[j] > 1e-14]
    raise SystemExit("no optimum")


def critical(distance, level):
    """c with P((X - t)^2 - min(X, 0)^2 <= c) = level for X ~ N(t, 1), by its definition."""
    def coverage(root):
        c = root * root
        lower = distance - root if root <= distance else (distance**2 - c) / (2 * distance) if distance > 0 else -numpy.inf
        return norm.cdf(root) - norm.cdf(lower - distance)
    return brentq(lambda root: coverage(root) - level, 1e-9, 10, xtol=1e-13) ** 2


def profile_interval(z, k, m, j, best, loss, level):
    def excess(value):
        point, lossAt = minimum(z, k, m, {j: value}, best)
        free = [i for i in range(z.shape[1]) if i != j and point[i] > 0]
        hessian = causes_hessian(point, z, k)
        information = hessian[j, j]
        if free:
            information -= hessian[j, free] @ numpy.linalg.solve(hessian[numpy.ix_(free, free)], hessian[free, j])
        return 2 * (lossAt - loss) - critical(value * numpy.sqrt(max(information, 0)), level)
    lower = 0.0
    try:
        if excess(0.0) > 0:
            lower = brentq(excess, 1e-9, best[j], xtol=1e-11)
    except SystemExit:
        lower = brentq(excess, 1e-6, best[j], xtol=1e-11)
    upper = max(2 * best[j], 0.05)
    while excess(upper) < 0:
        upper *= 2
    return [lower, brentq(excess, best[j], upper, xtol=1e-11)]


def causes_case(name, x, k, m, exposure, level=0.95):
    z = numpy.column_stack([numpy.ones(len(k)), x]) * exposure[:, None]
    best, loss = minimum(z, k, m)
    return dict(
        name=name, predictors=x.tolist(), outcome=k.tolist(), trials=m.tolist(), exposure=exposure.tolist(),
        rates=best.tolist(), logLikelihood=-loss,
        intervals=[profile_interval(z, k, m, j, best, loss, level) for j in range(z.shape[1])])


def glm_case(name, family, x, y, trials=None, exposure=None):
    design = sm.add_constant(x)
    if trials is not None:
        fit = sm.GLM(numpy.column_stack([y, trials - y]), design, family=family).fit(tol=1e-14, maxiter=200)
    else:
        fit = sm.GLM(y, design, family=family, exposure=exposure).fit(tol=1e-14, maxiter=200, scale="X2" if isinstance(
            family, sm.families.Gamma) else None)
    return dict(
        name=name, predictors=x.tolist(), outcome=y.tolist(),
        trials=None if trials is None else trials.tolist(),
        exposure=None if exposure is None else exposure.tolist(), coefficients=fit.params.tolist(),
        standardErrors=fit.bse.tolist(), deviance=float(fit.deviance), nullDeviance=float(fit.null_deviance),
        logLikelihood=float(fit.llf), dispersion=float(fit.scale), pValues=fit.pvalues.tolist())


def glm_cases():
    random = numpy.random.default_rng(7)
    x = random.normal(size=(60, 3))
    risk = 1 / (1 + numpy.exp(-(x @ [0.8, -0.5, 0.2] - 0.3)))
    trials = random.integers(1, 7, 60).astype(float)
    binary = (random.random((50, 2)) < 0.4).astype(float)
    return [
        glm_case("logistic", sm.families.Binomial(), x, (random.random(60) < risk).astype(float)),
        glm_case("logistic", sm.families.Binomial(), x, random.binomial(trials.astype(int), risk).astype(float), trials),
        glm_case("log-binomial", sm.families.Binomial(link=sm.families.links.Log()), binary,
                 (random.random(50) < numpy.exp(-1.6 + binary @ [0.7, 0.2])).astype(float)),
        glm_case("Poisson", sm.families.Poisson(), x, random.poisson(numpy.exp(0.5 + x @ [0.3, -0.2, 0.1])).astype(float),
                 exposure=None),
        glm_case("Poisson", sm.families.Poisson(), x, random.poisson(3 * numpy.exp(0.1 + x @ [0.3, 0.2, 0])).astype(float),
                 exposure=numpy.full(60, 3.0) + numpy.arange(60) % 4),
        glm_case("Gamma", sm.families.Gamma(link=sm.families.links.Log()), x,
                 random.gamma(2.0, numpy.exp(1 + x @ [0.2, 0.1, -0.3]) / 2)),
    ]


def log_complement_case():
    """An interior optimum of a model of independent causes, by statsmodels' log-complement link."""
    x, k, m, exposure = rows_of_causes(11, 400, [0.4, 0.25, 0.15], 0.1, 0.5)
    fit = sm.GLM(k, sm.add_constant(x), family=sm.families.Binomial(link=sm.families.links.LogC())).fit(
        start_params=[-0.1, -0.3, -0.3, -0.1], tol=1e-14, maxiter=500)
    return dict(predictors=x.tolist(), outcome=k.tolist(), rates=(-fit.params).tolist(),
                logLikelihood=float(fit.llf), deviance=float(fit.deviance))


def log_binomial_at_boundary():
    """A log-binomial optimum with a risk of 1, by SciPy's optimiser with linear constraints."""
    dose = numpy.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3.0])
    y = numpy.array([0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1.0])
    z = numpy.column_stack([numpy.ones(16), dose])
    def loss(beta):
        eta = numpy.minimum(z @ beta, 0)
        with numpy.errstate(all="ignore"):
            return -(y * eta + numpy.where(y < 1, (1 - y) * numpy.log(-numpy.expm1(eta)), 0)).sum()
    # On the boundary, beta0 = -3 beta1, so one variable remains.
    result = minimize(lambda b: loss(numpy.array([-3 * b[0], b[0]])), [0.5], method="Nelder-Mead",
                      options=dict(xatol=1e-13, fatol=1e-15))
    inside = minimize(loss, [-2.0, 0.4], method="SLSQP", constraints=[dict(type="ineq", fun=lambda b: -(z @ b))],
                      options=dict(ftol=1e-15, maxiter=1000))
    assert inside.fun > result.fun - 1e-6, (inside.fun, result.fun)
    slope = float(result.x[0])
    return dict(predictors=dose[:, None].tolist(), outcome=y.tolist(), coefficients=[-3 * slope, slope],
                logLikelihood=-float(result.fun))


def contents():
    return dict(
        versions=dict(python=platform.python_version(), numpy=numpy.__version__, scipy=scipy.__version__,
                      statsmodels=statsmodels.__version__),
        models=glm_cases(), logComplement=log_complement_case(), logBinomialAtBoundary=log_binomial_at_boundary(),
        causes=[
            causes_case("inside", *rows_of_causes(1, 200, [0.5, 0.3, 0.1], 0.1, 0.4)),
            causes_case("some at 0", *rows_of_causes(2, 80, [0.6, 0, 0, 0.2, 0], 0.02, 0.3)),
            causes_case("grouped", *rows_of_causes(3, 40, [0.5, 0, 0.2], 0.05, 0.5, grouped=True)),
            causes_case("exposure", *rows_of_causes(4, 120, [0.2, 0.1, 0], 0.02, 0.4, exposed=True)),
            causes_case("no background", *rows_of_causes(5, 100, [0.5, 0.4], 0.0, 0.5)),
        ],
        criticalValues=[[d, level, critical(d, level)] for level in (0.8, 0.95, 0.99) for d in (0, 0.1, 0.5, 1, 1.5, 1.9, 3)])


def main():
    text = json.dumps(contents(), indent=1).replace(",\n    ", ", ") + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if PATH.read_text() == text else "regression.json differs")
    PATH.write_text(text)


main()
