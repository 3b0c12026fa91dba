#ifndef SYNANN_COPENBLAS_SHIM_H
#define SYNANN_COPENBLAS_SHIM_H

// Swift cannot import LAPACKE's default complex types, but it can import structures of two real numbers.
#include <stdint.h>
typedef struct { float real, imaginary; } synann_complex_float;
typedef struct { double real, imaginary; } synann_complex_double;
#define lapack_complex_float synann_complex_float
#define lapack_complex_double synann_complex_double
#define LAPACK_COMPLEX_CUSTOM

#include <cblas.h>
#include <lapacke.h>

#endif
