#ifndef SYNANN_KRONECKER_H
#define SYNANN_KRONECKER_H

#include "../Dispatch/scalar_type.h"

/// A row of the Kronecker product of two matrices, and the rows of the operands from which it is computed.
typedef struct {
    /// The row of the first matrix: `a_count` elements at distances of `a_stride`.
    const void *a;
    long a_count, a_stride;
    /// The row of the second matrix: `b_count` contiguous elements.
    const void *b;
    long b_count;
    /// The row of the product: `a_count` · `b_count` contiguous elements. It must not overlap the operands.
    void *result;
} synann_kronecker_row_operands;

/// Computes result[i · b_count + j] = a[i · a_stride] · b[j] for numbers of the real type `scalar`.
void synann_kronecker_row(synann_scalar_type scalar, const synann_kronecker_row_operands *operands);

#endif
