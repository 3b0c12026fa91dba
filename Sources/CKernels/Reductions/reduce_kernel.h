#undef TOTAL
#undef IS_UNORDERED
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define TOTAL double
#define IS_UNORDERED(a) ((a) != (a))
#else
// TOTAL is unsigned for integers, because overflow must wrap around.
#define TOTAL uint64_t
#define IS_UNORDERED(a) 0
#endif

// RESULT is the type of a sum or a product. For integer elements it has 64 bits. An extremum has the type of the
// elements instead.
#undef RESULT
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define RESULT REAL
#else
#define RESULT int64_t
#endif

// The order matters: each file uses names of the files before it.
#include "reduce_sum.h"
#include "reduce_dot.h"
#include "reduce_extremum.h"
#include "reduce_columns.h"
#include "reduce_positions.h"

#define FOR_EACH_RESULT(type, value)                                                   \
    for (long i = 0; i < results.count; i++) {                                         \
        const REAL *first = x + i * results.stride;                                    \
        ((type *)out)[i] = (type)(value);                                              \
    }                                                                                  \
    break;

static void NAME(reduce)(synann_reduction reduction, synann_results results, synann_reduced_axes axes, const REAL *x,
                         const REAL *shift, void *out) {
    switch (reduction) {
    case SYNANN_SUM:
    case SYNANN_SUM_OF_SQUARES:
    case SYNANN_SUM_OF_ABSOLUTES: NAME(reduce_sums)(reduction, results, axes, x, shift, out); break;
    case SYNANN_GREATEST: FOR_EACH_RESULT(REAL, NAME(reduce_greatest)(axes, first))
    case SYNANN_LEAST: FOR_EACH_RESULT(REAL, NAME(reduce_least)(axes, first))
    case SYNANN_PRODUCT: FOR_EACH_RESULT(RESULT, NAME(reduce_product)(axes, first))
    }
}

#undef FOR_EACH_RESULT
