#ifndef SYNANN_SOFTMAX_H
#define SYNANN_SOFTMAX_H

#include "../Dispatch/scalar_type.h"

/// Operations on the rows of a matrix. In the formulas, x is an element of a row, m is the greatest element of the row,
/// and Σ is the sum over the row.
typedef enum {
    /// The softmax exp(x − m) / Σ exp(x − m) of every element x, where m is the greatest element of the row.
    SYNANN_SOFTMAX,
    /// The logarithm of the softmax, x − m − log Σ exp(x − m), where m is the greatest element of the row.
    SYNANN_LOG_SOFTMAX,
    /// The logarithm of the sum Σ exp(x), computed as m + log Σ exp(x − m), where m is the greatest element of the row.
    /// The result is a single number for each row.
    SYNANN_LOG_SUM_EXP,
} synann_softmax_operation;

/// Applies the operation to each row of a contiguous matrix x of shape [rows, columns], and writes the results to
/// `out`. `columns` must be at least 1. `out` has shape [rows, columns], or [rows] for SYNANN_LOG_SUM_EXP. If a row
/// contains NaN, all results of this row are NaN. If m is infinite, SYNANN_LOG_SUM_EXP gives m, and SYNANN_SOFTMAX
/// gives NaN for every element of the row. SYNANN_LOG_SOFTMAX then gives NaN for the elements that equal m, and −∞ for
/// the other elements.
void synann_softmax(synann_scalar_type scalar, synann_softmax_operation operation, long rows, long columns,
                    const void *x, void *out);

/// Writes the gradient with respect to x to `out`. g is the gradient with respect to the result of synann_softmax, and
/// y is this result. g, y and `out` have the shape [rows, columns]. The gradient is y (g − Σ g y) for SYNANN_SOFTMAX,
/// and g − exp(y) Σ g for SYNANN_LOG_SOFTMAX. SYNANN_LOG_SUM_EXP is not supported.
void synann_softmax_gradient(synann_scalar_type scalar, synann_softmax_operation operation, long rows, long columns,
                             const void *g, const void *y, void *out);

#endif
