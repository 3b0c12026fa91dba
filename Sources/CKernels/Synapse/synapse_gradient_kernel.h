// This kernel computes the gradients of the loss with respect to β and x, for one slab of columns at a time. A slab is
// two vectors wide. Let h be the gradient of the loss with respect to log P, u = 1/x and r = 1/(u − β). Then
//
//     −dβ[i][j] = Σ_b h[b][i] r        −dx[b][j] = u Σ_i h[b][i] r β[i][j]
//
// The kernel computes r with fewer divisions than elements: the two columns in the same lane of a slab's vectors share a
// division, h/d₁ = d₂ · h/(d₁ d₂). Two elements then take five operations on the multiply pipes: a multiplication for
// d₁ d₂, two for the quotients, and two fused multiply-adds for dx. The divider works beside the multiply pipes. (Three
// or four columns with a shared division take more operations on the multiply pipes, and are slower.)
//
// The kernel loads the weights of a block of outputs into a contiguous array, which stays in the first-level cache with
// the sums for dβ. All samples pass by this array, two at a time: their u and their sums for dx are in registers. The
// loop over outputs starts the divisions for the next output before it uses the quotients of an output, because the
// chain of dependent operations of an output is longer than the scheduler of some processors.

#include "../Vector/vector_lanes.h"
#include "synapse_gradient_blocks.h"

// Returns h / d. With AVX-512, where a division takes two to three times as long as with AVX2, Newton steps improve an
// approximate reciprocal.
INLINE vreal NAME(divided)(vreal h, vreal d) {
#if HAS_AVX512 && IS_FLOAT
    vreal r = (vreal)_mm512_rcp14_ps((__m512)d);
    return (h * r) * (2 - d * r);
#elif HAS_AVX512
    vreal r = (vreal)_mm512_rcp14_pd((__m512d)d);
    r = r * (2 - d * r);
    return (h * r) * (2 - d * r);
#else
    return h / d;
#endif
}

// The difference d: u − β in quotient form, and 1 − βx in direct form.
#define DIFFERENCE(value, weight) (is_quotient ? (value) - (weight) : 1 - (weight) * (value))
#define FOR_SAMPLES _Pragma("clang loop unroll(full)") for (long k = 0; k < samples; k++)

// Adds neighbouring samples, whose cotangents are in the rows `h`, for all outputs of a block. `values` and `totals` are
// the rows of the first sample. In step o, the loop adds output o − 1 and divides for output o. The last step divides
// for the row after the last output, and the quotient is not used.
INLINE void NAME(add_samples)(const REAL *values, REAL *totals, const REAL *const *h, long samples,
                              NAME(output_block) *outputs, int is_quotient) {
#pragma clang fp contract(fast)
    vreal value[2][SLAB_VECTORS], total[2][SLAB_VECTORS], d[2][SLAB_VECTORS], q[2][SLAB_VECTORS], shared[2];
    const REAL *beta = outputs->beta[0];
    REAL *sums = outputs->sums[0];
    const long count = outputs->count;
    FOR_SAMPLES {
        FOR_VECTORS {
            value[k][v] = load(values + k * SLAB + v * LANES);
            total[k][v] = load(totals + k * SLAB + v * LANES);
            d[k][v] = DIFFERENCE(value[k][v], load(beta + v * LANES));
        }
        shared[k] = NAME(divided)(broadcast(h[k][0]), d[k][0] * d[k][1]);
    }
    for (long o = 1; o <= count; o++, beta += SLAB, sums += SLAB) {
        FOR_SAMPLES {
            q[k][0] = shared[k] * d[k][1];
            q[k][1] = shared[k] * d[k][0];
            FOR_VECTORS d[k][v] = DIFFERENCE(value[k][v], load(beta + SLAB + v * LANES));
            shared[k] = NAME(divided)(broadcast(h[k][o]), d[k][0] * d[k][1]);
        }
        FOR_VECTORS {
            vreal sum = load(sums + v * LANES);
            FOR_SAMPLES {
                total[k][v] += q[k][v] * load(beta + v * LANES);
                sum += is_quotient ? q[k][v] : q[k][v] * value[k][v];
            }
            store(sums + v * LANES, sum);
        }
    }
    FOR_SAMPLES FOR_VECTORS store(totals + k * SLAB + v * LANES, total[k][v]);
}

