#include "complex.h"

#include <complex.h>
#include <math.h>

// Returns e^z − 1 without cancellation near 0. For z = x + iy the real part is e^x cos y − 1 = expm1(x) cos y − 2
// sin²(y/2).
static double complex expm1_of(double complex z) {
    const double x = creal(z), y = cimag(z), half = sin(y / 2);
    return __builtin_complex(expm1(x) * cos(y) - 2 * half * half, exp(x) * sin(y));
}

// Returns log(1 + z) without cancellation near 0. For z = x + iy near 0 the real part is ½ log1p(x (2 + x) + y²).
static double complex log1p_of(double complex z) {
    const double x = creal(z), y = cimag(z);
    const double real = fabs(x) < 0.5 && fabs(y) < 0.5 ? log1p(x * (2 + x) + y * y) / 2 : log(hypot(1 + x, y));
    return __builtin_complex(real, atan2(y, 1 + x));
}

static double complex sign_of(double complex z) {
    return z == 0 ? z : __builtin_complex(creal(z) / hypot(creal(z), cimag(z)), cimag(z) / hypot(creal(z), cimag(z)));
}

#define FOR_EACH(Result, expression)                                                   \
    for (long i = 0; i < count; i++) {                                                 \
        const double complex a = z[i];                                                 \
        ((Result *)out)[i] = (Result)(expression);                                     \
    }                                                                                  \
    break;

// Every function is computed in double. A result in float is therefore rounded once more.
#define DEFINE(Part, name)                                                             \
    static void name(synann_complex_operation operation, long count, const Part complex *z, void *out) { \
        switch (operation) {                                                           \
        case SYNANN_COMPLEX_MAGNITUDE: FOR_EACH(Part, cabs(a))                         \
        case SYNANN_COMPLEX_ANGLE: FOR_EACH(Part, carg(a))                             \
        case SYNANN_COMPLEX_EXP: FOR_EACH(Part complex, cexp(a))                       \
        case SYNANN_COMPLEX_EXPM1: FOR_EACH(Part complex, expm1_of(a))                 \
        case SYNANN_COMPLEX_LOG: FOR_EACH(Part complex, clog(a))                       \
        case SYNANN_COMPLEX_LOG1P: FOR_EACH(Part complex, log1p_of(a))                 \
        case SYNANN_COMPLEX_LOG2: FOR_EACH(Part complex, clog(a) * M_LOG2E)            \
        case SYNANN_COMPLEX_LOG10: FOR_EACH(Part complex, clog(a) * M_LOG10E)          \
        case SYNANN_COMPLEX_SQUARE_ROOT: FOR_EACH(Part complex, csqrt(a))              \
        case SYNANN_COMPLEX_SINE: FOR_EACH(Part complex, csin(a))                      \
        case SYNANN_COMPLEX_COSINE: FOR_EACH(Part complex, ccos(a))                    \
        case SYNANN_COMPLEX_TANGENT: FOR_EACH(Part complex, ctan(a))                   \
        case SYNANN_COMPLEX_ARC_SINE: FOR_EACH(Part complex, casin(a))                 \
        case SYNANN_COMPLEX_ARC_COSINE: FOR_EACH(Part complex, cacos(a))               \
        case SYNANN_COMPLEX_ARC_TANGENT: FOR_EACH(Part complex, catan(a))              \
        case SYNANN_COMPLEX_HYPERBOLIC_SINE: FOR_EACH(Part complex, csinh(a))          \
        case SYNANN_COMPLEX_HYPERBOLIC_COSINE: FOR_EACH(Part complex, ccosh(a))        \
        case SYNANN_COMPLEX_HYPERBOLIC_TANGENT: FOR_EACH(Part complex, ctanh(a))       \
        case SYNANN_COMPLEX_AREA_SINE: FOR_EACH(Part complex, casinh(a))               \
        case SYNANN_COMPLEX_AREA_COSINE: FOR_EACH(Part complex, cacosh(a))             \
        case SYNANN_COMPLEX_AREA_TANGENT: FOR_EACH(Part complex, catanh(a))            \
        case SYNANN_COMPLEX_SIGN: FOR_EACH(Part complex, sign_of(a))                   \
        }                                                                              \
    }

DEFINE(float, complex_of_float)
DEFINE(double, complex_of_double)

void synann_complex(synann_scalar_type scalar, synann_complex_operation operation, long count, const void *z, void *out) {
    if (scalar == SYNANN_DOUBLE)
        complex_of_double(operation, count, z, out);
    else
        complex_of_float(operation, count, z, out);
}

void synann_complex_power(synann_scalar_type scalar, long count, const void *base, const void *exponent, void *out) {
    for (long i = 0; i < count; i++)
        if (scalar == SYNANN_DOUBLE)
            ((double complex *)out)[i] = cpow(((const double complex *)base)[i], ((const double complex *)exponent)[i]);
        else
            ((float complex *)out)[i] = (float complex)cpow(
                ((const float complex *)base)[i], ((const float complex *)exponent)[i]);
}
