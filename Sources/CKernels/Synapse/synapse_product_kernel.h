#include "../Vector/vector_math.h"
#include "../Vector/vector_transpose.h"

// A tile is ROWS samples by two vectors of outputs. The registers for the ROWS · 2 products leave enough registers for
// β and intermediate results.
#undef ROWS
#undef PANEL
#if HAS_AVX512
#define ROWS 12
#else
#define ROWS 6
#endif
#define PANEL (2 * LANES)

#include "synapse_schedule.h"
#include "synapse_tile.h"
#include "synapse_exact_kernel.h"
#include "synapse_gradient_kernel.h"
#include "synapse_logarithm_kernel.h"

static void NAME(synapse_tile_shape)(long *rows, long *panel) {
    *rows = ROWS;
    *panel = PANEL;
}

// Packs LANES columns, from column j on, of `count` rows of β, and includes them in the greatest absolute values.
// Elements of other rows are 0.
INLINE void NAME(pack_square)(long inputs, long count, const REAL *beta, long columns, REAL *packed, REAL *magnitude) {
    const vint sign = (vint)broadcast((REAL)-0.0);
    vreal rows[LANES], greatest = load_some(magnitude, columns);
    for (long i = 0; i < LANES; i++) {
        rows[i] = i < count ? load_some(beta + i * inputs, columns) : broadcast(0);
        greatest = NAME(greater_magnitude)((vreal)((vint)rows[i] & ~sign), greatest);
    }
    store_some(magnitude, greatest, columns);
    transpose_lanes(rows);
    for (long c = 0; c < columns; c++)
        store(packed + c * PANEL, rows[c]);
}

INLINE void NAME(pack_panel)(long inputs, long count, const REAL *beta, REAL *packed, REAL *magnitude) {
    // The loop packs blocks of 32 columns, so that the cache lines that it writes stay in the first-level cache until
    // they are complete. It reads only LANES rows at a time: the rows of many shapes have the same place in the cache.
    for (long start = 0; start < inputs; start += 32)
        for (long half = 0; half < PANEL; half += LANES)
            for (long j = start; j < inputs && j < start + 32; j += LANES) {
                const long rows = count - half, at = half * inputs + j;
                if (rows >= LANES && j + LANES <= inputs)
                    NAME(pack_square)(inputs, LANES, beta + at, LANES, packed + j * PANEL + half, magnitude + j);
                else
                    NAME(pack_square)(inputs, rows, beta + (rows > 0 ? at : 0), inputs - j < LANES ? inputs - j : LANES,
                                      packed + j * PANEL + half, magnitude + j);
            }
}

static void NAME(synapse_pack)(synann_synapse_weights weights, long first, long end, REAL *packed, REAL *magnitude) {
    const long inputs = weights.inputs;
    memset(magnitude, 0, (size_t)inputs * sizeof(REAL));
    for (long p = first; p < end; p++)
        NAME(pack_panel)(inputs, weights.outputs - p * PANEL, (const REAL *)weights.beta + p * PANEL * inputs,
                         packed + p * PANEL * inputs, magnitude);
}

// Returns a schedule whose arrays are in `scratch`.
static NAME(schedule) NAME(schedule_in)(char *scratch, long inputs) {
    NAME(schedule) s = {.inputs = inputs};
    long row = (inputs * (long)sizeof(REAL) + 63) / 64 * 64;
    s.values = (REAL *)scratch, scratch += row * ROWS + 64;
    s.weights = (REAL *)scratch, scratch += row * ROWS;
    s.inverse = (REAL *)scratch, scratch += row * ROWS;
    s.bounds = (REAL *)scratch, scratch += row;
    s.growth = (REAL *)scratch, scratch += row;
    s.columns = (int32_t *)scratch, scratch += row;
    s.segments = (NAME(segment) *)scratch;
    return s;
}

// Writes the number of scratch bytes of a block, rounded up to a whole number of cache lines, because the scratch
// memory of several blocks is contiguous.
static void NAME(block_scratch_bytes)(long inputs, long *bytes) {
    long row = (inputs * (long)sizeof(REAL) + 63) / 64 * 64;
    // The scratch memory contains 3 · ROWS + 3 rows of the schedule, a vector after `values`, the segments of the
    // schedule, and ROWS rows for the samples of an incomplete block.
    *bytes = (row * (3 * ROWS + 3) + 64 + (2 * inputs + 2) * (long)sizeof(NAME(segment)) + row * ROWS + 63) / 64 * 64;
}