// Returns the cotangents of a sample for a block of outputs. An element after the last one can be read: the function
// copies the cotangents that are the last ones of the array.
INLINE const REAL *NAME(cotangents_of)(const synann_synapse_gradient_operands *s, NAME(output_block) *outputs,
                                       long sample) {
    const REAL *h = (const REAL *)s->h + sample * s->outputs + outputs->first;
    if (sample < s->batch - 1 || outputs->first + outputs->count < s->outputs)
        return h;
    memcpy(outputs->cotangents, h, (size_t)outputs->count * sizeof(REAL));
    return outputs->cotangents;
}

// A function of its own for each case keeps all vectors of the loop in registers.
#define ADD_SAMPLES(name, number, form) \
    static __attribute__((noinline)) void NAME(name)(const synann_synapse_gradient_operands *s, \
                                                     NAME(sample_block) *block, NAME(output_block) *outputs, \
                                                     long first) { \
        const REAL *rows[2]; \
        for (long k = 0; k < number; k++) \
            rows[k] = NAME(cotangents_of)(s, outputs, block->samples[first + k]); \
        NAME(add_samples)(block->values[first], block->sums[first], rows, number, outputs, form); \
    }
ADD_SAMPLES(add_two_quotients, 2, 1)
ADD_SAMPLES(add_one_quotient, 1, 1)
ADD_SAMPLES(add_two_directly, 2, 0)
ADD_SAMPLES(add_one_directly, 1, 0)

// Adds a sample in careful form. If `masks_zeros` is not 0, the function skips elements with a factor of exactly 0.
static void NAME(add_careful)(const synann_synapse_gradient_operands *s, NAME(sample_block) *block,
                              NAME(output_block) *outputs, long place) {
#pragma clang fp contract(fast)
    const REAL *row = NAME(cotangents_of)(s, outputs, block->samples[place]);
    vint zeros = {0};
    for (long o = 0; o < outputs->count; o++)
        FOR_VECTORS {
            vreal beta = load(outputs->beta[o] + v * LANES), x = load(block->values[place] + v * LANES);
            vreal factor = NAME(direct_factor)(beta, x);
            vint is_zero = s->masks_zeros ? factor == 0 : (vint){0};
            zeros |= is_zero;
            vreal q = (vreal)((vint)(broadcast(row[o]) / factor) & ~is_zero);
            REAL *sum = outputs->sums[o] + v * LANES, *dx = block->sums[place] + v * LANES;
            store(sum, load(sum) + q * x);
            store(dx, load(dx) + q * beta);
        }
    outputs->found_zero |= NAME(any_lane)(zeros);
}

// Prefetches β of `count` rows of the next block of outputs, and dβ of the same rows of this block, from row `start` on.
// The elements of neighbouring outputs are a whole row of β apart, often on different pages, and hardware prefetchers do
// not cross pages.
INLINE void NAME(prefetch_outputs)(const NAME(output_block) *outputs, const synann_synapse_gradient_operands *s, long j,
                                   long start, long count) {
    for (long o = start; o < start + count && o < OUTPUTS; o++)
        for (long k = 0; k < SLAB; k += LINE) {
            const long i = outputs->first + o, next = i + OUTPUTS;
            if (next < s->outputs)
                __builtin_prefetch((const REAL *)s->beta + next * s->inputs + j + k, 0);
            if (o < outputs->count)
                __builtin_prefetch((const REAL *)s->beta_gradient + i * s->inputs + j + k, 1);
        }
}

// Prefetches the cotangents of the samples first ..< end of a block.
INLINE void NAME(prefetch_cotangents)(const synann_synapse_gradient_operands *s, const NAME(sample_block) *block,
                                      const NAME(output_block) *outputs, long first, long end) {
    for (long k = first; k < end; k++)
        for (long o = 0; o < outputs->count; o += LINE)
            __builtin_prefetch((const REAL *)s->h + block->samples[k] * s->outputs + outputs->first + o);
}

