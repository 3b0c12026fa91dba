"""Derives the polynomials of Sources/CKernels/Vector/vector_math_*.h and prints them as C initialisers.

Each polynomial is the minimax polynomial (Remez exchange) for a weighted error. The weight converts the error of the
polynomial into the error of the function. The script rounds the coefficients one after the other, lowest power first.
After each rounding, it fits the coefficients of the higher powers again to the remaining error. If the interval
contains 0, the powers x, x², … have no unique best fit, so the script rounds all coefficients at once.

    python3 Tests/References/vector_math_coefficients.py [name …]

Needs mpmath (1.3.0 made the numbers in the headers).
"""

import struct
import sys

from mpmath import (
    asin, atan, cos, cosh, erf, erfc, exp, expm1, frexp, inf, ldexp, linspace, log, log1p, lu_solve, matrix, mp,
    mpf, pi, sin, sinh, sqrt, tan, tanh)

mp.prec = 320


def rounded(value, element):
    if element == "double":
        return mpf(float(value))
    return mpf(struct.unpack("f", struct.pack("f", float(value)))[0])


def polynomial(coefficients, x):
    total = mpf(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def extrema(error, low, high, count):
    """Returns pairs (x, error(x)) with the greatest |error| between consecutive zeros of the error.

    The list has at most `count` pairs. The search uses a grid on [low, high] that is fine at the ends.
    """
    points = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (40 * count)) for i in range(40 * count + 1)]
    values = [error(x) for x in points]
    found = []
    for x, e in zip(points, values):
        if found and (e > 0) == (found[-1][1] > 0):
            if abs(e) > abs(found[-1][1]):
                found[-1] = (x, e)
        else:
            found.append((x, e))
    while len(found) > count:
        found.pop(0 if abs(found[0][1]) < abs(found[-1][1]) else -1)
    return found


def minimax(function, weight, low, high, first, count):
    """Returns the least maximum of |weight · error| on [low, high], and the coefficients that give this maximum.

    The `count` coefficients are those of x^first, x^(first+1), …, and the error is the function minus the polynomial.
    """
    samples = [(low + high) / 2 - (high - low) / 2 * cos(pi * (i + mpf("0.5")) / (count + 1)) for i in range(count + 1)]
    best = (inf, None)
    for _ in range(30):
        rows = matrix(count + 1, count + 1)
        values = matrix(count + 1, 1)
        for i, x in enumerate(samples):
            for j in range(count):
                rows[i, j] = x ** (first + j)
            rows[i, count] = (-1) ** i / weight(x)
            values[i] = function(x)
        solution = list(lu_solve(rows, values))[:count]
        found = extrema(
            lambda x: weight(x) * (function(x) - x**first * polynomial(solution, x)), low, high, count + 1)
        worst = max(abs(e) for _, e in found)
        if worst < best[0]:
            best = (worst, solution)
        if len(found) < count + 1 or worst < min(abs(e) for _, e in found) * mpf("1.001"):
            break
        samples = [x for x, _ in found]
    return best


def derive(name, element, function, weight, low, high, count, note=""):
    """Prints the rounded coefficients of a polynomial, and the greatest |weight · error| after rounding.

    `element` is "float" or "double", the type of the coefficients. `count` is the number of coefficients.
    """
    low, high = mpf(low), mpf(high)
    fixed = []
    if low < 0 < high:
        fixed = [rounded(c, element) for c in minimax(function, weight, low, high, 0, count)[1]]
    while len(fixed) < count:
        rest = lambda x: function(x) - polynomial(fixed, x)
        _, solution = minimax(rest, weight, low, high, len(fixed), count - len(fixed))
        fixed.append(rounded(solution[0], element))
    error = max(abs(weight(x) * (function(x) - polynomial(fixed, x))) for x in linspace(low, high, 2001))
    print(f"// {name}, {element}: error 2^{float(log(error, 2)):.1f} {note}")
    suffix = "f" if element == "float" else ""
    print("    " + ",\n    ".join(float(c).hex() + suffix for c in fixed) + "\n")


