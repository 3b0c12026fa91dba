// Mathematical functions of vectors. Each function is written once for float and double, with the names of vector.h.
// The polynomials are minimax approximations, which Tests/References/vector_math_coefficients.py computed.
//
// Bounds of the error in units of the last place. Tests/CKernelsTests/VectorMathTests.swift checks them on every
// instruction set:
//
//     exp, log, log1p, pow    1        expm1, erf, softplus, sin, cos    2
//     tanh, exp2              1.5      log2, log10, atan, atan2, hypot   2
//     sigmoid, asin           2.5      acos                              2
//     log1mexp, sinh, cosh    3        tan, asinh, acosh, atanh          3
//
// gelu and silu have no such bound, because a factor of each product may be subnormal or flushed to 0; for gelu in double
// also because 1 + erf cancels for negative arguments.
//
// NaN gives NaN. For infinities and signed zeros the results are those of the C library. Results that underflow are
// rounded to subnormal numbers. The result for an element depends neither on its lane nor on the other lanes.

#undef FUSED
// Allows the compiler to fuse a product and a sum into a single operation with one rounding.
#define FUSED _Pragma("clang fp contract(fast)")

#include "vector_math_basic.h"
#include "vector_math_exponential.h"
#include "vector_math_logarithm.h"
#include "vector_math_logarithm_table.h"
#include "vector_math_logistic.h"
#include "vector_math_error_function.h"
#include "vector_math_rectifiers.h"
#include "vector_math_trigonometric.h"
#include "vector_math_inverse.h"
#include "vector_math_hyperbolic.h"
#include "vector_math_power.h"
#include "vector_math_pairs.h"