// Writes `lanes` results of `count` samples, from output i on, whose products are in vector `half` of the tile.
INLINE void NAME(store_vectors)(const synann_synapse *s, int splits, const NAME(products) *products, long half,
                                long sample, long count, long i, long lanes) {
    const REAL *excitation = s->excitation, *alpha = s->alpha;
    const vreal scale = alpha ? load_some(alpha + i, lanes) : broadcast(1);
    for (long r = 0; r < count; r++) {
        const long at = (sample + r) * s->outputs + i;
        vreal value = products->mantissa[r][half];
        const vint exponent = products->exponent[r][half];
        if (s->as_logarithm) {
            value = NAME(vlog)(value);
            if (splits)
                value += __builtin_convertvector(exponent, vreal) * (REAL)0.693147180559945309417;
        } else if (splits) {
            value = NAME(joined)(value, exponent);
        }
        store_some((REAL *)s->product + at, value, lanes);
        if (s->result)
            store_some((REAL *)s->result + at,
                       (excitation ? value * load_some(excitation + at, lanes) : value) * scale, lanes);
    }
}

static void NAME(store_products)(const synann_synapse *s, const NAME(schedule) *schedule,
                                 const NAME(products) *products, long sample, long count, long output) {
    for (long half = 0; half < 2; half++) {
        const long i = output + half * LANES, lanes = s->outputs - i;
        if (lanes >= LANES)
            NAME(store_vectors)(s, schedule->splits, products, half, sample, count, i, LANES);
        else if (lanes > 0)
            NAME(store_vectors)(s, schedule->splits, products, half, sample, count, i, lanes);
    }
}

// The number of blocks that are multiplied in a single pass over β. Each panel of β that is loaded from a distant cache
// is then used for several blocks.
#define BLOCKS_AT_ONCE 4

// Returns the rows of x in a block. The function copies an incomplete block to `ragged` and repeats the first row of
// the block for the missing rows.
INLINE const REAL *NAME(block_rows)(const REAL *rows, long count, long inputs, REAL *ragged) {
    if (count == ROWS)
        return rows;
    for (long r = 0; r < ROWS; r++)
        memcpy(ragged + r * inputs, rows + (r < count ? r : 0) * inputs, (size_t)inputs * sizeof(REAL));
    return ragged;
}

// Computes the products of the samples first ..< end, which are at most BLOCKS_AT_ONCE blocks.
static void NAME(multiply_blocks)(const synann_synapse *s, long first, long end, char *scratch) {
    NAME(schedule) schedules[BLOCKS_AT_ONCE];
    int is_planned[BLOCKS_AT_ONCE];
    long bytes = 0, blocks = 0;
    NAME(block_scratch_bytes)(s->inputs, &bytes);
    for (long b = first; b < end; b += ROWS, blocks++) {
        NAME(schedule) *schedule = schedules + blocks;
        *schedule = NAME(schedule_in)(scratch + blocks * bytes, s->inputs);
        long count = end - b < ROWS ? end - b : ROWS;
        REAL *ragged = (REAL *)(schedule->segments + 2 * s->inputs + 2);
        const REAL *rows = NAME(block_rows)((const REAL *)s->x + b * s->inputs, count, s->inputs, ragged);
        is_planned[blocks] = NAME(plan)(schedule, rows, s->magnitude);
        if (!is_planned[blocks])
            NAME(synapse_exact_product)(s, b, b + count);
    }
    for (long i = 0; i < s->outputs; i += PANEL)
        for (long block = 0; block < blocks; block++) {
            if (!is_planned[block])
                continue;
            long b = first + block * ROWS;
            NAME(products) products;
            NAME(multiply_tile)(schedules + block, (const REAL *)s->packed + i * s->inputs, &products);
            NAME(store_products)(s, schedules + block, &products, b, end - b < ROWS ? end - b : ROWS, i);
        }
}

static void NAME(synapse_product)(const synann_synapse *s, long first, long end, char *scratch) {
    const long step = BLOCKS_AT_ONCE * ROWS;
    for (long b = first; b < end; b += step)
        NAME(multiply_blocks)(s, b, end - b < step ? end : b + step, scratch);
}

static void NAME(synapse_scratch_bytes)(long inputs, long *bytes) {
    NAME(block_scratch_bytes)(inputs, bytes);
    *bytes *= BLOCKS_AT_ONCE;
}
