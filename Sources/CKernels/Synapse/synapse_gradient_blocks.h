// The gradient kernel works with blocks of samples and blocks of outputs. This file defines the blocks, and fills and
// stores them.
//
// The kernel sorts the samples of a block by form. The elements of a sample in the slab's columns decide its form. Let
// t = max |x| · max |β|, as in synapse_schedule.h:
// - *Quotient* form, with d = u − β: if t ≤ 15/16 and every x is in the range that the shared product allows.
// - *Direct* form, with d = 1 − βx: if t ≤ 15/16 and an x is outside this range.
// - *Careful* form, with one division for each element: for all other samples. Here d may be 0.

#define SLAB_VECTORS 2
#undef SLAB
#define SLAB (SLAB_VECTORS * LANES)
// The number of outputs in a block. β and the sums for dβ of a block take 2 · 128 · 64 bytes of the first-level cache
// with AVX2, and twice as much with AVX-512.
#define OUTPUTS 128
// The number of samples in a block. The sums for dβ of each block start with 0, so that the rounding errors of large
// batches do not add up.
#define BLOCK 128
// The number of blocks of samples that pass by a block of outputs before the next block of outputs is loaded.
#define BLOCKS 4
// The number of elements in a cache line.
#undef LINE
#define LINE (64 / (long)sizeof(REAL))

#undef SHARED_LEAST_X
#if IS_FLOAT
#define SHARED_LEAST_X 0x1p-16f
#else
#define SHARED_LEAST_X 0x1p-100
#endif

enum { NAME(quotient), NAME(direct), NAME(careful), NAME(forms) };

// A block of samples of a slab. The samples are ordered by form: quotient form, direct form, careful form.
typedef struct {
    REAL values[BLOCK][SLAB];  // u in quotient form, x in other forms
    REAL sums[BLOCK][SLAB];    // Σ_i h d⁻¹ β
    int32_t samples[BLOCK];    // the positions of the samples in the batch
    long ends[NAME(forms)];    // the number of samples up to the end of each form
} NAME(sample_block);

// A block of outputs of a slab: β, the sums Σ_b h d⁻¹ of the present block of samples, and the sums of all blocks.
typedef struct {
    REAL beta[OUTPUTS + 1][SLAB], sums[OUTPUTS][SLAB], totals[OUTPUTS][SLAB];
    REAL cotangents[OUTPUTS + 1];  // a copy of h of the last sample and the last outputs
    long first, count;
    int found_zero;
} NAME(output_block);

// The scratch memory of a slab.
typedef struct {
    NAME(sample_block) samples[BLOCKS];
    NAME(output_block) outputs;
} NAME(slab);

#define FOR_VECTORS _Pragma("clang loop unroll(full)") for (long v = 0; v < SLAB_VECTORS; v++)

// Returns the form that all columns of a slab allow for a sample. A column for which max|x| · max|β| has no bound, for
// example because of NaN, requires the careful form.
INLINE int NAME(form_of)(const REAL *x, const REAL *magnitude) {
    vint is_bounded = ~(vint){0}, fits = ~(vint){0};
    FOR_VECTORS {
        vreal size = NAME(vabs)(load(x + v * LANES));
        is_bounded &= size * load(magnitude + v * LANES) <= SYNAPSE_NEAR_ONE;
        fits &= (size >= SHARED_LEAST_X) & (size <= SYNAPSE_GREATEST_X);
    }
    if (NAME(any_lane)(~is_bounded))
        return NAME(careful);
    return NAME(any_lane)(~fits) ? NAME(direct) : NAME(quotient);
}

// Returns the SLAB elements of a row. If the slab has fewer columns, the function copies the elements to `padded` and
// adds ones.
INLINE const REAL *NAME(slab_row)(const REAL *from, long columns, REAL *padded) {
    if (columns == SLAB)
        return from;
    for (long k = 0; k < SLAB; k++)
        padded[k] = k < columns ? from[k] : 1;
    return padded;
}

