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

// GREATER_OF is the greater of two numbers, and LESS_OF is the lesser. `a` is the accumulated number, and `b` is the
// next number. The result is NaN if `a` or `b` is NaN.
#define GREATER_OF(a, b) ((b) > (a) || (IS_UNORDERED(b) && !IS_UNORDERED(a)) ? (b) : (a))
#define LESS_OF(a, b) ((b) < (a) || (IS_UNORDERED(b) && !IS_UNORDERED(a)) ? (b) : (a))

// An accumulation is a chain: each step waits for the step before it. A long row is therefore divided into blocks of
// CHAINS runs, with RUN elements in each run. The runs of a block are independent, so they are accumulated at the same
// time. The accumulated number of all elements before a run is then combined with each number of the run.
#ifndef CHAINS
#define CHAINS 8
#define RUN 64
// The number of lines that are accumulated together if the elements of a line are not contiguous.
#define COLUMNS 64
#endif

#define CUMULATE(COMBINE)                                                                            \
    if (layout->element_stride != 1)                                                                 \
        for (long j0 = 0; j0 < lines; j0 += COLUMNS) {                                               \
            const REAL *from = x + start + j0 * line_stride;                                         \
            REAL *to = out + start + j0 * line_stride;                                               \
            const long width = lines - j0 < COLUMNS ? lines - j0 : COLUMNS;                          \
            if (line_stride == 1)                                                                    \
                CUMULATE_COLUMNS(COMBINE, 1)                                                         \
            else                                                                                     \
                CUMULATE_COLUMNS(COMBINE, line_stride)                                               \
        }                                                                                            \
    else {                                                                                           \
        long row = 0;                                                                                \
        if (length < CHAINS * RUN)                                                                   \
            for (; row + CHAINS <= lines; row += CHAINS)                                             \
                CUMULATE_SHORT_ROWS(COMBINE, x + start + row * line_stride, out + start + row * line_stride) \
        for (; row < lines; row++) {                                                                 \
            const REAL *from = x + start + row * line_stride;                                        \
            REAL *to = out + start + row * line_stride;                                              \
            CUMULATE_ROW(COMBINE)                                                                    \
        }                                                                                            \
    }                                                                                                \
    break;

#define CUMULATE_COLUMNS(COMBINE, line_stride)                                                       \
    {                                                                                                \
        TOTAL totals[COLUMNS];                                                                       \
        for (long j = 0; j < width; j++)                                                             \
            to[j * (line_stride)] = from[j * (line_stride)], totals[j] = (TOTAL)from[j * (line_stride)]; \
        for (long i = 1; i < length; i++) {                                                          \
            from += step, to += step;                                                                \
            for (long j = 0; j < width; j++) {                                                       \
                totals[j] = COMBINE(totals[j], (TOTAL)from[j * (line_stride)]);                      \
                to[j * (line_stride)] = (REAL)totals[j];                                             \
            }                                                                                        \
        }                                                                                            \
    }

#define CUMULATE_SHORT_ROWS(COMBINE, source, target)                                                 \
    {                                                                                                \
        const REAL *from = source;                                                                   \
        REAL *to = target;                                                                           \
        TOTAL totals[CHAINS];                                                                        \
        for (long c = 0; c < CHAINS; c++)                                                            \
            totals[c] = (TOTAL)from[c * line_stride], to[c * line_stride] = from[c * line_stride];   \
        for (long i = 1; i < length; i++) {                                                          \
            from += direction, to += direction;                                                      \
            for (long c = 0; c < CHAINS; c++) {                                                      \
                totals[c] = COMBINE(totals[c], (TOTAL)from[c * line_stride]);                        \
                to[c * line_stride] = (REAL)totals[c];                                               \
            }                                                                                        \
        }                                                                                            \
    }

