// The number a (μ − log(1 + μ)), whose negative is an exponent in the gamma and beta densities, as a sum of two numbers
// of type double. The number may be several hundred. The rounding error of a single double could then change the
// density by several hundred units in the last place.

#ifndef SYNANN_SPECIAL_DEVIANCE_H
#define SYNANN_SPECIAL_DEVIANCE_H

#include <math.h>

typedef struct {
    double main, rest, logarithm;
} synann_deviance;

/// Returns a + b − sum without rounding error, where `sum` is the rounded sum of a and b.
static inline double synann_sum_rest(double a, double b, double sum) {
    double part = sum - a;
    return (a - (sum - part)) + (b - part);
}

/// Returns a (μ − log(1 + μ)) for μ = distance / a as the sum `main` + `rest`, and log(1 + μ) as `logarithm`. The exact
/// distance is `distance` + `distance_rest`, and `ratio` is 1 + μ.
static inline synann_deviance synann_deviance_of(double a, double distance, double distance_rest, double ratio) {
    double mu = distance / a;
    if (!(mu >= -0.8 && mu <= 4)) {
        double logarithm = log(ratio), product = a * logarithm;
        double main = distance - product;
        double rest = synann_sum_rest(distance, -product, main) - fma(a, logarithm, -product) + distance_rest;
        return (synann_deviance){main, rest, logarithm};
    }
    // With r = μ/(2 + μ), log(1 + μ) is 2 (r + r³/3 + …), and a (μ − log(1 + μ)) is a μ r − 2 a r³ (1/3 + r²/5 + …).
    double sum = 2 * a + distance, lost = synann_sum_rest(2 * a, distance, sum) + distance_rest;
    double r = distance / sum, square = r * r, series = 0;
    for (int n = square < 0.112 ? 17 : 46; n > 0; n--)
        series = series * square + 1.0 / (2 * n + 1);
    double main = distance * r;
    double error = fma(distance, r, -main) + r * (fma(-r, sum, distance) - r * lost) + 2 * r * distance_rest;
    double rest = error - 2 * distance * square * series * (a / sum);
    return (synann_deviance){main, rest, log1p(mu)};
}

/// Returns e^(−main − rest). The code multiplies by e^(−main/2) twice, because e^(−main) alone may underflow. `rest`
/// must be at least −0.15·main, so the result underflows to 0 for main > 1300.
static inline double synann_exp_of_deviance(double main, double rest) {
    if (main > 1300)
        return 0;
    double half = exp(-0.5 * main);
    return half * exp(-rest) * half;
}

#endif
