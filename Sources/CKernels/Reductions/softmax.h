#ifndef SYNANN_SOFTMAX_H
#define SYNANN_SOFTMAX_H

#include "../Dispatch/scalar_type.h"

/// Operations on the rows of a matrix. x is an element of a row.
typedef enum {
    /// exp(x − m) / Σ exp(x − m), where m is the greatest element of the row.
    SYNANN_SOFTMAX,
    /// x − m − log Σ exp(x − m).
    SYNANN_LOG_SOFTMAX,
    /// m + log Σ exp(x − m): one number per row.
    SYNANN_LOG_SUM_EXP,
} synann_softmax_operation;

/// Applies the operation to each row of a contiguous matrix [rows, columns]. columns must be at least 1. `out` is
/// [rows, columns], or [rows] for log-sum-exp. A row with NaN gives NaN.
void synann_softmax(synann_scalar_type scalar, synann_softmax_operation operation, long rows, long columns,
                    const void *x, void *out);

/// The gradient with respect to each row of x, from the cotangent g and the result y, all [rows, columns]:
/// y (g − Σ g y) for softmax, g − exp(y) Σ g for log-softmax. Not for log-sum-exp.
void synann_softmax_gradient(synann_scalar_type scalar, synann_softmax_operation operation, long rows, long columns,
                             const void *g, const void *y, void *out);

#endif
