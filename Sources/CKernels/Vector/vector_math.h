// Mathematical functions of vectors. Each is written once for float and double with the names of vector.h. The
// polynomials are minimax; Tests/References/vector_math_coefficients.py computed them.
//
// Bounds of the error in units of the last place, which Tests/CKernelsTests/VectorMathTests.swift checks on every
// instruction set:
//
//     exp, log, log1p, pow    1        expm1, erf, softplus, sin, cos    2
//     tanh, exp2              1.5      log2, log10, atan, atan2, hypot   2
//     sigmoid                 2.5      tan, asin, acos                   3
//     log1mexp                3        asinh, acosh, atanh               3
//     sinh, cosh              4
//
// NaN gives NaN. Infinities and signed zeros give what the C library gives. Results that underflow are rounded to
// subnormal numbers. An element's result depends neither on its lane nor on its neighbours.

#undef FUSED
// Allows the compiler to fuse a product and a sum.
#define FUSED _Pragma("clang fp contract(fast)")

#include "vector_math_basic.h"
#include "vector_math_exponential.h"
#include "vector_math_logarithm.h"
#include "vector_math_logistic.h"
#include "vector_math_error_function.h"
#include "vector_math_trigonometric.h"
#include "vector_math_inverse.h"
#include "vector_math_hyperbolic.h"
#include "vector_math_power.h"
#include "vector_math_pairs.h"
