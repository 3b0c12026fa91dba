// Parts of the gamma function that the incomplete gamma and beta functions share. The macros of number.h define the
// type of the numbers.

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

// Returns log Γ(x) − (x − ½) log x + x − log(2π)/2 for x ≥ 8.
LOCAL NUMBER NAME(stirling)(NUMBER x) {
    NUMBER inverse = QUOTIENT(1, x);
    return POLYNOMIAL(STIRLING, inverse * inverse) * inverse;
}

// Returns log Γ(1 + a) for 0 ≤ a ≤ 1, with a small relative error at tiny a.
LOCAL NUMBER NAME(log_gamma_1p)(NUMBER a) {
    return a * (a - 1) * POLYNOMIAL(LOG_GAMMA, 2 * a - 1);
}

// Returns Γ(1 + a) for a ≥ 0. For a ≥ 1 the code computes a Γ(a), because rounding 1 + a may lose the last bit of a.
LOCAL NUMBER NAME(gamma_1p)(NUMBER a) {
    double number = VALUE(a), value = number < 1 ? synann_gamma(1 + number) : number * synann_gamma(number);
    return CHAIN(a, value, value * synann_special_1(SYNANN_DIGAMMA, 1 + number));
}

// Returns (μ − log(1 + μ)) / μ² for −½ ≤ μ ≤ 1. With r = μ/(2 + μ), log(1 + μ) is 2 (r + r³/3 + r⁵/5 + …).
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

// Returns e^(−a δ(x/a − 1)) with δ(μ) = μ − log(1 + μ), which is a factor of the gamma density of shape a at x. The
// derivative is with respect to a.
LOCAL NUMBER NAME(exp_of_deviance)(NUMBER a, double x) {
    double shape = VALUE(a), distance = x - shape;
    synann_deviance part = synann_deviance_of(shape, distance, synann_sum_rest(x, -shape, distance), x / shape);
    double value = synann_exp_of_deviance(part.main, part.rest);
    return CHAIN(a, value, value == 0 ? 0 : value * part.logarithm);
}

// Returns log(Γ(b + d) / Γ(b)) − d log b for b ≥ 8 and b + d ≥ 8, without cancellation for small d.
LOCAL NUMBER NAME(ratio_rest)(NUMBER d, NUMBER b) {
    NUMBER a = b + d, u = QUOTIENT(1, a), v = QUOTIENT(1, b);
    // u^(2k+1) − v^(2k+1) is (u − v) times the sum of u^i v^(2k−i) over i = 0, …, 2k. `products` is this sum.
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

// Returns log(Γ(b + d) / Γ(b)) − d log b for 0 < d ≤ 1 and b > 0. For b < 8 the recurrence Γ(y + 1) = y Γ(y) replaces b
// by a number that is at least 8.
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
