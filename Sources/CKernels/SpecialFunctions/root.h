// The point at which a distribution function has a given value: Halley's method for the logarithm of the lesser tail as a
// function of the logarithm of the point, with bisection where a step would leave the bracket.

#ifndef SYNANN_SPECIAL_ROOT_H
#define SYNANN_SPECIAL_ROOT_H

#include <math.h>

typedef struct {
    double lower, upper, density, slope;
} tail_values;

// Finds x in (0, end] with lower(x) = p, or upper(x) = q if q < p. `function` computes both tails, the density f, and the
// derivative of log(x f) with respect to log x.
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
        // The step of log x. A quotient near 1 loses no digits in log1p.
        const double excess = fabs(tail - target) < 0.5 * target ? log1p((tail - target) / target)
                                                                 : log(tail) - log(target);
        const double rate = (is_lower ? at.density : -at.density) * x / tail, newton = -excess / rate;
        // The second derivative over the first.
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
        // The method is of third order: the next step would be about step · ahead².
        if (fabs(step) * ahead * ahead < 1e-17 || (fabs(step) < 1e-6 && fabs(step) > 0.5 * previous))
            return x;
        previous = fabs(step);
    }
    return x;
}

#endif