// Adds all samples of a block for all outputs of a block.
static void NAME(add_block)(const synann_synapse_gradient_operands *s, NAME(sample_block) *block,
                            NAME(output_block) *outputs, long j) {
    const long *ends = block->ends;
    memset(outputs->sums, 0, (size_t)outputs->count * sizeof outputs->sums[0]);
    long k = 0;
    const long pairs = ends[NAME(quotient)] / 2, rows = pairs > 0 ? (OUTPUTS + pairs - 1) / pairs : 0;
    for (; k + 2 <= ends[NAME(quotient)]; k += 2) {
        NAME(prefetch_cotangents)(s, block, outputs, k + 2, k + 4 < 2 * pairs ? k + 4 : 2 * pairs);
        NAME(prefetch_outputs)(outputs, s, j, k / 2 * rows, rows);
        NAME(add_two_quotients)(s, block, outputs, k);
    }
    for (; k < ends[NAME(quotient)]; k++)
        NAME(add_one_quotient)(s, block, outputs, k);
    for (; k + 2 <= ends[NAME(direct)]; k += 2)
        NAME(add_two_directly)(s, block, outputs, k);
    for (; k < ends[NAME(direct)]; k++)
        NAME(add_one_directly)(s, block, outputs, k);
    for (; k < ends[NAME(careful)]; k++)
        NAME(add_careful)(s, block, outputs, k);
    const vreal scale = broadcast((REAL)s->unscale);
    for (long o = 0; o < outputs->count; o++)
        FOR_VECTORS {
            REAL *total = outputs->totals[o] + v * LANES;
            store(total, load(total) - load(outputs->sums[o] + v * LANES) * scale);
        }
}

// Computes the gradients with respect to the columns j ..< j + columns for the samples first ..< end, which are at most
// BLOCKS · BLOCK samples.
static void NAME(slab_gradient)(NAME(slab) *slab, const synann_synapse_gradient_operands *s, long first, long end,
                                long j, long columns) {
    long blocks = 0;
    for (long b = first; b < end || b == 0; b += BLOCK)
        NAME(fill_samples)(slab->samples + blocks++, s, b, end - b < BLOCK ? end - b : BLOCK, j, columns);
    for (long i = 0; i < s->outputs; i += OUTPUTS) {
        const long count = s->outputs - i < OUTPUTS ? s->outputs - i : OUTPUTS;
        NAME(fill_outputs)(&slab->outputs, s, i, count, j, columns, first == 0);
        for (long b = 0; b < blocks; b++)
            NAME(add_block)(s, slab->samples + b, &slab->outputs, j);
        NAME(store_outputs)(&slab->outputs, s, j, columns);
    }
    if (s->x_gradient)
        for (long b = 0; b < blocks; b++)
            NAME(store_samples)(slab->samples + b, s, j, columns);
}

static void NAME(synapse_gradient)(const synann_synapse_gradient_operands *s, long first, long end, void *scratch,
                                   int *found_zero) {
    NAME(slab) *slab = scratch;
    slab->outputs.found_zero = 0;
    const long step = BLOCKS * BLOCK;
    for (long part = first; part < end; part++) {
        const long j = part * SLAB, columns = s->inputs - j < SLAB ? s->inputs - j : SLAB;
        for (long b = 0; b < s->batch || b == 0; b += step)
            NAME(slab_gradient)(slab, s, b, s->batch - b < step ? s->batch : b + step, j, columns);
    }
    *found_zero |= slab->outputs.found_zero;
}

static void NAME(synapse_slab_shape)(long *columns, long *bytes) {
    *columns = SLAB;
    *bytes = (long)sizeof(NAME(slab));
}

static void NAME(synapse_multiply_cotangents)(synann_synapse_cotangents cotangents, long first, long end,
                                              REAL *product, double *greatest) {
    const vint sign = (vint)broadcast((REAL)-0.0);
    const REAL *h = cotangents.h, *factor = cotangents.factor;
    vreal most = broadcast(0);
    FOR_EACH_VECTOR(k, length, end - first, {
        vreal value = load_some(h + first + k, length);
        if (factor)
            value *= load_some(factor + first + k, length);
        if (product)
            store_some(product + first + k, value, length);
        most = NAME(greater_magnitude)((vreal)((vint)value & ~sign), most);
    })
    REAL values[LANES], result = 0;
    store(values, most);
    for (long lane = 0; lane < LANES; lane++)
        result = result >= values[lane] || result != result ? result : values[lane];
    *greatest = result;
}
