#ifndef SYNANN_SPECIAL_H
#define SYNANN_SPECIAL_H

#include "../Dispatch/scalar_type.h"

/// Special functions of one argument. Sources/Tensors/SpecialFunctions states their errors and edge cases.
typedef enum {
    SYNANN_ERFC,
    SYNANN_ERFCX,
    SYNANN_INVERSE_ERF,
    SYNANN_INVERSE_ERFC,
    SYNANN_NORMAL_CDF,
    SYNANN_LOG_NORMAL_CDF,
    SYNANN_INVERSE_NORMAL_CDF,
    SYNANN_LOG_GAMMA,
    SYNANN_DIGAMMA,
    SYNANN_BESSEL_I0,
    SYNANN_BESSEL_I0E,
    SYNANN_BESSEL_I1,
    SYNANN_BESSEL_I1E,
    SYNANN_GAMMA,
    SYNANN_ZETA,
    SYNANN_ZETA_DERIVATIVE,
} synann_special_unary_operation;

/// Special functions of two arguments. The arguments are (order, x) for POLYGAMMA, (s, q) for HURWITZ_ZETA and for its
/// derivative with respect to s, (x, y) for X_LOG_Y and X_LOG1P_Y, and (a, b) for LOG_BETA and LOG_GAMMA_RATIO. The
/// arguments are (a, p) for INVERSE_GAMMA_P, (a, q) for INVERSE_GAMMA_Q, and (a, x) for the remaining gamma functions.
/// GAMMA_SHAPE_DERIVATIVE is ∂P(a, x)/∂a.
typedef enum {
    SYNANN_POLYGAMMA,
    SYNANN_HURWITZ_ZETA,
    SYNANN_HURWITZ_ZETA_DERIVATIVE,
    SYNANN_X_LOG_Y,
    SYNANN_X_LOG1P_Y,
    SYNANN_LOG_BETA,
    SYNANN_LOG_GAMMA_RATIO,
    SYNANN_GAMMA_P,
    SYNANN_GAMMA_Q,
    SYNANN_INVERSE_GAMMA_P,
    SYNANN_INVERSE_GAMMA_Q,
    SYNANN_GAMMA_DENSITY,
    SYNANN_GAMMA_SHAPE_DERIVATIVE,
} synann_special_binary_operation;

/// Special functions of three arguments: (p, a, b) for INVERSE_BETA, and (x, a, b) for the remaining functions.
/// BETA_DERIVATIVE_A is ∂I_x(a, b)/∂a, and BETA_DERIVATIVE_B is ∂I_x(a, b)/∂b, where I_x(a, b) is BETA_I.
typedef enum {
    SYNANN_BETA_I,
    SYNANN_BETA_COMPLEMENT,
    SYNANN_INVERSE_BETA,
    SYNANN_BETA_DENSITY,
    SYNANN_BETA_DERIVATIVE_A,
    SYNANN_BETA_DERIVATIVE_B,
} synann_special_ternary_operation;

/// Writes y[i] = operation(x[i]) for i < count. x and y may be the same array. For float the function is computed in
/// double, and the result is rounded once.
void synann_special_unary(synann_scalar_type scalar, synann_special_unary_operation operation, long count,
                          const void *x, void *y);

/// Writes out[i] = operation(a[i], b[i]) for i < count. For float the function is computed in double, and the result is
/// rounded once.
void synann_special_binary(synann_scalar_type scalar, synann_special_binary_operation operation, long count,
                           synann_strided a, synann_strided b, void *out);

/// Writes out[i] = operation(a[i], b[i], c[i]) for i < count. For float the function is computed in double, and the
/// result is rounded once.
void synann_special_ternary(synann_scalar_type scalar, synann_special_ternary_operation operation, long count,
                            synann_strided a, synann_strided b, synann_strided c, void *out);

/// These functions return operation(x), operation(a, b) and operation(a, b, c) for single numbers.
double synann_special_1(synann_special_unary_operation operation, double x);
double synann_special_2(synann_special_binary_operation operation, double a, double b);
double synann_special_3(synann_special_ternary_operation operation, double a, double b, double c);

#endif
