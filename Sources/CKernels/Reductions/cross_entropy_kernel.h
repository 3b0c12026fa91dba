#include "../Reductions/softmax_kernel.h"

static void NAME(cross_entropy)(const synann_cross_entropy_operands *s, long first, long end, REAL *losses) {
    REAL *greatest = s->greatest, *logarithm = s->logarithm;
    const int is_narrow = s->columns <= NARROW;
    if (is_narrow)
        NAME(log_sums_of_narrow)(end - first, s->columns, (const REAL *)s->logits + first * s->columns,
                                 greatest + first, logarithm + first);
    for (long row = first; row < end; row++) {
        const REAL *x = (const REAL *)s->logits + row * s->columns;
        if (!is_narrow) {
            greatest[row] = NAME(greatest_of_row)(s->columns, x);
            logarithm[row] = (REAL)NAME(log_sum)(s->columns, x, greatest[row]);
        }
        losses[row] = -((x[s->labels[row]] - greatest[row]) - logarithm[row]);
    }
}

// Returns the product of the cotangent c and softmax, minus `target`: c at the label, and 0 elsewhere.
// The difference is one expression, which the compiler fuses with and without optimization, as in the gradient of
// log-softmax.
INLINE vreal NAME(cross_entropy_slope)(vreal x, REAL greatest, REAL logarithm, REAL cotangent, vreal target) {
    return NAME(vexp)((x - greatest) - logarithm) * cotangent - target;
}

static void NAME(cross_entropy_gradient)(const synann_cross_entropy_operands *s, long first, long end,
                                         const REAL *cotangent, REAL *out) {
    const REAL *greatest = s->greatest, *logarithm = s->logarithm;
    for (long row = first; row < end; row++) {
        const REAL *x = (const REAL *)s->logits + row * s->columns;
        const REAL c = cotangent[row];
        const REAL m = greatest[row], l = logarithm[row];
        REAL *to = out + row * s->columns;
        FOR_EACH_VECTOR(j, length, s->columns, {
            store_some(to + j, NAME(cross_entropy_slope)(load_some(x + j, length), m, l, c, broadcast(0)), length);
        })
        // The vector with the label is computed again. For a single element the compiler would not fuse the operations.
        const long start = s->labels[row] / LANES * LANES, length = s->columns - start;
        REAL target[LANES] = {0};
        target[s->labels[row] - start] = c;
        store_some(to + start, NAME(cross_entropy_slope)(load_some(x + start, length), m, l, c, load(target)), length);
    }
}
