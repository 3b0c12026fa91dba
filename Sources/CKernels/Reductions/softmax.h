#ifndef SYNANN_SOFTMAX_H
#define SYNANN_SOFTMAX_H

#include "../Dispatch/scalar_type.h"

typedef enum {
    /// exp(x − m) / Σ exp(x − m), m being the greatest element of the row.
    SYNANN_SOFTMAX,
    /// x − m − log Σ exp(x − m).
    SYNANN_LOG_SOFTMAX,
    /// m + log Σ exp(x − m): one number per row.
    SYNANN_LOG_SUM_EXP,
} synann_softmax_operation;

/// The operation for each row of a contiguous matrix [rows, columns].
void synann_softmax(synann_scalar_type scalar, synann_softmax_operation operation, long rows, long columns,
                    const void *x, void *out);

/// The derivative by x for each row, from the cotangent g and the operation's result y (softmax and log-softmax):
/// y (g − Σ g y) and g − exp(y) Σ g.
void synann_softmax_gradient(synann_scalar_type scalar, synann_softmax_operation operation, long rows, long columns,
                             const void *g, const void *y, void *out);

#endif
