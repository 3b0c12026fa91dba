// This kernel pools sets of instances by a product of factors 1 − βx, for each set and channel.
//
// The elements of a set, [instances, channels], are a stream of rows, and a row of elements is a row of vectors. If the
// channels are few, a row has the elements of several instances, `groups` of them, so that every vector is full. A last
// step, the fold, then multiplies the products of the groups. The vectors of β repeat β for each group.
//
// For each element t = βx, the kernel computes two numbers besides the product p of the previous factors:
//
//     sum += p t        size += |p t|        p *= 1 − t
//
// The sum is 1 − p without cancellation: it keeps its digits if every t is near 0. The size tells whether terms of the
// sum may have cancelled each other, which needs terms of both signs.

#include "../Vector/vector_math.h"
#include "../Vector/vector_lanes.h"

// The magnitudes of products beyond which the kernel moves the exponent of a product into a separate array. A factor
// 1 − βx that is not 0 is at least 2^−48 in float, and at least 2^−106 in double.
#undef GREATEST_PRODUCT
#undef LEAST_PRODUCT
#if IS_FLOAT
#define GREATEST_PRODUCT 0x1p60f
#define LEAST_PRODUCT 0x1p-60f
#else
#define GREATEST_PRODUCT 0x1p500
#define LEAST_PRODUCT 0x1p-500
#endif

// The greatest number of vectors whose products stay in registers.
#define POOL_VECTORS 4
#define FOR_VECTORS _Pragma("clang loop unroll(full)") for (long v = 0; v < vectors; v++)

// The numbers of a row, each an array of `padded` elements. In the forward pass, product · 2^exponent is the product of
// the factors. The backward pass uses `beta`, `cotangent`, `slope` = cotangent · β and `sum` = Σ_i x_i / (1 − β x_i).
typedef struct {
    long groups, width, padded;
    REAL *beta, *sum, *product, *exponent, *size;
    REAL *cotangent, *slope;
} NAME(pool);

#define POOL_ARRAYS 5

// Returns the number of instances in a row of vectors.
INLINE long NAME(pool_groups)(const synann_pooled_sets *s) {
    const long power_of_two = s->channels & -s->channels;
    const long groups = LANES / (power_of_two < LANES ? power_of_two : LANES);
    // The fold of the groups takes as long as a few rows, so a set must have several rows.
    return s->channels < 4 * LANES && s->instances >= 8 * groups ? groups : 1;
}

INLINE NAME(pool) NAME(empty_pool)(const synann_pooled_sets *s) {
    NAME(pool) pool = {.groups = NAME(pool_groups)(s)};
    pool.width = pool.groups * s->channels;
    pool.padded = (pool.width + LANES - 1) / LANES * LANES;
    return pool;
}

static void NAME(pooling_scratch_bytes)(const synann_pooled_sets *s, long *bytes) {
    *bytes = POOL_ARRAYS * NAME(empty_pool)(s).padded * (long)sizeof(REAL);
}

// Returns a pool whose arrays are in `scratch`. The arrays of the backward pass share memory with those of the forward
// pass.
INLINE NAME(pool) NAME(pool_in)(const synann_pooled_sets *s, REAL *scratch) {
    NAME(pool) pool = NAME(empty_pool)(s);
    REAL **arrays[POOL_ARRAYS] = {&pool.beta, &pool.sum, &pool.product, &pool.exponent, &pool.size};
    for (long a = 0; a < POOL_ARRAYS; a++)
        *arrays[a] = scratch + a * pool.padded;
    pool.cotangent = pool.product;
    pool.slope = pool.exponent;
    return pool;
}

// Writes the channels' numbers for each group, and zeros behind them.
INLINE void NAME(repeat)(const NAME(pool) *pool, const REAL *channels, REAL *to) {
    const long count = pool->width / pool->groups;
    for (long g = 0; g < pool->groups; g++)
        memcpy(to + g * count, channels, (size_t)count * sizeof(REAL));
    memset(to + pool->width, 0, (size_t)(pool->padded - pool->width) * sizeof(REAL));
}

// Returns the first instance from `i` on that does not take part, or the number of instances.
INLINE long NAME(end_of_run)(const uint8_t *mask, long i, long instances) {
    if (!mask)
        return instances;
    while (i < instances && mask[i])
        i++;
    return i;
}

#include "synapse_pooling_product.h"
#include "synapse_pooling_slopes.h"

#undef POOL_VECTORS
#undef FOR_VECTORS
#undef POOL_ARRAYS
