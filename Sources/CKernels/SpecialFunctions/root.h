// Finds the point at which a distribution function has a given value, by Halley's method. The variable of the method is
// the logarithm of the point, and the function is the logarithm of the lesser tail. If a step would leave the bracket
// of the solution, the code takes a point inside the bracket instead.

#ifndef SYNANN_SPECIAL_ROOT_H
#define SYNANN_SPECIAL_ROOT_H

#include <math.h>

typedef struct {
    double lower, upper, density, slope;
} tail_values;

// Returns x in (0, end] with lower(x) = p, or with upper(x) = q if q < p, where q is 1 − p. `function` computes for
// `parameters` and x the tails lower(x) and upper(x) = 1 − lower(x), the density f(x), and the derivative of log(x
// f(x)) with respect to log x as `slope`. The search starts at `guess` if 0 < guess < end. Returns NaN if a tail is
// NaN.
static inline double root_of_tails(tail_values (*function)(const void *, double), const void *parameters, double p,
                                   double q, double guess, double end) {
    const int is_lower = p <= q;
    const double target = is_lower ? p : q;
    double low = 0, high = end, previous = INFINITY;
    double x = guess > 0 && guess < end ? guess : isinf(end) ? 1 : 0.5 * end;
    for (int i = 0; i < 400; i++) {
        const tail_values at = function(parameters, x);
        const double tail = is_lower ? at.lower : at.upper;
        if (tail == target)
            return x;
        if (tail != tail)
            return NAN;
        if ((tail > target) == is_lower)
            high = x;
        else
            low = x;
        // `excess` is log(tail / target). If the quotient is near 1, log1p loses no digits. `newton` is Newton's step
        // of log x.
        const double excess = fabs(tail - target) < 0.5 * target ? log1p((tail - target) / target)
                                                                 : log(tail) - log(target);
        const double rate = (is_lower ? at.density : -at.density) * x / tail, newton = -excess / rate;
        // `curvature` is the second derivative of log(tail) with respect to log x, divided by the first derivative.
        const double curvature = at.slope - rate, divisor = 1 + 0.5 * newton * curvature;
        double step = divisor > 0.5 && divisor < 2 ? newton / divisor : newton;
        if (!(fabs(step) < 3))
            step = step > 0 ? 3 : step < 0 ? -3 : NAN;
        const double ahead = step * (1 + fabs(curvature));
        double next = x * exp(step);
        if (fabs(step) < 0.01)
            next = x + x * expm1(step);
        if (!(next > low && next < high)) {
            next = low > 0 && isfinite(high) ? (high / low > 4 ? sqrt(low) * sqrt(high) : 0.5 * (low + high))
                 : low > 0                   ? 8 * low
                                             : 0.125 * high;
            step = INFINITY;
            if (next <= low || next >= high)
                return x;
        }
        x = next;
        // Halley's method has the order 3: the next step would be about step · ahead².
        if (fabs(step) * ahead * ahead < 1e-17 || (fabs(step) < 1e-6 && fabs(step) > 0.5 * previous))
            return x;
        previous = fabs(step);
    }
    return x;
}

#endif
