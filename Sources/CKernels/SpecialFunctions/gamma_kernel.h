// Parts of the gamma function that the incomplete functions share, over the names of number.h.

#include "number.h"

#include "coefficients.h"
#include "deviance.h"
#include "scalar.h"
#include "special.h"

#undef POLYNOMIAL
#define POLYNOMIAL(table, t) NAME(horner)(table, (int)(sizeof(table) / sizeof(table[0])), t)

#define LOCAL static __attribute__((unused))

LOCAL NUMBER NAME(horner)(const double *c, int count, NUMBER t) {
    NUMBER p = c[count - 1];
    for (int i = count - 2; i >= 0; i--)
        p = p * t + c[i];
    return p;
}

// log Γ(x) − (x − ½) log x + x − log(2π)/2 for x ≥ 8.
LOCAL NUMBER NAME(stirling)(NUMBER x) {
    NUMBER inverse = QUOTIENT(1, x);
    return POLYNOMIAL(STIRLING, inverse * inverse) * inverse;
}

// log Γ(1 + a) for 0 ≤ a ≤ 1, with a small relative error at tiny a.
LOCAL NUMBER NAME(log_gamma_1p)(NUMBER a) {
    return a * (a - 1) * POLYNOMIAL(LOG_GAMMA, 2 * a - 1);
}

// Γ(1 + a) for a ≥ 0. The sum 1 + a would lose the last bit of a where it passes a power of two.
LOCAL NUMBER NAME(gamma_1p)(NUMBER a) {
    double number = VALUE(a), value = number < 1 ? synann_gamma(1 + number) : number * synann_gamma(number);
    return CHAIN(a, value, value * synann_special_1(SYNANN_DIGAMMA, 1 + number));
}

// (μ − log(1 + μ)) / μ² for −½ ≤ μ ≤ 1: with r = μ/(2 + μ), log(1 + μ) is 2 (r + r³/3 + r⁵/5 + …).
LOCAL NUMBER NAME(deviance_ratio)(NUMBER mu) {
    NUMBER inverse = QUOTIENT(1, 2 + mu), r = mu * inverse, square = r * r;
    NUMBER sum = 0, power = 1;
    for (int k = 3; k < 60; k += 2) {
        NUMBER term = power * (1.0 / k);
        sum += term;
        if (IS_SMALL(term, sum))
            break;
        power *= square;
    }
    return inverse * (1 - 2 * r * inverse * sum);
}

// e^(−a δ(x/a − 1)), the factor of Γ(a)'s integrand. Differentiable with respect to a.
LOCAL NUMBER NAME(exp_of_deviance)(NUMBER a, double x) {
    double shape = VALUE(a), distance = x - shape;
    synann_deviance part = synann_deviance_of(shape, distance, synann_sum_rest(x, -shape, distance), x / shape);
    double value = synann_exp_of_deviance(part.main, part.rest);
    return CHAIN(a, value, value == 0 ? 0 : value * part.logarithm);
}

// log(Γ(b + d) / Γ(b)) − d log b for b ≥ 8 and b + d ≥ 8, without cancellation where d is small.
LOCAL NUMBER NAME(ratio_rest)(NUMBER d, NUMBER b) {
    NUMBER a = b + d, u = QUOTIENT(1, a), v = QUOTIENT(1, b);
    // u^(2k+1) − v^(2k+1) is (u − v) times the sum of all products of 2k powers of u and v.
    NUMBER products = 1, power = 1, sum = 0;
    for (int k = 0; k < (int)(sizeof(STIRLING) / sizeof(STIRLING[0])); k++) {
        sum += STIRLING[k] * products;
        for (int step = 0; step < 2; step++) {
            power *= v;
            products = products * u + power;
        }
    }
    NUMBER quotient = QUOTIENT(d, b);
    return (a - 0.5) * NAME(log1p)(quotient) - d - d * u * v * sum;
}

// log(Γ(b + d) / Γ(b)) − d log b for 0 < d ≤ 1 and b > 0.
LOCAL NUMBER NAME(small_ratio_rest)(NUMBER d, NUMBER b) {
    if (VALUE(b) >= 8)
        return NAME(ratio_rest)(d, b);
    NUMBER sum = 0, moved = b;
    while (VALUE(moved) < 8) {
        sum -= NAME(log1p)(QUOTIENT(d, moved));
        moved += 1;
    }
    return NAME(ratio_rest)(d, moved) + sum + d * NAME(log)(QUOTIENT(moved, b));
}
#undef LOCAL
