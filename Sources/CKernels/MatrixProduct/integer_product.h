#ifndef SYNANN_INTEGER_PRODUCT_H
#define SYNANN_INTEGER_PRODUCT_H

#include "../Dispatch/scalar_type.h"

/// c = a · b for contiguous matrices of integers: a is rows × inner, b is inner × columns. Overflow wraps around.
void synann_integer_product(synann_scalar_type scalar, long rows, long inner, long columns, const void *a, const void *b,
                            void *c);

#endif
