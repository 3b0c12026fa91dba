"""Writes the tables of Sources/CKernels/SpecialFunctions/coefficients.h.

    python3 Tests/References/special_function_coefficients.py            writes the header
    python3 Tests/References/special_function_coefficients.py --check    compares it with what would be written

Each polynomial interpolates its function at the Chebyshev points, computed with 80 digits. Such a polynomial is nearly
the minimax polynomial. The variable t of a polynomial runs over [-1, 1], unless the comment in the header says
otherwise. The series in Chebyshev polynomials ends where all further coefficients are below 2^-58 times the greatest
coefficient. The script needs mpmath; version 1.3.0 made the header.
"""

import pathlib
import sys

from mpmath import (
    bernoulli, besseli, cos, digamma, erf, erfc, exp, factorial, findroot, gamma, log, loggamma, mp, mpf, pi, sqrt)

mp.dps = 80
HEADER = pathlib.Path(__file__).parents[2] / "Sources/CKernels/SpecialFunctions/coefficients.h"
lines = []


def chebyshev(function, low, high, count=44):
    low, high = mpf(low), mpf(high)
    points = [cos(pi * (k + mpf(1) / 2) / count) for k in range(count)]
    values = [function((high + low) / 2 + (high - low) / 2 * t) for t in points]
    series = [(2 if j else 1) * sum(v * cos(pi * j * (k + mpf(1) / 2) / count) for k, v in enumerate(values)) / count
              for j in range(count)]
    limit = max(abs(c) for c in series) * mpf(2) ** -58
    length = next(j for j in range(count) if all(abs(c) < limit for c in series[j:]))
    return series[:length]


def monomials(series):
    """Returns the coefficients of 1, t, t², … of the sum of Chebyshev polynomials with the coefficients `series`."""
    before, present = [mpf(1)], [mpf(0), mpf(1)]
    total = [mpf(0)] * len(series)
    for j, c in enumerate(series):
        for power, coefficient in enumerate(before):
            total[power] += c * coefficient
        following = [mpf(0)] + [2 * coefficient for coefficient in present]
        for power, coefficient in enumerate(before):
            following[power] -= coefficient
        before, present = present, following
    return total


def substituted(coefficients, low, high):
    """Returns the coefficients of 1, x, x², … of a polynomial in t = (2x - low - high) / (high - low)."""
    slope, shift = 2 / (mpf(high) - mpf(low)), -(mpf(high) + mpf(low)) / (mpf(high) - mpf(low))
    result = [mpf(0)]
    for c in reversed(coefficients):
        longer = [mpf(0)] * (len(result) + 1)
        for power, value in enumerate(result):
            longer[power] += value * shift
            longer[power + 1] += value * slope
        longer[0] += c
        result = longer
    return result[:len(coefficients)]


def write(comment, name, values):
    lines.append(f"// {comment}")
    lines.append(f"static const double {name}[{len(values)}] = {{")
    texts = [float(v).hex() for v in values]
    for start in range(0, len(texts), 4):
        lines.append("    " + ", ".join(texts[start:start + 4]) + ",")
    lines.append("};")
    lines.append("")


def scaled_erfc(q):
    x = mpf("3.75") * (1 + q) / (1 - q)
    if x > 10 ** 6:
        return (x + mpf(1) / 2) / (x * sqrt(pi)) * (1 - 1 / (2 * x * x) + 3 / (4 * x ** 4))
    return (x + mpf(1) / 2) * exp(x * x) * erfc(x)


def stirling(z):
    x = 1 / sqrt(z)
    return (loggamma(x) - ((x - mpf(1) / 2) * log(x) - x + log(2 * pi) / 2)) * x


def digamma_rest(z):
    x = 1 / sqrt(z)
    return (log(x) - 1 / (2 * x) - digamma(x)) / z


write("(x + 1/2) erfcx(x) for x >= 0, as a polynomial in t = (x - 3.75) / (x + 3.75).",
      "ERFCX", monomials(chebyshev(scaled_erfc, -1, 1)))