def logarithm_table(name, element, scale):
    """Prints the 16 pairs (c, −scale · log c) of the logarithm of m in [¾, 1½) by a table.

    The highest four bits of the mantissa of m select the pair, and c is near 1/m. Next to m = 1 the number c is 1, so
    that the logarithm is accurate near its zero. Of the numbers near the reciprocal of the middle of an interval, the
    script takes that whose logarithm is nearest to a number of the type (S. Gal's accurate tables).
    """
    bits = 24 if element == "float" else 53
    reciprocals, logarithms, worst = [], [], 0
    for k in range(16):
        low, high = (1 + mpf(k) / 16), (1 + mpf(k + 1) / 16)
        if k >= 8:
            low, high = low / 2, high / 2
        c, t = mpf(1), mpf(0)
        if k not in (0, 15):
            least, step_size = inf, ldexp(mpf(1), -24 if element == "float" else -26)
            for step in range(-1000, 1001):
                candidate = rounded(2 / (low + high), element) + step * step_size
                exact = -scale * log(candidate)
                near = rounded(exact, element)
                error = abs(near - exact) / ldexp(mpf(1), int(frexp(near)[1]) - bits)
                if candidate == rounded(candidate, element) and error < least:
                    least, c, t = error, candidate, near
            worst = max(worst, least)
        reciprocals.append(c)
        logarithms.append(t)
    suffix = "f" if element == "float" else ""
    print(f"// {name}, {element}: reciprocals and logarithms, error of the latter {float(worst):.4f} ulp")
    for row in (reciprocals, logarithms):
        print("    " + ",\n    ".join(float(c).hex() + suffix for c in row) + "\n")


def removable(function, series):
    """Returns a function that equals `function`, and is the number `series` near 0, where `function` is 0/0."""
    return lambda x: function(x) if abs(x) > mpf(10) ** -20 else mpf(series)


half_ln2 = "0.34665736"
root = sqrt(mpf(2))
exp_rest = removable(lambda x: (expm1(x) - x) / x**2, 0.5)
exp_weight = lambda x: abs(x) + mpf(10) ** -9
log_rest = removable(lambda x: (log1p(x) - x + x**2 / 2) / x**3, mpf(1) / 3)
log_weight = removable(lambda x: x**3 / log1p(x), 0)
# R is defined by log((1 + s) / (1 − s)) = 2s + s · R(s²).
atanh_rest = removable(lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z, mpf(2) / 3)
atanh_tail = removable(lambda z: (atanh_rest(z) - mpf(2) / 3) / z, mpf(2) / 5)
log2_ratio = removable(lambda z: log((1 + sqrt(z)) / (1 - sqrt(z)), 2) / sqrt(z), 2 / log(2))
tanh_rest = removable(lambda z: (tanh(sqrt(z)) / sqrt(z) - 1) / z, -mpf(1) / 3)
tanh_weight = removable(lambda z: z * sqrt(z) / tanh(sqrt(z)), 0)
sin_rest = removable(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, -mpf(1) / 6)
sin_weight = removable(lambda z: z * sqrt(z) / sin(sqrt(z)), 0)
cos_rest = removable(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, mpf(1) / 24)
cos_weight = lambda z: z**2 / cos(sqrt(z))
atan_rest = removable(lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, -mpf(1) / 3)
atan_weight = removable(lambda z: z * sqrt(z) / atan(sqrt(z)), 0)
erf_rest = removable(lambda z: erf(sqrt(z)) / sqrt(z) - 1, 2 / sqrt(pi) - 1)
erf_weight = removable(lambda z: sqrt(z) / erf(sqrt(z)), sqrt(pi) / 2)
# The first coefficient is log 2, rounded, and the others correct its rounding error.
exp2_rest = {
    element: removable(lambda r, c=rounded(log(2), element): (exp(r * log(2)) - 1 - c * r) / r**2, log(2) ** 2 / 2)
    for element in ("float", "double")}
exp2_weight = lambda r: r**2 + mpf(10) ** -4
cosh_rest = removable(lambda z: (cosh(sqrt(z)) - 1) / z, 0.5)
sinh_rest = removable(lambda z: (sinh(sqrt(z)) / sqrt(z) - 1) / z, mpf(1) / 6)
asin_rest = removable(lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, mpf(1) / 6)
asin_weight = removable(lambda z: z * sqrt(z) / asin(sqrt(z)), 0)
tan_rest = removable(lambda z: (tan(sqrt(z)) / sqrt(z) - 1) / z, mpf(1) / 3)
tan_weight = removable(lambda z: z * sqrt(z) / tan(sqrt(z)), 0)
near_log_rest = removable(lambda r: (log1p(r) - r) / r**2, -0.5)
z_half_ln2 = mpf(half_ln2) ** 2
z_log = ((root - 1) / (root + 1)) ** 2 * mpf("1.0001")
z_eighth = (root - 1) ** 2 * mpf("1.0001")
z_quarter = (pi / 4) ** 2 * mpf("1.0001")


