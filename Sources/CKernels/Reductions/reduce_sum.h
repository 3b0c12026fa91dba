// Sums and products of the elements along a line. There is no include guard, as in vector.h.

// The number of vectors in a block. An accumulator sums the vectors of a block in the element type, and then adds the
// sum to a total of the type TOTAL. The error therefore remains near a single rounding, and the conversion to TOTAL
// happens only once for each block.
#ifndef VECTORS_PER_BLOCK
#define VECTORS_PER_BLOCK 16
#endif

// The number of elements in a block of four accumulators. Elements with gaps are copied to a buffer of this length, so
// that a sum does not depend on the gaps.
#undef BLOCK_COUNT
#define BLOCK_COUNT (4 * LANES * VECTORS_PER_BLOCK)

// The number of blocks in a page of memory, and the number of elements.
#undef BLOCKS_PER_PAGE
#undef PAGE_COUNT
#define PAGE_COUNT (4096 / (long)sizeof(REAL))
#define BLOCKS_PER_PAGE (PAGE_COUNT / BLOCK_COUNT)

#include "../Vector/vector_gaps.h"

// Returns `count` ≤ BLOCK_COUNT elements at the distance `stride` as a contiguous array: x itself, or a copy in `buffer`.
INLINE const REAL *NAME(contiguous)(long count, const REAL *x, long stride, REAL *buffer) {
    if (stride == 1)
        return x;
    NAME(copy_without_gaps)(count, x, stride, buffer);
    return buffer;
}

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

// A total for each lane of a vector of elements. For float this vector is wider than the registers, so functions receive
// it by pointer: no calling convention covers it.
#undef TOTAL_BYTES
#ifdef IS_FLOAT
#define TOTAL_BYTES (2 * VECTOR_BYTES)
#else
#define TOTAL_BYTES VECTOR_BYTES
#endif
typedef TOTAL NAME(vtotal) __attribute__((vector_size(TOTAL_BYTES)));

