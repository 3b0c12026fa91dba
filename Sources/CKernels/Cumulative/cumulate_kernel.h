#undef TOTAL
#undef IS_UNORDERED
#undef GREATER_OF
#undef LESS_OF
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#include "../Vector/vector_math.h"
#define TOTAL double
#define IS_UNORDERED(a) ((a) != (a))
#elif defined(IS_UNSIGNED)
#define TOTAL uint64_t
#define IS_UNORDERED(a) 0
#else
#define TOTAL int64_t
#define IS_UNORDERED(a) 0
#endif

// `a` is the accumulated number. If it is NaN, the result is NaN.
#define GREATER_OF(a, b) ((b) > (a) || (IS_UNORDERED(b) && !IS_UNORDERED(a)) ? (b) : (a))
#define LESS_OF(a, b) ((b) < (a) || (IS_UNORDERED(b) && !IS_UNORDERED(a)) ? (b) : (a))

// An accumulation is a chain: each step waits for the step before it. A row is therefore divided into blocks of CHAINS
// runs with RUN elements each. The chains of the runs are independent. The result of all earlier elements is then
// combined with each run.
#ifndef CHAINS
#define CHAINS 8
#define RUN 64
// The number of columns that are accumulated together.
#define COLUMNS 64
#endif

#define CUMULATE(COMBINE)                                                                            \
    for (long j0 = first; j0 < end; j0 += COLUMNS) {                                                 \
        const long width = end - j0 < COLUMNS ? end - j0 : COLUMNS;                                  \
        const long start = (axis.reverse ? axis.length - 1 : 0) * axis.inner + j0;                   \
        const REAL *from = x + start;                                                                \
        REAL *to = out + start;                                                                      \
        if (axis.inner == 1) {                                                                       \
            CUMULATE_ROW(COMBINE)                                                                    \
            continue;                                                                                \
        }                                                                                            \
        TOTAL totals[COLUMNS];                                                                       \
        for (long j = 0; j < width; j++)                                                             \
            to[j] = from[j], totals[j] = (TOTAL)from[j];                                             \
        for (long i = 1; i < axis.length; i++) {                                                     \
            from += direction * axis.inner, to += direction * axis.inner;                            \
            for (long j = 0; j < width; j++)                                                         \
                totals[j] = COMBINE(totals[j], (TOTAL)from[j]), to[j] = (REAL)totals[j];             \
        }                                                                                            \
    }                                                                                                \
    break;

#define CUMULATE_ROW(COMBINE)                                                                        \
    TOTAL total = (TOTAL)from[0];                                                                    \
    to[0] = from[0];                                                                                 \
    long i = 1;                                                                                      \
    for (; i + CHAINS * RUN <= axis.length; i += CHAINS * RUN) {                                     \
        TOTAL runs[CHAINS][RUN];                                                                     \
        for (long c = 0; c < CHAINS; c++)                                                            \
            runs[c][0] = (TOTAL)from[direction * (i + c * RUN)];                                     \
        for (long k = 1; k < RUN; k++)                                                               \
            for (long c = 0; c < CHAINS; c++)                                                        \
                runs[c][k] = COMBINE(runs[c][k - 1], (TOTAL)from[direction * (i + c * RUN + k)]);    \
        for (long c = 0; c < CHAINS; c++) {                                                          \
            for (long k = 0; k < RUN; k++)                                                           \
                to[direction * (i + c * RUN + k)] = (REAL)COMBINE(total, runs[c][k]);                \
            total = COMBINE(total, runs[c][RUN - 1]);                                                \
        }                                                                                            \
    }                                                                                                \
    for (; i < axis.length; i++) {                                                                   \
        total = COMBINE(total, (TOTAL)from[direction * i]);                                          \
        to[direction * i] = (REAL)total;                                                             \
    }

#define SUM_OF(a, b) ((a) + (b))
#define PRODUCT_OF(a, b) ((a) * (b))

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

// Returns log(eᵃ + eᵇ).
INLINE double NAME(log_of_sum)(double a, double b) {
    const double greater = GREATER_OF(a, b), less = LESS_OF(a, b);
    return greater - greater != 0 ? greater : greater + log1p(exp(less - greater));
}

#define LOG_SUM_OF(a, b) NAME(log_of_sum)(a, b)

#endif

static void NAME(cumulate)(synann_cumulation cumulation, synann_cumulated_axis axis, long first, long end,
                           const REAL *x, REAL *out) {
    if (axis.length == 0)
        return;
    const long direction = axis.reverse ? -1 : 1;
    switch (cumulation) {
    case SYNANN_CUMULATE_SUM: CUMULATE(SUM_OF)
    case SYNANN_CUMULATE_PRODUCT: CUMULATE(PRODUCT_OF)
    case SYNANN_CUMULATE_GREATEST: CUMULATE(GREATER_OF)
    case SYNANN_CUMULATE_LEAST: CUMULATE(LESS_OF)
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    case SYNANN_CUMULATE_LOG_SUM_EXP: CUMULATE(LOG_SUM_OF)
#endif
    default: break;
    }
}

#undef CUMULATE
#undef CUMULATE_ROW
#undef SUM_OF
#undef PRODUCT_OF
#undef LOG_SUM_OF

static void NAME(cumulate_position)(int greatest, synann_cumulated_axis axis, const REAL *x, int64_t *out) {
    const long direction = axis.reverse ? -1 : 1, start = axis.reverse ? axis.length - 1 : 0;
    for (long j = 0; j < axis.inner; j++) {
        long best = start;
        for (long k = 0; k < axis.length; k++) {
            const long i = start + direction * k;
            const REAL value = x[i * axis.inner + j], former = x[best * axis.inner + j];
            if (!IS_UNORDERED(former) && (IS_UNORDERED(value) || (greatest ? value > former : value < former)))
                best = i;
            out[i * axis.inner + j] = best;
        }
    }
}

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

static void NAME(linear_recurrence)(synann_cumulated_axis axis, const REAL *a, const REAL *b, REAL *y) {
    const long direction = axis.reverse ? -1 : 1, start = axis.reverse ? axis.length - 1 : 0;
    for (long j = 0; j < axis.inner; j++) {
        double value = 0;
        for (long k = 0; k < axis.length; k++) {
            const long at = (start + direction * k) * axis.inner + j;
            value = k == 0 ? (double)b[at] : (double)b[at] + (double)a[at] * value;
            y[at] = (REAL)value;
        }
    }
}

#endif
