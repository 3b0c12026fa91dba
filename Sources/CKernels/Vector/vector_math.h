// Functions of a vector. Each is written once for Float and Double over the names of vector.h; polynomials are minimax,
// made by Tests/References/vector_math_coefficients.py.
//
// The greatest error in units of the last place, to which Tests/CKernelsTests/VectorMathTests.swift holds them on every
// instruction set:
//
//     exp, log, log1p, pow    1        expm1, erf, softplus, sin, cos    2
//     tanh                    1.5      sigmoid                           2.5
//     log1mexp                3
//
// NaN gives NaN, infinities and signed zeros what C's library gives, results that underflow are rounded as subnormal
// numbers. An element's result depends neither on its lane nor on its neighbours.

#undef FUSED
// Products and sums may be fused, where the processor does that.
#define FUSED _Pragma("clang fp contract(fast)")

#include "vector_math_basic.h"
#include "vector_math_exponential.h"
#include "vector_math_logarithm.h"
#include "vector_math_logistic.h"
#include "vector_math_error_function.h"
#include "vector_math_trigonometric.h"
#include "vector_math_power.h"