write("erf(x) / x for |x| <= 1/2, as a polynomial in x^2.",
      "ERF_NEAR",
      substituted(monomials(chebyshev(lambda z: erf(sqrt(z)) / sqrt(z), mpf(10) ** -30, mpf(1) / 4)), mpf(10) ** -30,
                  mpf(1) / 4))
write("log Gamma(x) / ((x - 1) (x - 2)) for x in [1, 2], as a polynomial in t = 2x - 3.",
      "LOG_GAMMA",
      monomials(chebyshev(lambda x: loggamma(x) / ((x - 1) * (x - 2)), 1, 2)))
write("Gamma(x) for x in [1, 2], as a polynomial in t = 2x - 3.",
      "GAMMA", monomials(chebyshev(gamma, 1, 2)))
root = findroot(digamma, mpf("1.46"))
high = mpf(float(root))
write("digamma(x) / (x - r) for x in [1, 2], as a polynomial in t = 2x - 3. r is the positive zero of digamma.",
      "DIGAMMA",
      monomials(chebyshev(lambda x: digamma(x) / (x - root), 1, 2)))
lines.append("// The positive zero r of digamma, as a sum of two numbers.")
lines.append(f"#define DIGAMMA_ROOT_HIGH {float(high).hex()}")
lines.append(f"#define DIGAMMA_ROOT_LOW {float(root - high).hex()}")
lines.append("")
write("x (log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2) for x >= 8, as a polynomial in 1/x^2.",
      "STIRLING",
      substituted(monomials(chebyshev(stirling, mpf(10) ** -14, mpf(1) / 64)), mpf(10) ** -14, mpf(1) / 64))
write("x^2 (log x - 1/(2x) - digamma(x)) for x >= 8, as a polynomial in 1/x^2.",
      "DIGAMMA_FAR",
      substituted(monomials(chebyshev(digamma_rest, mpf(10) ** -14, mpf(1) / 64)), mpf(10) ** -14, mpf(1) / 64))
edge = mpf("15.02")
near = mpf(10) ** -30
write("(I0(x) - 1) / a for |x| <= 7.75, as a polynomial in a = x^2/4. I0 is a modified Bessel function.",
      "BESSEL_I0_NEAR",
      substituted(monomials(chebyshev(lambda a: (besseli(0, 2 * sqrt(a)) - 1) / a, near, edge)), near, edge))
write("(2 I1(x)/x - 1) / a for |x| <= 7.75, as a polynomial in a = x^2/4. I1 is a modified Bessel function.",
      "BESSEL_I1_NEAR",
      substituted(monomials(chebyshev(lambda a: (besseli(1, 2 * sqrt(a)) / sqrt(a) - 1) / a, near, edge)), near, edge))
write("sqrt(x) exp(-x) I0(x) for x >= 7.75, as a polynomial in t = 15.5 / x - 1. I0 is a modified Bessel function.",
      "BESSEL_I0_FAR",
      monomials(chebyshev(lambda t: besseli(0, 15.5 / (1 + t)) * exp(-15.5 / (1 + t)) * sqrt(15.5 / (1 + t)),
                          -1, 1)))
write("sqrt(x) exp(-x) I1(x) for x >= 7.75, as a polynomial in t = 15.5 / x - 1. I1 is a modified Bessel function.",
      "BESSEL_I1_FAR",
      monomials(chebyshev(lambda t: besseli(1, 15.5 / (1 + t)) * exp(-15.5 / (1 + t)) * sqrt(15.5 / (1 + t)),
                          -1, 1)))

# Computes the coefficients of eta^n a^-k in Temme's uniform expansion of the incomplete gamma functions P(a, x) and
# Q(a, x), where eta^2/2 = mu - log(1 + mu) and mu = x/a - 1.
ORDER, LENGTH = 11, 24
alpha = [mpf(0), mpf(1)]
for n in range(2, LENGTH + 2 * ORDER + 4):
    # The derivative of eta^2/2 = mu - log(1 + mu) with respect to eta is eta = mu' mu / (1 + mu). So the series
    # mu = sum of alpha_n eta^n solves mu mu' = eta (1 + mu).
    rest = sum(j * alpha[j] * alpha[n + 1 - j] for j in range(2, n))
    # The coefficient of eta^n in mu mu' is the sum of j alpha_i alpha_j over i + j = n + 1, and the coefficient of
    # eta^n in eta (1 + mu) is alpha_(n-1).
    alpha.append((alpha[n - 1] - rest) / (n + 1))
