// The zeta functions of Hurwitz and Riemann. zeta.c includes this file twice: for numbers, and for numbers with the
// derivative with respect to s. The macros of number.h define the type of the numbers.

#include "number.h"

#include "coefficients.h"
#include "scalar.h"
#include "special.h"

#undef PI
#define PI 3.141592653589793238462643

// Returns the sum of (q + k)^(−s) over k = 0, 1, … for s > 1 and q > 0. The code adds the first ten terms and computes
// the remaining sum by the Euler–Maclaurin formula. The code stops early if a term is negligible or the sum is
// infinite.
static NUMBER NAME(hurwitz)(NUMBER s, double q) {
    NUMBER sum = 0;
    double a = q;
    for (int i = 0; i < 10 || a < 10; i++) {
        NUMBER term = NAME(pow)(a, -s);
        sum += term;
        if (fabs(VALUE(term)) < 0x1p-70 * fabs(VALUE(sum)) || isinf(VALUE(sum)))
            return sum;
        a += 1;
    }
    NUMBER power = NAME(pow)(a, -s), rest = 0, factor = s * (1 / a);
    NUMBER remainder = power * (QUOTIENT(a, s - 1) + 0.5);
    for (int k = 0; k < 12; k++) {
        NUMBER term = BERNOULLI[k] * factor * power;
        rest += term;
        if (IS_SMALL(0x1p6 * term, sum + remainder))
            break;
        factor *= (s + (2 * k + 1)) * (s + (2 * k + 2)) * (1 / (a * a));
    }
    return sum + (remainder + rest);
}

static NUMBER NAME(gamma_of)(NUMBER x) {
    double value = synann_gamma(VALUE(x));
    return CHAIN(x, value, value * synann_special_1(SYNANN_DIGAMMA, VALUE(x)));
}

// Returns Riemann's ζ(s) for a finite s ≠ 1. For −½ ≤ s ≤ 8 the code uses Borwein's acceleration of the alternating
// series. For s > 8 the code adds the first terms of the series, and for s < −½ the code uses the reflection to ζ(1 −
// s).
static NUMBER NAME(zeta)(NUMBER s) {
    if (VALUE(s) > 8)
        return VALUE(s) > 60 ? 1 + NAME(pow)(2, -s) : NAME(hurwitz)(s, 1);
    if (VALUE(s) >= -0.5) {
        NUMBER sum = 0;
        for (int k = 23; k >= 0; k--)
            sum += BORWEIN[k] * NAME(exp)(-s * LOG_OF_INTEGER[k]);
        return -QUOTIENT(sum, NAME(expm1)((1 - s) * 0.693147180559945309417232));
    }
    // The reflection is ζ(1 − t) = 2 cos(π t/2) Γ(t) (2π)^(−t) ζ(t), where Γ(t) is 2^(t−1) Γ(t/2) Γ((t + 1)/2) / √π.
    // The relative error of PI is 3.9e-17. The power π^(−t) multiplies this error by t, and the last line corrects the
    // result. The sine is computed from the difference of s and the nearest even number, which is exact. ζ is 0 at
    // negative even numbers.
    double even = 2 * nearbyint(0.5 * VALUE(s)), sign = fmod(even, 4) == 0 ? 1 : -1, angle = 0.5 * PI * (VALUE(s) - even);
    NUMBER sine = CHAIN(s, sign * sin(angle), sign * 0.5 * PI * cos(angle));
    NUMBER t = 1 - s, power = NAME(pow)(PI, -0.5 * t);
    NUMBER first = NAME(gamma_of)(0.5 * t) * power;
    NUMBER second = NAME(gamma_of)(0.5 * t + 0.5) * power * 0.564189583547756286948079;
    return first * (sine * (1 - 3.8981718325193755e-17 * t) * NAME(zeta)(t)) * second;
}