// Defines `narrow`, a vector of `bytes` bytes: the sum of the two halves of `wide`.
#undef ADD_HALVES
#define ADD_HALVES(bytes, wide, narrow)                                                \
    typedef TOTAL narrow##_total __attribute__((vector_size(bytes)));                  \
    narrow##_total narrow, narrow##_upper;                                             \
    memcpy(&narrow, &(wide), bytes);                                                   \
    memcpy(&narrow##_upper, (const char *)&(wide) + (bytes), bytes);                   \
    narrow += narrow##_upper;

// Returns the sum of the lanes. Each step adds the second half of the lanes to the first half.
INLINE TOTAL NAME(sum_of_lanes)(const NAME(vtotal) *totals) {
    const NAME(vtotal) all = *totals;
#if TOTAL_BYTES == 128
    ADD_HALVES(64, all, sum_64)
    ADD_HALVES(32, sum_64, sum_32)
    ADD_HALVES(16, sum_32, sum_16)
#elif TOTAL_BYTES == 64
    ADD_HALVES(32, all, sum_32)
    ADD_HALVES(16, sum_32, sum_16)
#elif TOTAL_BYTES == 32
    ADD_HALVES(16, all, sum_16)
#else
    const NAME(vtotal) sum_16 = all;
#endif
    return sum_16[0] + sum_16[1];
}

// Adds `expression`, a function of the vector va at `place`, to four accumulators.
#define ADD_FOUR(sums, place, expression)                                              \
    for (int part = 0; part < 4; part++) {                                             \
        vreal va = load((place) + part * LANES);                                       \
        sums[part] += expression;                                                      \
    }

// Adds the sum of four accumulators to the total.
#define SUM_OF_FOUR(sums) ((sums[0] + sums[1]) + (sums[2] + sums[3]))
#define ADD_BLOCK(sums)                                                                \
    {                                                                                  \
        const vreal block = SUM_OF_FOUR(sums);                                         \
        sum += __builtin_convertvector(block, NAME(vtotal));                           \
    }

// Adds `expression`, a function of the vector va of contiguous elements, to the totals. The first loop sums blocks of two
// neighbouring pages at the same time: the processor fetches the pages in parallel, because it prefetches within a page,
// and four accumulators would not keep its adders busy. The totals add the blocks in the order of the second loop.
#define ADD_ELEMENTS(expression)                                                       \
    NAME(vtotal) sum = *totals;                                                        \
    long i = 0;                                                                        \
    for (; i + 2 * PAGE_COUNT <= count; i += 2 * PAGE_COUNT) {                         \
        vreal blocks[2 * BLOCKS_PER_PAGE];                                             \
        for (long b = 0; b < BLOCKS_PER_PAGE; b++) {                                   \
            vreal first[4] = {{0}}, second[4] = {{0}};                                 \
            const REAL *start = x + i + b * BLOCK_COUNT;                               \
            for (long j = 0; j < BLOCK_COUNT; j += 4 * LANES) {                        \
                ADD_FOUR(first, start + j, expression)                                 \
                ADD_FOUR(second, start + j + PAGE_COUNT, expression)                   \
            }                                                                          \
            blocks[b] = SUM_OF_FOUR(first);                                            \
            blocks[BLOCKS_PER_PAGE + b] = SUM_OF_FOUR(second);                         \
        }                                                                              \
        for (long b = 0; b < 2 * BLOCKS_PER_PAGE; b++)                                 \
            sum += __builtin_convertvector(blocks[b], NAME(vtotal));                   \
    }                                                                                  \
    while (i + 4 * LANES <= count) {                                                   \
        const long end = i + BLOCK_COUNT;                                              \
        vreal sums[4] = {{0}};                                                         \
        for (; i + 4 * LANES <= count && i < end; i += 4 * LANES)                      \
            ADD_FOUR(sums, x + i, expression)                                          \
        ADD_BLOCK(sums)                                                                \
    }                                                                                  \
    for (; i + LANES <= count; i += LANES) {                                           \
        const vreal va = load(x + i);                                                  \
        const vreal value = expression;                                                \
        sum += __builtin_convertvector(value, NAME(vtotal));                           \
    }                                                                                  \
    if (i < count) {                                                                   \
        const vreal va = load_some(x + i, count - i);                                  \
        const vreal value = expression;                                                \
        const vreal inside = choose(lanes_before(count - i), value, broadcast(0));     \
        sum += __builtin_convertvector(inside, NAME(vtotal));                          \
    }                                                                                  \
    *totals = sum;

INLINE void NAME(add_elements)(long count, const REAL *x, NAME(vtotal) *totals) {
    ADD_ELEMENTS(va)
}

INLINE void NAME(add_squares)(long count, const REAL *x, REAL shift, NAME(vtotal) *totals) {
    ADD_ELEMENTS((va - shift) * (va - shift))
}

INLINE void NAME(add_absolutes)(long count, const REAL *x, NAME(vtotal) *totals) {
    ADD_ELEMENTS(choose(va < 0, -va, va))
}

#undef ADD_ELEMENTS
#undef ADD_BLOCK
#undef SUM_OF_FOUR
#undef ADD_FOUR

INLINE TOTAL NAME(sum_of_elements)(long count, const REAL *x) {
    NAME(vtotal) totals = {0};
    NAME(add_elements)(count, x, &totals);
    return NAME(sum_of_lanes)(&totals);
}

INLINE TOTAL NAME(sum_of_squares)(long count, const REAL *x, REAL shift) {
    NAME(vtotal) totals = {0};
    NAME(add_squares)(count, x, shift, &totals);
    return NAME(sum_of_lanes)(&totals);
}

INLINE TOTAL NAME(sum_of_absolutes)(long count, const REAL *x) {
    NAME(vtotal) totals = {0};
    NAME(add_absolutes)(count, x, &totals);
    return NAME(sum_of_lanes)(&totals);
}

// Returns the sum of the elements of a line with gaps, of their squares or of their absolute values. The blocks are
// those of a contiguous line, so the sum is the same.
static TOTAL NAME(sum_line)(synann_reduction reduction, long count, const REAL *x, long stride, REAL shift) {
    NAME(vtotal) totals = {0};
    REAL buffer[BLOCK_COUNT];
    for (long start = 0; start < count; start += BLOCK_COUNT) {
        const long length = count - start < BLOCK_COUNT ? count - start : BLOCK_COUNT;
        const REAL *block = NAME(contiguous)(length, x + start * stride, stride, buffer);
        if (reduction == SYNANN_SUM)
            NAME(add_elements)(length, block, &totals);
        else if (reduction == SYNANN_SUM_OF_SQUARES)
            NAME(add_squares)(length, block, shift, &totals);
        else
            NAME(add_absolutes)(length, block, &totals);
    }
    return NAME(sum_of_lanes)(&totals);
}

#else

// The number of elements of at most 16 bits that are summed in 32 bits. The sum stays below 2³⁰, so it cannot overflow.
#ifndef NARROW_BLOCK
#define NARROW_BLOCK 16384
#endif

// Returns the sum of the integers of a line.
static TOTAL NAME(sum_line)(synann_reduction reduction, long count, const REAL *x, long stride, REAL shift) {
    (void)reduction, (void)shift;
    TOTAL total = 0;
    if (stride != 1 || sizeof(REAL) > 2) {
        long i = 0;
        TOTAL second = 0;
        if (stride == 1)
            for (; i + 2 * PAGE_COUNT <= count; i += 2 * PAGE_COUNT)
                for (long j = i; j < i + PAGE_COUNT; j++) {
                    total += (TOTAL)x[j];
                    second += (TOTAL)x[j + PAGE_COUNT];
                }
        total += second;
        if (stride == 1)
            for (; i < count; i++)
                total += (TOTAL)x[i];
        else
            for (; i < count; i++)
                total += (TOTAL)x[i * stride];
        return total;
    }
    for (long start = 0; start < count; start += NARROW_BLOCK) {
        const long end = start + NARROW_BLOCK < count ? start + NARROW_BLOCK : count;
        int32_t sum = 0;
        for (long i = start; i < end; i++)
            sum += (int32_t)x[i];
        total += (TOTAL)sum;
    }
    return total;
}

#endif

// Returns the sum over both loops of `axes`, for elements with gaps. A repeated element (stride 0) is added in TOTAL.
static TOTAL NAME(sum_with_gaps)(synann_reduction reduction, synann_reduced_axes axes, const REAL *x, REAL shift) {
    TOTAL total = 0;
    for (long i = 0; i < axes.outer; i++) {
        const REAL *line = x + i * axes.outer_stride;
        if (axes.inner_stride != 0) {
            total += NAME(sum_line)(reduction, axes.inner, line, axes.inner_stride, shift);
            continue;
        }
        const REAL value = reduction == SYNANN_SUM_OF_ABSOLUTES && *line < 0 ? -*line : *line;
        const TOTAL distance = (TOTAL)(value - shift);
        for (long j = 0; j < axes.inner; j++)
            total += reduction == SYNANN_SUM_OF_SQUARES ? distance * distance : (TOTAL)value;
    }
    return total;
}

// Writes the sum of each result, where `line_sum` is the sum of the contiguous elements of `line`.
#define SUM_LINES(line_sum)                                                            \
    for (long r = 0; r < results.count; r++) {                                         \
        const REAL shift = shifts ? shifts[r] : 0;                                     \
        (void)shift;                                                                   \
        TOTAL total = 0;                                                               \
        for (long i = 0; i < axes.outer; i++) {                                        \
            const REAL *line = x + r * results.stride + i * axes.outer_stride;         \
            total += line_sum;                                                         \
        }                                                                              \
        out[r] = (RESULT)total;                                                        \
    }                                                                                  \
    return;

static void NAME(reduce_sums)(synann_reduction reduction, synann_results results, synann_reduced_axes axes,
                              const REAL *x, const REAL *shifts, RESULT *out) {
    if (axes.inner_stride != 1) {
        for (long r = 0; r < results.count; r++)
            out[r] = (RESULT)NAME(sum_with_gaps)(reduction, axes, x + r * results.stride, shifts ? shifts[r] : 0);
        return;
    }
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    const long count = axes.inner;
    if (reduction == SYNANN_SUM_OF_SQUARES) {
        SUM_LINES(NAME(sum_of_squares)(count, line, shift))
    } else if (reduction == SYNANN_SUM_OF_ABSOLUTES) {
        SUM_LINES(NAME(sum_of_absolutes)(count, line))
    }
    SUM_LINES(NAME(sum_of_elements)(count, line))
#else
    SUM_LINES(NAME(sum_line)(reduction, axes.inner, line, 1, 0))
#endif
}

#undef SUM_LINES

// A product of many elements is a chain: each multiplication waits for the multiplication before it. The code therefore
// computes FACTORS independent products at the same time, and multiplies them at the end.
#ifndef FACTORS
#define FACTORS 32
#endif

INLINE TOTAL NAME(product_of)(long count, const REAL *x, long stride) {
    TOTAL products[FACTORS], product = 1;
    for (long part = 0; part < FACTORS; part++)
        products[part] = 1;
    long i = 0;
    if (stride == 1)
        for (; i + FACTORS <= count; i += FACTORS)
            for (long part = 0; part < FACTORS; part++)
                products[part] *= (TOTAL)x[i + part];
    else
        for (; i + FACTORS <= count; i += FACTORS)
            for (long part = 0; part < FACTORS; part++)
                products[part] *= (TOTAL)x[(i + part) * stride];
    if (i > 0)
        for (long width = FACTORS / 2; width > 0; width /= 2)
            for (long part = 0; part < width; part++)
                products[part] *= products[part + width];
    for (; i < count; i++)
        product *= (TOTAL)x[i * stride];
    return product * products[0];
}

static TOTAL NAME(reduce_product)(synann_reduced_axes axes, const REAL *x) {
    TOTAL total = 1;
    for (long i = 0; i < axes.outer; i++)
        total *= NAME(product_of)(axes.inner, x + i * axes.outer_stride, axes.inner_stride);
    return total;
}
