// Short operations on matrices that the processor does not fetch ahead by itself: reversed operands, and rows with gaps
// between them, because the processor fetches ahead within a page only. There is no include guard, as in vector.h.

#ifndef STEP_BYTES
// A step of the loop prefetches and computes two cache lines.
#define STEP_BYTES 128
// The distance in bytes of the prefetched elements of a reversed row.
#define REVERSED_AHEAD 1024
// Shorter rows would cost more than they gain, and a longer row would leave the first-level cache before it is read.
#define SHORTEST_PREFETCHED_ROW 1024
#define LONGEST_PREFETCHED_ROW 8192
// A smaller matrix is likely to be in the cache.
#define LEAST_PREFETCHED_BYTES 65536
#endif

// A matrix operand. A step prefetches the elements `ahead` elements after the elements that it reads.
#define short_operand NAME(short_operand)
typedef struct {
    const REAL *data;
    long row_stride, stride, ahead;
} short_operand;

INLINE void NAME(prefetch_step)(const REAL *x, long stride) {
    const long line = 64 / (long)sizeof(REAL);
    if (stride) {
        __builtin_prefetch(x);
        __builtin_prefetch(x + stride * line);
    }
}

INLINE vreal NAME(load_in_direction)(const REAL *x, long i, long stride, vreal repeated) {
    if (stride < 0)
        return NAME(load_reversed)(x - i);
    return stride ? load(x + i) : repeated;
}

#define FOR_EACH(expression)                                                           \
    for (long row = 0; row < rows; row++) {                                            \
        const REAL *x = a.data + row * a.row_stride, *y = b.data + row * b.row_stride; \
        REAL *to = out + row * out_row;                                                \
        const vreal all_x = broadcast(x[0]), all_y = broadcast(y[0]);                  \
        const long step = STEP_BYTES / (long)sizeof(REAL);                             \
        long i = 0;                                                                    \
        for (; i + step <= columns; i += step) {                                       \
            NAME(prefetch_step)(x + i * a.stride + a.ahead, a.stride);                 \
            NAME(prefetch_step)(y + i * b.stride + b.ahead, b.stride);                 \
            NAME(prefetch_step)(to + i + out_ahead, 1);                                \
            for (long j = i; j < i + step; j += LANES) {                               \
                const vreal va = NAME(load_in_direction)(x, j, a.stride, all_x);       \
                const vreal vb = NAME(load_in_direction)(y, j, b.stride, all_y);       \
                store(to + j, expression);                                             \
            }                                                                          \
        }                                                                              \
        for (; i < columns; i++) {                                                     \
            const REAL va = x[i * a.stride], vb = y[i * b.stride];                     \
            to[i] = expression;                                                        \
        }                                                                              \
    }                                                                                  \
    break;

// The strides must be constants, so that each call has a loop of its own.
INLINE void NAME(combine_short)(synann_binary_operation operation, long rows, long columns, short_operand a,
                                short_operand b, REAL *out, long out_row, long out_ahead) {
    switch (operation) {
    case SYNANN_ADD: FOR_EACH(va + vb)
    case SYNANN_SUBTRACT: FOR_EACH(va - vb)
    case SYNANN_MULTIPLY: FOR_EACH(va * vb)
    default: break;
    }
}

#undef FOR_EACH

INLINE int NAME(has_prefetched_rows)(long rows, long columns, synann_strided_rows a, synann_strided_rows b,
                                     long out_row) {
    const long bytes = columns * (long)sizeof(REAL);
    const int has_gaps = a.row_stride > columns || b.row_stride > columns || out_row > columns;
    return has_gaps && bytes >= SHORTEST_PREFETCHED_ROW && bytes <= LONGEST_PREFETCHED_ROW
        && rows * bytes >= LEAST_PREFETCHED_BYTES;
}

#define COMBINE(a_stride, b_stride)                                                    \
    if (first.stride == (a_stride) && second.stride == (b_stride)) {                   \
        const long a_ahead = ahead ? (a_stride) * ahead : first.row_stride;            \
        const long b_ahead = ahead ? (b_stride) * ahead : second.row_stride;           \
        const short_operand a = {first.data, first.row_stride, a_stride, a_ahead};     \
        const short_operand b = {second.data, second.row_stride, b_stride, b_ahead};   \
        NAME(combine_short)(operation, rows, columns, a, b, out, out_row, ahead ? ahead : out_row); \
        return 1;                                                                      \
    }

// Computes a short operation of operands that the processor does not fetch ahead. Returns 0 for other operations and
// operands, and then writes nothing.
static int NAME(binary_short)(synann_binary_operation operation, long rows, long columns, synann_strided_rows first,
                              synann_strided_rows second, REAL *out, long out_row) {
    if (operation != SYNANN_ADD && operation != SYNANN_SUBTRACT && operation != SYNANN_MULTIPLY)
        return 0;
    if (first.stride == -1 || second.stride == -1) {
        const long ahead = REVERSED_AHEAD / (long)sizeof(REAL);
        COMBINE(-1, 0)
        COMBINE(-1, 1)
        COMBINE(-1, -1)
        COMBINE(0, -1)
        COMBINE(1, -1)
    } else if (NAME(has_prefetched_rows)(rows, columns, first, second, out_row)) {
        const long ahead = 0;
        COMBINE(1, 0)
        COMBINE(1, 1)
        COMBINE(0, 1)
    }
    return 0;
}

#undef COMBINE
#undef short_operand
