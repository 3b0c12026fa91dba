"""Writes special_functions.json: values of the special functions by mpmath with 60 digits or more, rounded once.

    python3 Tests/References/special_functions.py            writes the file
    python3 Tests/References/special_functions.py --check    compares it with what would be written

Arguments are doubles. Every second argument is also a number of single precision, so that the tests of Float can use
it. A case contains the name of a function, its arguments by position, and its values. Derivatives with respect to shape
parameters are central differences with 60 digits and steps of 1e-12, relative to the parameter.
"""

import pathlib
import random
import struct

import mpmath
from mpmath import besseli, betainc, digamma, erf, erfc, exp, gamma, gammainc, log, log1p, loggamma, mp, mpf, pi, psi, sqrt, zeta

from reference_file import write_or_check

mp.dps = 60
FILE = pathlib.Path(__file__).with_name("special_functions.json")
RANDOM = random.Random(23)
cases = []
made = 0


def number(x):
    """Returns x as a double. In every second call, x is first rounded to single precision."""
    global made
    made += 1
    single = struct.unpack("f", struct.pack("f", x))[0] if abs(x) < 3e38 else x
    return single if made % 2 and single != 0 else float(x)


def linear(low, high, count):
    return [number(RANDOM.uniform(low, high)) for _ in range(count)]


def powers(low, high, count):
    return [number(10 ** RANDOM.uniform(low, high)) for _ in range(count)]


def stored(x):
    x = float(x)
    return x if x - x == 0 else str(x)


def add(name, compute, *arguments):
    values, kept = [], []
    for row in zip(*arguments):
        mp.dps = 60
        values.append(stored(compute(*map(mpf, row))))
        kept.append(row)
    cases.append({"function": name, "arguments": [[row[i] for row in kept] for i in range(len(arguments))],
                  "values": values})
    print(name, len(values), flush=True)


