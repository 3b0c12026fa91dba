// Softmax and the logarithm of the sum of exponentials for rows of at most NARROW columns. There is no include guard, as
// in vector.h.
//
// The lanes of a vector are neighbouring rows. So an exponential is computed for LANES rows at once, and a row of a few
// columns leaves no lane empty. The result of a row does not depend on the other rows.

#include "../Vector/vector_transpose.h"

#ifndef NARROW
#define NARROW 32
#endif

// A double for each lane of a vector of elements. For float this vector is wider than the registers.
#undef DOUBLE_BYTES
#ifdef IS_FLOAT
#define DOUBLE_BYTES (2 * VECTOR_BYTES)
#else
#define DOUBLE_BYTES VECTOR_BYTES
#endif
typedef double NAME(vdouble) __attribute__((vector_size(DOUBLE_BYTES)));

// Loads `rows` ≤ LANES rows of x: lane r of t[j] is element j of row r. The lanes of missing rows are 0.
INLINE void NAME(load_columns)(const long rows, long columns, const REAL *x, vreal *t) {
    for (long start = 0; start < columns; start += LANES) {
        vreal v[LANE_COUNT];
        _Pragma("clang loop unroll(full)") for (long r = 0; r < LANE_COUNT; r++)
            v[r] = r < rows ? load_some(x + r * columns + start, columns - start) : (vreal){0};
        transpose_lanes(v);
        _Pragma("clang loop unroll(full)") for (long j = 0; j < LANE_COUNT; j++)
            if (start + j < columns)
                t[start + j] = v[j];
    }
}

// Writes the vectors t as `rows` ≤ LANES rows: the inverse of load_columns.
INLINE void NAME(store_columns)(const long rows, long columns, const vreal *t, REAL *out) {
    for (long start = 0; start < columns; start += LANES) {
        vreal v[LANE_COUNT];
        _Pragma("clang loop unroll(full)") for (long j = 0; j < LANE_COUNT; j++)
            v[j] = start + j < columns ? t[start + j] : (vreal){0};
        transpose_lanes(v);
        _Pragma("clang loop unroll(full)") for (long r = 0; r < LANE_COUNT; r++)
            if (r < rows)
                store_some(out + r * columns + start, v[r], columns - start);
    }
}

// Returns the greatest of t[0 ..< columns] in each lane, or NaN where an element is NaN.
INLINE vreal NAME(greatest_of_columns)(long columns, const vreal *t) {
    vreal greatest = t[0];
    vint unordered = (vint)(t[0] != t[0]);
    for (long j = 1; j < columns; j++) {
        greatest = choose((vint)(t[j] > greatest), t[j], greatest);
        unordered |= (vint)(t[j] != t[j]);
    }
    return choose(unordered, broadcast((REAL)__builtin_nan("")), greatest);
}

// Replaces t by softmax of each lane.
INLINE void NAME(softmax_of_columns)(long columns, vreal greatest, vreal *t) {
    NAME(vdouble) total = {0};
    for (long j = 0; j < columns; j++) {
        t[j] = NAME(vexp)(t[j] - greatest);
        total += __builtin_convertvector(t[j], NAME(vdouble));
    }
    const NAME(vdouble) reciprocal = 1 / total;
    const vreal scale = __builtin_convertvector(reciprocal, vreal);
    for (long j = 0; j < columns; j++)
        t[j] *= scale;
}

// Returns log Σ exp(x − `shift`) of each lane. The terms that equal 1 are counted, as in log_sum.
INLINE vreal NAME(log_sum_of_columns)(long columns, vreal shift, const vreal *t) {
    NAME(vdouble) others = {0};
    vint equal = {0};
    for (long j = 0; j < columns; j++) {
        const vint is_shift = (vint)(t[j] == shift);
        const vreal value = choose(is_shift, broadcast(0), NAME(vexp)(t[j] - shift));
        others += __builtin_convertvector(value, NAME(vdouble));
        equal -= is_shift;
    }
    others += __builtin_convertvector(equal, NAME(vdouble)) - 1;
    return NAME(vlog1p)(__builtin_convertvector(others, vreal));
}

INLINE void NAME(softmax_of_rows)(synann_softmax_operation operation, const long rows, long columns, const REAL *x,
                                  REAL *out) {
    vreal t[NARROW];
    NAME(load_columns)(rows, columns, x, t);
    const vreal greatest = NAME(greatest_of_columns)(columns, t);
    if (operation == SYNANN_LOG_SUM_EXP) {
        // An infinite shift would give ∞ − ∞ = NaN.
        const vint is_infinite = (vint)(NAME(vabs)(greatest) == broadcast((REAL)__builtin_inf()));
        const vreal shift = choose(is_infinite, broadcast(0), greatest);
        store_some(out, shift + NAME(log_sum_of_columns)(columns, shift, t), rows);
        return;
    }
    if (operation == SYNANN_SOFTMAX) {
        NAME(softmax_of_columns)(columns, greatest, t);
    } else {
        const vreal logarithm = NAME(log_sum_of_columns)(columns, greatest, t);
        for (long j = 0; j < columns; j++)
            t[j] = (t[j] - greatest) - logarithm;
    }
    NAME(store_columns)(rows, columns, t, out);
}

// Writes the greatest element of each row, and log Σ exp(x − greatest). The cross-entropy uses the numbers of log-softmax.
static void NAME(log_sums_of_narrow)(long rows, long columns, const REAL *x, REAL *greatest, REAL *logarithm) {
    for (long i = 0; i < rows; i += LANES) {
        const long count = rows - i < LANES ? rows - i : LANES;
        vreal t[NARROW];
        if (count == LANES)
            NAME(load_columns)(LANES, columns, x + i * columns, t);
        else
            NAME(load_columns)(count, columns, x + i * columns, t);
        const vreal best = NAME(greatest_of_columns)(columns, t);
        store_some(greatest + i, best, count);
        store_some(logarithm + i, NAME(log_sum_of_columns)(columns, best, t), count);
    }
}

static void NAME(softmax_of_narrow)(synann_softmax_operation operation, long rows, long columns, const REAL *x,
                                    REAL *out) {
    const long width = operation == SYNANN_LOG_SUM_EXP ? 1 : columns;
    long i = 0;
    for (; i + LANES <= rows; i += LANES)
        NAME(softmax_of_rows)(operation, LANES, columns, x + i * columns, out + i * width);
    if (i < rows)
        NAME(softmax_of_rows)(operation, rows - i, columns, x + i * columns, out + i * width);
}