def table_of_logarithms(name, scale):
    for element, count in (("float", 4), ("double", 9)):
        derive(
            name, element, lambda r: scale * near_log_rest(r), lambda r: (abs(r) + mpf("0.005")) / scale, "-0.0313",
            "0.0626", count)
        logarithm_table(name, element, scale)


jobs = {
    "exp": lambda: [
        derive("exp", "float", exp_rest, exp_weight, "-" + half_ln2, half_ln2, 5),
        derive("exp", "double", exp_rest, exp_weight, "-" + half_ln2, half_ln2, 10)],
    "log": lambda: [
        derive("log", "float", log_rest, log_weight, 1 / root - 1, root - 1, 8),
        derive("log", "double", atanh_rest, lambda z: z / 2, 0, z_log, 7)],
    "tanh": lambda: [
        derive("tanh", "float", tanh_rest, tanh_weight, 0, "0.390625", 5),
        derive("tanh", "double", tanh_rest, tanh_weight, 0, "0.390625", 11)],
    "sin": lambda: [
        derive("sin", "float", sin_rest, sin_weight, 0, z_quarter, 3),
        derive("sin", "double", sin_rest, sin_weight, 0, z_quarter, 6)],
    "cos": lambda: [
        derive("cos", "float", cos_rest, cos_weight, 0, z_quarter, 3),
        derive("cos", "double", cos_rest, cos_weight, 0, z_quarter, 6)],
    "atan": lambda: [
        derive("atan", "float", atan_rest, atan_weight, 0, z_eighth, 5),
        derive("atan", "double", atan_rest, atan_weight, 0, z_eighth, 11)],
    "erf": lambda: [
        derive("erf", "float", erf_rest, erf_weight, 0, 1, 7),
        derive("erf", "double", erf_rest, erf_weight, 0, 1, 12)],
    "log erfc": lambda: [
        derive("log erfc", "float", lambda a: log(erfc(a)), erfc, 1, 4, 6),
        derive("log erfc", "double", lambda a: log(erfc(a)), erfc, 1, 6, 17)],
    "exp2": lambda: [
        derive("exp2", "float", exp2_rest["float"], exp2_weight, "-0.5", "0.5", 5),
        derive("exp2", "double", exp2_rest["double"], exp2_weight, "-0.5", "0.5", 10)],
    "cosh": lambda: [
        derive("cosh", "float", cosh_rest, lambda z: z, 0, z_half_ln2, 3),
        derive("cosh", "double", cosh_rest, lambda z: z, 0, z_half_ln2, 6)],
    "sinh": lambda: [
        derive("sinh", "float", sinh_rest, lambda z: z, 0, z_half_ln2, 2),
        derive("sinh", "double", sinh_rest, lambda z: z, 0, z_half_ln2, 5)],
    "asin": lambda: [
        derive("asin", "float", asin_rest, asin_weight, 0, "0.25", 5),
        derive("asin", "double", asin_rest, asin_weight, 0, "0.25", 12)],
    "tan": lambda: [
        derive("tan", "float", tan_rest, tan_weight, 0, z_quarter, 6)],
    "table of logarithms": lambda: table_of_logarithms("log", mpf(1)),
    "table of log2": lambda: table_of_logarithms("log2", 1 / log(2)),
    "table of log10": lambda: table_of_logarithms("log10", 1 / log(10)),
    "pow of float": lambda: [
        derive("log2", "double", log2_ratio, lambda z: 1 / log2_ratio(z), 0, z_log, 5),
        derive("exp2", "double", lambda r: exp(r * log(2)), lambda r: exp(-r * log(2)), "-0.5", "0.5", 8)],
    "pow of double": lambda: [
        derive("log", "double", atanh_tail, lambda z: z**2 / 2, 0, z_log, 7)],
}

if __name__ == "__main__":
    for name in sys.argv[1:] or jobs:
        jobs[name]()
