#include "special.h"

#include "coefficients.h"
#include "../Elementwise/unary.h"
#include "scalar.h"

#define KERNEL_SOURCE "../SpecialFunctions/special_kernel.h"
#include "../Dispatch/instantiate.h"

// Float operands are converted to double in blocks of this many numbers. A block stays in the first-level cache.
#define BUFFER_COUNT 512

static void of_doubles(synann_special_unary_operation operation, long count, const double *x, double *y) {
    DISPATCH_SET(special_unary, double, operation, count, x, y)
}

void synann_special_unary(synann_scalar_type scalar, synann_special_unary_operation operation, long count,
                          const void *x, void *y) {
    if (scalar == SYNANN_DOUBLE) {
        of_doubles(operation, count, x, y);
        return;
    }
    double buffer[BUFFER_COUNT];
    const float *from = x;
    float *to = y;
    for (long start = 0; start < count; start += BUFFER_COUNT) {
        long length = count - start < BUFFER_COUNT ? count - start : BUFFER_COUNT;
        for (long i = 0; i < length; i++)
            buffer[i] = from[start + i];
        of_doubles(operation, length, buffer, buffer);
        for (long i = 0; i < length; i++)
            to[start + i] = (float)buffer[i];
    }
}

double synann_special_1(synann_special_unary_operation operation, double x) {
    double y;
    of_doubles(operation, 1, &x, &y);
    return y;
}

static double of_two(synann_special_binary_operation operation, double a, double b) {
    switch (operation) {
    case SYNANN_POLYGAMMA: return synann_polygamma(a, b);
    case SYNANN_HURWITZ_ZETA: return synann_hurwitz_zeta(a, b);
    case SYNANN_HURWITZ_ZETA_DERIVATIVE: return synann_hurwitz_zeta_derivative(a, b);
    case SYNANN_X_LOG_Y: return a == 0 && b == b ? 0 : a * log(b);
    case SYNANN_X_LOG1P_Y: return a == 0 && b == b ? 0 : a * log1p(b);
    case SYNANN_LOG_BETA: return synann_log_beta(a, b);
    case SYNANN_LOG_GAMMA_RATIO: return synann_log_gamma_ratio(a, b);
    case SYNANN_GAMMA_P: return synann_gamma_p(a, b);
    case SYNANN_GAMMA_Q: return synann_gamma_q(a, b);
    case SYNANN_INVERSE_GAMMA_P: return synann_inverse_gamma_p(a, b);
    case SYNANN_INVERSE_GAMMA_Q: return synann_inverse_gamma_q(a, b);
    case SYNANN_GAMMA_DENSITY: return synann_gamma_density(a, b);
    case SYNANN_GAMMA_SHAPE_DERIVATIVE: return synann_gamma_shape_derivative(a, b);
    }
    return __builtin_nan("");
}

static double of_three(synann_special_ternary_operation operation, double a, double b, double c) {
    switch (operation) {
    case SYNANN_BETA_I: return synann_beta_i(a, b, c);
    case SYNANN_BETA_COMPLEMENT: return synann_beta_complement(a, b, c);
    case SYNANN_INVERSE_BETA: return synann_inverse_beta(a, b, c);
    case SYNANN_BETA_DENSITY: return synann_beta_density(a, b, c);
    case SYNANN_BETA_DERIVATIVE_A: return synann_beta_derivative_a(a, b, c);
    case SYNANN_BETA_DERIVATIVE_B: return synann_beta_derivative_b(a, b, c);
    }
    return __builtin_nan("");
}

static double element(synann_scalar_type scalar, synann_strided from, long index) {
    return scalar == SYNANN_DOUBLE ? ((const double *)from.data)[index * from.stride]
                                   : ((const float *)from.data)[index * from.stride];
}

static void set(synann_scalar_type scalar, void *to, long index, double value) {
    if (scalar == SYNANN_DOUBLE)
        ((double *)to)[index] = value;
    else
        ((float *)to)[index] = (float)value;
}

// Writes x log y or x log(1 + y) to `out`; `logarithm` is SYNANN_LOG or SYNANN_LOG1P. One call computes the logarithms
// of up to BUFFER_COUNT numbers. The result is 0 if x is 0 and y is not NaN.
static void products(synann_scalar_type scalar, synann_unary_operation logarithm, long count, synann_strided x,
                     synann_strided y, void *out) {
    double buffer[BUFFER_COUNT];
    for (long start = 0; start < count; start += BUFFER_COUNT) {
        long length = count - start < BUFFER_COUNT ? count - start : BUFFER_COUNT;
        for (long i = 0; i < length; i++)
            buffer[i] = element(scalar, y, start + i);
        synann_unary(SYNANN_DOUBLE, logarithm, length, buffer, buffer);
        for (long i = 0; i < length; i++) {
            double factor = element(scalar, x, start + i), number = element(scalar, y, start + i);
            set(scalar, out, start + i, factor == 0 && number == number ? 0 : factor * buffer[i]);
        }
    }
}

void synann_special_binary(synann_scalar_type scalar, synann_special_binary_operation operation, long count,
                           synann_strided a, synann_strided b, void *out) {
    if (operation == SYNANN_X_LOG_Y || operation == SYNANN_X_LOG1P_Y) {
        products(scalar, operation == SYNANN_X_LOG_Y ? SYNANN_LOG : SYNANN_LOG1P, count, a, b, out);
        return;
    }
    for (long i = 0; i < count; i++)
        set(scalar, out, i, of_two(operation, element(scalar, a, i), element(scalar, b, i)));
}

void synann_special_ternary(synann_scalar_type scalar, synann_special_ternary_operation operation, long count,
                            synann_strided a, synann_strided b, synann_strided c, void *out) {
    for (long i = 0; i < count; i++)
        set(scalar, out, i,
            of_three(operation, element(scalar, a, i), element(scalar, b, i), element(scalar, c, i)));
}

double synann_special_2(synann_special_binary_operation operation, double a, double b) {
    return of_two(operation, a, b);
}

double synann_special_3(synann_special_ternary_operation operation, double a, double b, double c) {
    return of_three(operation, a, b, c);
}