def normal(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def log_normal(x):
    return log1p(-normal(-x)) if x > 0 else log(normal(x))


def quantile(p):
    """Returns the z at which the normal distribution function is p.

    Newton's method solves the equation for the smaller of p and 1 - p, whose z is at most 0.
    """
    tail = min(p, 1 - p)
    z = -sqrt(-2 * log(tail)) if tail < 0.1 else (tail - mpf(1) / 2) * sqrt(2 * pi)
    for _ in range(200):
        step = (log(normal(z)) - log(tail)) * normal(z) * sqrt(2 * pi) * exp(z * z / 2)
        z -= step
        if abs(step) < mpf(10) ** -45 * (abs(z) + mpf(10) ** -10):
            break
    return z if p <= mpf(1) / 2 else -z


def lower_gamma(a, x):
    mp.dps = 60
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -55:
        n += 1
        term *= x / (a + n)
        total += term
    return exp(a * log(x) - x - loggamma(a + 1)) * total


def gamma_p(a, x):
    return lower_gamma(a, x)


def gamma_q(a, x):
    q = 1 - lower_gamma(a, x)
    if q < mpf(10) ** -25:
        mp.dps = 200
        q = gammainc(a, x, mpmath.inf, regularized=True)
    return q


def gamma_shape(a, x):
    mp.dps = 60
    h = a * mpf(10) ** -12
    return (lower_gamma(a + h, x) - lower_gamma(a - h, x)) / (2 * h)


def lower_beta(x, a, b):
    mp.dps = 60
    # For x > 1/2 the series needs many terms. The series of the complement is shorter, and is subtracted from 1, unless
    # the difference is at most 1e-20.
    if x > mpf(1) / 2:
        value = 1 - series_beta(1 - x, b, a)
        if value > mpf(10) ** -20:
            return value
    return series_beta(x, a, b)


def series_beta(x, a, b):
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -55 or (a + b + n) * x > a + 1 + n:
        term *= (a + b + n) * x / (a + 1 + n)
        total += term
        n += 1
    scale = loggamma(a) + loggamma(b) - loggamma(a + b)
    return exp(a * log(x) + b * log(1 - x) - log(a) - scale) * total


def upper_beta(x, a, b):
    return lower_beta(1 - x, b, a)


def beta_shape(x, a, b, which):
    mp.dps = 60
    h = mpf(10) ** -12
    # The series of the lower tail is short for x < 1/2. Otherwise, the derivative is that of minus the upper tail.
    tail = (lambda a, b: series_beta(x, a, b)) if x < mpf(1) / 2 else (lambda a, b: -series_beta(1 - x, b, a))
    if which == 0:
        return (tail(a + a * h, b) - tail(a - a * h, b)) / (2 * a * h)
    return (tail(a, b + b * h) - tail(a, b - b * h)) / (2 * b * h)


def log_gamma_ratio(a, b):
    mp.dps = 90
    return loggamma(a) - loggamma(b)


def log_beta(a, b):
    mp.dps = 90
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def hurwitz(s, q):
    mp.dps = 200
    return zeta(s, q)


add("erfc", erfc, linear(-6, 6, 80) + linear(0, 26, 60) + powers(-20, 0, 10))
add("erfcx", lambda x: exp(x * x) * erfc(x), linear(-9, 0, 40) + linear(0, 12, 80) + powers(-10, 3, 20))
add("inverseErf", lambda y: quantile((1 + y) / 2) / sqrt(mpf(2)), linear(-1, 1, 80) + powers(-15, 0, 40))
add("inverseErfc", lambda y: -quantile(y / 2) / sqrt(mpf(2)), linear(0, 2, 70) + powers(-300, 0, 50))
add("normalCDF", normal, linear(-37, 8, 90) + linear(-2, 2, 50))
add("logNormalCDF", log_normal, linear(-50, 30, 80) + linear(-2, 2, 50) + [-x for x in powers(2, 4, 10)])
add("inverseNormalCDF", quantile, linear(0, 1, 80) + powers(-300, 0, 50))
add("gamma", gamma, linear(-9, 9, 70) + linear(9, 171, 60) + powers(-300, 0, 10))
add("logGamma", loggamma, linear(0, 8, 120) + powers(-300, 300, 40) + linear(0.9, 1.1, 20) + linear(1.9, 2.1, 20))
add("digamma", digamma, linear(0.001, 8, 120) + powers(-200, 200, 30) + linear(1.46, 1.4633, 20))
orders = [mpf(RANDOM.randint(1, 30)) for _ in range(120)]
add("polygamma", lambda n, x: psi(int(n), x), [float(n) for n in orders], powers(-2, 2, 120))
near = powers(0.5, 8, 60)
add("logGammaRatio", log_gamma_ratio, [b * (1 + 2 ** RANDOM.uniform(-40, -4)) for b in near] + powers(-3, 4, 60),
    near + powers(-3, 4, 60))
add("logBeta", log_beta, powers(-4, 6, 140), powers(-4, 6, 140))
shapes = powers(-5, 1.3, 100) + linear(0.5, 30, 100) + linear(20, 200, 60) + powers(2, 4, 40)
points = (powers(-5, 1.6, 100) + linear(0.1, 40, 100)
          + [number(a * RANDOM.uniform(0.5, 1.5)) for a in shapes[200:260]]
          + [number(a + RANDOM.uniform(-6, 6) * a ** 0.5) for a in shapes[260:]])
large = [1e6, 1e6, 1e6, 1e8]
deviations = [0, -3, 4, 2]
add("regularizedGammaP", gamma_p, shapes + large, points + [a + d * a ** 0.5 for a, d in zip(large, deviations)])
add("regularizedGammaQ", gamma_q, shapes + large, points + [a + d * a ** 0.5 for a, d in zip(large, deviations)])
add("gammaShapeDerivative", gamma_shape, shapes[:260:3] + shapes[260::4], points[:260:3] + points[260::4])
xs = linear(0.001, 0.999, 200) + powers(-6, -1, 60)
first = powers(-3, 1.5, 120) + linear(1, 60, 80) + powers(-3, 1, 60)
second = powers(-3, 1.5, 120) + linear(1, 60, 80) + powers(-3, 2, 60)
wide, high = powers(2, 3.7, 40), powers(2, 3.7, 40)
xs += [min(0.999, max(0.001, a / (a + b) + RANDOM.uniform(-6, 6) * (a * b / (a + b) ** 3) ** 0.5))
       for a, b in zip(wide, high)]
first, second = first + wide, second + high
add("regularizedBeta", lower_beta, xs, first, second)
add("regularizedBetaComplement", upper_beta, xs, first, second)
add("betaDerivativeA", lambda x, a, b: beta_shape(x, a, b, 0), xs[:200:3], first[:200:3], second[:200:3])
add("betaDerivativeB", lambda x, a, b: beta_shape(x, a, b, 1), xs[:200:3], first[:200:3], second[:200:3])
for order in (0, 1):
    scaled = lambda x: besseli(order, x) * exp(-abs(x))
    add(f"besselI{order}", lambda x: besseli(order, x), linear(-10, 10, 60) + linear(7, 88, 40) + linear(88, 700, 20))
    add(f"besselI{order}e", scaled, linear(-10, 10, 60) + linear(7, 700, 40) + powers(-10, 0, 10))
add("zeta", zeta, linear(-9.9, 0, 60) + linear(0, 1, 30) + linear(1.001, 60, 60) + linear(-130, -10, 20))
add("zetaDerivative", lambda s: zeta(s, 1, 1), linear(-9, 0, 20) + linear(0, 0.99, 20) + linear(1.01, 6, 30))
add("hurwitzZeta", hurwitz, [number(1 + x) for x in powers(-2, 1.3, 120)], powers(-2, 2.5, 120))
add("hurwitzZetaDerivative", lambda s, q: zeta(s, q, 1), [number(1 + x) for x in powers(-2, 1, 40)], powers(0, 2, 40))

write_or_check(FILE, {"mpmath": mpmath.__version__}, cases)
