#ifndef SYNANN_CROSS_ENTROPY_H
#define SYNANN_CROSS_ENTROPY_H

#include "../Dispatch/scalar_type.h"
#include <stdint.h>

/// Operands of the cross-entropy of labels. `logits` has shape [rows, columns] and is contiguous; `columns` is at least
/// 1. `labels`, [rows], contains a number in 0 ..< columns for each row.
typedef struct {
    long columns;
    const void *logits;
    const int64_t *labels;
    /// [rows]: the greatest element m of each row, and log Σ exp(x − m) over the elements x of the row.
    void *greatest, *logarithm;
} synann_cross_entropy_operands;

/// Writes −log softmax(x)[label] of the rows x in first ..< end to `losses`, [rows], and the arrays `greatest` and
/// `logarithm` of these rows. If a row contains NaN, its loss is NaN. The bits are those of SYNANN_LOG_SOFTMAX.
void synann_cross_entropy(synann_scalar_type scalar, const synann_cross_entropy_operands *operands, long first,
                          long end, void *losses);

/// Writes the gradient with respect to the logits, c · (softmax(x) − e), to `out`, for the rows x in first ..< end. c is
/// the element of `cotangent`, [rows], the gradient with respect to the loss of the row, and e is 1 at the label and 0
/// elsewhere.
void synann_cross_entropy_gradient(synann_scalar_type scalar, const synann_cross_entropy_operands *operands, long first,
                                   long end, const void *cotangent, void *out);

#endif