static void NAME(fill_samples)(NAME(sample_block) *block, const synann_synapse_gradient_operands *s, long sample,
                               long count, long j, long columns) {
    const REAL *x = (const REAL *)s->x + sample * s->inputs + j;
    REAL padded[SLAB], magnitude[SLAB] = {0};
    memcpy(magnitude, (const REAL *)s->magnitude + j, (size_t)columns * sizeof(REAL));
    int forms[BLOCK];
    for (long b = 0; b < count; b++)
        forms[b] = NAME(form_of)(NAME(slab_row)(x + b * s->inputs, columns, padded), magnitude);
    long place = 0;
    for (int form = 0; form < NAME(forms); form++) {
        for (long b = 0; b < count; b++)
            if (forms[b] == form) {
                const REAL *from = NAME(slab_row)(x + b * s->inputs, columns, padded);
                REAL *to = block->values[place];
                block->samples[place++] = (int32_t)(sample + b);
                FOR_VECTORS {
                    vreal value = load(from + v * LANES);
                    store(to + v * LANES, form == NAME(quotient) ? 1 / value : value);
                }
            }
        block->ends[form] = place;
    }
    memset(block->sums, 0, (size_t)place * sizeof block->sums[0]);
}

// Copies the `columns` elements of a slab's row. Elements of columns that do not exist are 0.
INLINE void NAME(copy_row)(const REAL *from, REAL *to, long columns) {
    FOR_VECTORS {
        const long lanes = columns - v * LANES;
        store(to + v * LANES, lanes > 0 ? load_some(from + v * LANES, lanes) : broadcast(0));
    }
}

// Copies β of the outputs first ..< first + count, and the gradient with respect to β unless the samples are the first.
static void NAME(fill_outputs)(NAME(output_block) *block, const synann_synapse_gradient_operands *s, long first,
                               long count, long j, long columns, int is_first) {
    const long at = first * s->inputs + j;
    for (long o = 0; o < count; o++) {
        NAME(copy_row)((const REAL *)s->beta + at + o * s->inputs, block->beta[o], columns);
        if (!is_first)
            NAME(copy_row)((const REAL *)s->beta_gradient + at + o * s->inputs, block->totals[o], columns);
    }
    if (is_first)
        memset(block->totals, 0, (size_t)count * sizeof block->totals[0]);
    // The kernel divides for the row after the last output, and does not use the quotient.
    memset(block->beta[count], 0, sizeof block->beta[count]);
    block->first = first, block->count = count;
}

// Returns the gradients with respect to x[sample][j …] by way of the excitation, for up to LANES columns. They are 0 if x
// is not the excitation.
INLINE vreal NAME(excitation_gradient)(const synann_synapse_gradient_operands *s, long sample, long j, long lanes) {
    if (!s->excited_cotangent)
        return broadcast(0);
    const long at = sample * s->inputs + j;
    vreal cotangent = load_some((const REAL *)s->excited_cotangent + at, lanes);
    if (s->alpha)
        cotangent *= load_some((const REAL *)s->alpha + j, lanes);
    return cotangent * load_some((const REAL *)s->product + at, lanes);
}

static void NAME(store_samples)(const NAME(sample_block) *block, const synann_synapse_gradient_operands *s, long j,
                                long columns) {
    const vreal scale = broadcast((REAL)s->unscale);
    for (long k = 0; k < block->ends[NAME(careful)]; k++) {
        const long sample = block->samples[k];
        REAL *to = (REAL *)s->x_gradient + sample * s->inputs + j;
        const int is_quotient = k < block->ends[NAME(quotient)];
        FOR_VECTORS {
            const long lanes = columns - v * LANES;
            if (lanes <= 0)
                continue;
            const vreal sum = load(block->sums[k] + v * LANES);
            const vreal by_product = is_quotient ? -load(block->values[k] + v * LANES) * sum * scale : -sum * scale;
            store_some(to + v * LANES, by_product + NAME(excitation_gradient)(s, sample, j + v * LANES, lanes), lanes);
        }
    }
}

// Writes the gradient with respect to β of a block of outputs.
static void NAME(store_outputs)(const NAME(output_block) *block, const synann_synapse_gradient_operands *s, long j,
                                long columns) {
    REAL *to = (REAL *)s->beta_gradient + block->first * s->inputs + j;
    for (long o = 0; o < block->count; o++, to += s->inputs)
        FOR_VECTORS {
            const long lanes = columns - v * LANES;
            if (lanes > 0)
                store_some(to + v * LANES, load(block->totals[o] + v * LANES), lanes);
        }
}

