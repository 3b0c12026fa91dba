#ifndef SYNANN_INTEGER_PRODUCT_H
#define SYNANN_INTEGER_PRODUCT_H

#include "../Dispatch/scalar_type.h"

/// Computes c = a · b for contiguous, row-major matrices of integers: a is rows × inner, b is inner × columns, and c is
/// rows × columns. Overflow wraps around. c must not overlap a or b. For inner = 0 the elements of c are 0.
void synann_integer_product(synann_scalar_type scalar, long rows, long inner, long columns, const void *a, const void *b,
                            void *c);

#endif