stirling_series = [mpf(1)]
exponents = [bernoulli(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, ORDER + 2)]
# Computes the series of exp(sum of B_2k / (2k (2k - 1)) a^(1-2k)) in 1/a, where B_2k are the Bernoulli numbers: the
# derivative of exp(f) is f' exp(f), which gives each coefficient from the coefficients before it.
for k in range(1, ORDER + 1):
    stirling_series.append(sum((2 * j - 1) * exponents[j - 1] * stirling_series[k - 2 * j + 1]
                               for j in range(1, ORDER + 2) if k - 2 * j + 1 >= 0) / k)
table = [[-mpf(1) / 3 if n == 0 else (n + 2) * alpha[n + 2] for n in range(LENGTH + 2 * ORDER)]]
for k in range(1, ORDER):
    row = [(-1) ** k * stirling_series[k] * table[0][n] + (n + 2) * table[k - 1][n + 2]
           for n in range(LENGTH + 2 * ORDER - 2 * k)]
    table.append(row)
write("Temme's expansion of the incomplete gamma functions P(a, x) and Q(a, x): element 24 k + n is the "
      "coefficient of\n"
      "// eta^n a^-k, where eta^2/2 = mu - log(1 + mu) with mu = x/a - 1, and eta has the sign of mu.",
      "TEMME", [v for row in table for v in row[:LENGTH]])
# For a >= 20 and |x - a| < 0.4 a, |eta| is below 0.47.
lengths = [next(n for n in range(1, LENGTH + 1)
                if sum(abs(v) * mpf("0.47") ** m for m, v in enumerate(row) if m >= n) < mpf(20) ** k * mpf(2) ** -59)
           for k, row in enumerate(table)]
lines.append("// For each k, the number of coefficients in TEMME that are used: the omitted terms are below 2^-59 for "
             "a >= 20.")
lines.append(f"static const int TEMME_COUNTS[{ORDER}] = {{{', '.join(map(str, lengths))}}};")
lines.append(f"#define TEMME_ORDER {ORDER}")
lines.append(f"#define TEMME_LENGTH {LENGTH}")
lines.append("")
write("B_2k / (2k)! for k = 1, …, 12, for the Euler-Maclaurin formula. B_2k is a Bernoulli number.",
      "BERNOULLI",
      [bernoulli(2 * k) / factorial(2 * k) for k in range(1, 13)])
TERMS = 24
partial, sums = mpf(0), []
for j in range(TERMS + 1):
    partial += TERMS * factorial(TERMS + j - 1) * mpf(4) ** j / (factorial(TERMS - j) * factorial(2 * j))
    sums.append(partial)
write("The weights (-1)^k (1 - d_k / d_24) of (k + 1)^-s in Borwein's sum for the alternating zeta function, "
      "k = 0, …, 23.\n"
      "// d_k is the sum of 24 (23 + j)! 4^j / ((24 - j)! (2j)!) over j = 0, …, k.",
      "BORWEIN",
      [(-1) ** k * (1 - sums[k] / sums[TERMS]) for k in range(TERMS)])
write("log(k + 1) for k = 0, …, 23.",
      "LOG_OF_INTEGER", [log(mpf(k + 1)) for k in range(TERMS)])

text = "\n".join([
    "// Coefficients of the special functions. Tests/References/special_function_coefficients.py wrote this file. "
    "In the",
    "// table of a polynomial in t, element i is the coefficient of t^i.", "",
    "#ifndef SYNANN_SPECIAL_COEFFICIENTS_H", "#define SYNANN_SPECIAL_COEFFICIENTS_H", "",
    "// No source file uses all tables, so the compiler would warn about unused constants.",
    "#pragma clang diagnostic push",
    '#pragma clang diagnostic ignored "-Wunused-const-variable"', ""]
    + lines + ["#pragma clang diagnostic pop", "", "#endif", ""])
if "--check" in sys.argv:
    sys.exit(0 if HEADER.read_text() == text else f"{HEADER} differs from what this machine computes")
HEADER.write_text(text)