#define CUMULATE_ROW(COMBINE)                                                                        \
    TOTAL total = (TOTAL)from[0];                                                                    \
    to[0] = from[0];                                                                                 \
    long i = 1;                                                                                      \
    for (; i + CHAINS * RUN <= length; i += CHAINS * RUN) {                                     \
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
    for (; i < length; i++) {                                                                        \
        total = COMBINE(total, (TOTAL)from[direction * i]);                                          \
        to[direction * i] = (REAL)total;                                                             \
    }

#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define SUM_OF(a, b) ((a) + (b))
#define PRODUCT_OF(a, b) ((a) * (b))
#else
// The operations are unsigned, because overflow must wrap around.
#define SUM_OF(a, b) ((TOTAL)((uint64_t)(a) + (uint64_t)(b)))
#define PRODUCT_OF(a, b) ((TOTAL)((uint64_t)(a) * (uint64_t)(b)))
#endif

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

// Returns log(eᵃ + eᵇ) without overflow; NaN if a or b is NaN, and ∞ if a or b is ∞.
INLINE double NAME(log_of_sum)(double a, double b) {
    const double greater = GREATER_OF(a, b), less = LESS_OF(a, b);
    return greater - greater != 0 ? greater : greater + log1p(exp(less - greater));
}

#define LOG_SUM_OF(a, b) NAME(log_of_sum)(a, b)

#endif

static void NAME(cumulate)(synann_cumulation cumulation, int reverse, const synann_line_layout *layout, const REAL *x,
                           REAL *out) {
    const long length = layout->length, lines = layout->lines, line_stride = layout->line_stride;
    const long direction = reverse ? -1 : 1, step = direction * layout->element_stride;
    const long start = reverse ? (length - 1) * layout->element_stride : 0;
    if (length == 0)
        return;
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
#undef CUMULATE_COLUMNS
#undef CUMULATE_SHORT_ROWS
#undef CUMULATE_ROW
#undef SUM_OF
#undef PRODUCT_OF
#undef LOG_SUM_OF

static void NAME(cumulate_position)(int greatest, int reverse, const synann_line_layout *layout, const REAL *x,
                                    int64_t *out) {
    const long stride = layout->element_stride, direction = reverse ? -1 : 1;
    const long start = reverse ? layout->length - 1 : 0;
    for (long line = 0; line < layout->lines; line++) {
        const REAL *from = x + line * layout->line_stride;
        int64_t *to = out + line * layout->line_stride;
        long best = start;
        for (long k = 0; k < layout->length; k++) {
            const long i = start + direction * k;
            const REAL value = from[i * stride], former = from[best * stride];
            if (!IS_UNORDERED(former) && (IS_UNORDERED(value) || (greatest ? value > former : value < former)))
                best = i;
            to[i * stride] = best;
        }
    }
}

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

static void NAME(linear_recurrence)(int reverse, const synann_line_layout *layout, const REAL *a, const REAL *b,
                                    REAL *y) {
    const long step = (reverse ? -1 : 1) * layout->element_stride;
    const long start = reverse ? (layout->length - 1) * layout->element_stride : 0;
    for (long line = 0; line < layout->lines; line++) {
        long at = start + line * layout->line_stride;
        double value = 0;
        for (long k = 0; k < layout->length; k++, at += step) {
            value = k == 0 ? (double)b[at] : (double)b[at] + (double)a[at] * value;
            y[at] = (REAL)value;
        }
    }
}

static void NAME(complex_recurrence)(int reverse, const synann_line_layout *layout, const REAL *a, const REAL *b,
                                     REAL *y) {
    const long step = 2 * (reverse ? -1 : 1) * layout->element_stride;
    const long start = reverse ? 2 * (layout->length - 1) * layout->element_stride : 0;
    for (long line = 0; line < layout->lines; line++) {
        long at = start + 2 * line * layout->line_stride;
        double real = 0, imaginary = 0;
        for (long k = 0; k < layout->length; k++, at += step) {
            const double a_real = k == 0 ? 0 : a[at], a_imaginary = k == 0 ? 0 : a[at + 1];
            const double product = a_real * real - a_imaginary * imaginary;
            imaginary = b[at + 1] + (a_real * imaginary + a_imaginary * real);
            real = b[at] + product;
            y[at] = (REAL)real, y[at + 1] = (REAL)imaginary;
        }
    }
}

#endif
