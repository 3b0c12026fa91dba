// This kernel computes the gradients of the loss with respect to β and x, for one slab of columns at a time. A slab is
// two vectors wide. Let h be the gradient of the loss with respect to log P, u = 1/x and r = 1/(u − β). Then
//
//     −dβ[i][j] = Σ_b h[b][i] r        −dx[b][j] = u Σ_i h[b][i] r β[i][j]
//
// The kernel computes r with fewer divisions than elements: the two columns in the same lane of a slab's vectors share a
// division, h/d₁ = d₂ · h/(d₁ d₂). Two elements then take five operations on the multiply pipes: a multiplication for
// d₁ d₂, two for the quotients, and two fused multiply-adds for dx. The divider works beside the multiply pipes. (Three
// or four columns with a shared division take more operations on the multiply pipes, and are slower.) The sums for dβ
// of two outputs stay in registers during the loop over samples. dx and u of a block of samples stay in the first-level
// cache. The loop starts the divisions for the next sample before it uses the quotients of a sample, because the chain
// of dependent operations of a sample is longer than the scheduler of some processors.
//
// The kernel sorts the samples of a block by form. The elements of a sample in the slab's columns decide its form. Let
// t = max |x| · max |β|, as in synapse_schedule.h:
// - *Quotient* form, as above: if t ≤ 15/16 and every x is in the range that the shared product allows.
// - *Direct* form, with d = 1 − βx: if t ≤ 15/16 and an x is outside this range.
// - *Careful* form, with one division for each element: for all other samples. Here d may be 0.

#define SLAB_VECTORS 2
#undef SLAB
#define SLAB (SLAB_VECTORS * LANES)
// The number of outputs that are computed together, so that the gradient dx with respect to x is loaded and stored once
// for these outputs.
#define OUTPUTS 2
// The number of samples of a block. With AVX2, u = 1/x and the gradient dx of a block take 2 · 128 · 64 bytes of the
// cache. With AVX-512 they take twice as much.
#define BLOCK 128

#undef SHARED_LEAST_X
#if IS_FLOAT
#define SHARED_LEAST_X 0x1p-16f
#else
#define SHARED_LEAST_X 0x1p-100
#endif

enum { NAME(quotient), NAME(direct), NAME(careful), NAME(forms) };

// A block of samples of a slab. The samples are ordered by form: quotient form, direct form, careful form.
typedef struct {
    // u in quotient form, x in other forms; the first member because of the alignment. The loop over samples also reads
    // the row after the last one. The other rows keep `sums` away from the places of `values` in the cache.
    REAL values[BLOCK + 34][SLAB];
    REAL sums[BLOCK][SLAB];      // Σ_i h d⁻¹ β
    int32_t samples[BLOCK + 1];  // the positions of the samples in the batch
    long ends[NAME(forms)];      // the number of samples up to the end of each form
} NAME(slab_block);

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
    int all_bounded = 1, all_fit = 1;
    for (long lane = 0; lane < LANES; lane++) {
        all_bounded &= is_bounded[lane] != 0;
        all_fit &= fits[lane] != 0;
    }
    return !all_bounded ? NAME(careful) : all_fit ? NAME(quotient) : NAME(direct);
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

static void NAME(fill_block)(NAME(slab_block) *block, const synann_synapse_gradient_operands *s, long sample,
                             long count, long j, long columns) {
    const REAL *x = (const REAL *)s->x + sample * s->inputs + j;
    REAL padded[SLAB], magnitude[SLAB] = {0};
    memcpy(magnitude, (const REAL *)s->magnitude + j, (size_t)columns * sizeof(REAL));
    int forms[BLOCK];
    for (long b = 0; b < count; b++)
        forms[b] = NAME(form_of)(NAME(slab_row)(x + b * s->inputs, columns, padded), magnitude);
    long place = 0;
    for (int form = 0; form < NAME(forms); form++) {
        for (long b = 0; b < count; b++) {
            if (forms[b] != form)
                continue;
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
    // The loop over samples divides by the row after the last sample, and does not use the quotient.
    memset(block->values[place], 0, sizeof block->values[place]);
    block->samples[place] = 0;
    memset(block->sums, 0, (size_t)place * sizeof block->sums[0]);
}

// The rows of the weights β and of the cotangents h, and the sums for the gradient with respect to β, for the outputs
// that are computed together.
typedef struct {
    const REAL *beta[OUTPUTS], *h[OUTPUTS];
    vreal sums[OUTPUTS][SLAB_VECTORS];
    int found_zero;
} NAME(output_rows);

#define FOR_OUTPUTS _Pragma("clang loop unroll(full)") for (long o = 0; o < outputs; o++)

// Adds the samples first ..< end of a block, which are in quotient form if `is_quotient` is not 0, and in direct form
// otherwise. Row `end` of the block may have any values.
INLINE void NAME(add_shared)(NAME(slab_block) *block, NAME(output_rows) *rows, long outputs, int is_quotient,
                             long first, long end) {
#pragma clang fp contract(fast)
    vreal beta[OUTPUTS][SLAB_VECTORS], sum[OUTPUTS][SLAB_VECTORS], d[OUTPUTS][SLAB_VECTORS], shared[OUTPUTS];
    FOR_OUTPUTS FOR_VECTORS {
        beta[o][v] = load(rows->beta[o] + v * LANES);
        sum[o][v] = rows->sums[o][v];
    }
    // In step k, the loop adds sample k and divides for sample k + 1.
    for (long k = first - 1; k < end; k++) {
        const REAL *values = block->values[k + 1];
        const long next = block->samples[k + 1];
        if (k >= first) {
            REAL *dx = block->sums[k];
            vreal total[SLAB_VECTORS];
            FOR_VECTORS total[v] = load(dx + v * LANES);
            FOR_OUTPUTS {
                const vreal q[SLAB_VECTORS] = {shared[o] * d[o][1], shared[o] * d[o][0]};
                FOR_VECTORS {
                    sum[o][v] += is_quotient ? q[v] : q[v] * load(block->values[k] + v * LANES);
                    total[v] += q[v] * beta[o][v];
                }
            }
            FOR_VECTORS store(dx + v * LANES, total[v]);
        }
        FOR_OUTPUTS {
            FOR_VECTORS {
                const vreal value = load(values + v * LANES);
                d[o][v] = is_quotient ? value - beta[o][v] : 1 - beta[o][v] * value;
            }
            shared[o] = NAME(divided)(broadcast(rows->h[o][next]), d[o][0] * d[o][1]);
        }
    }
    FOR_OUTPUTS FOR_VECTORS rows->sums[o][v] = sum[o][v];
}

// Adds the samples first ..< end of a block, which are in careful form. If `masks_zeros` is not 0, the function skips
// elements with a factor of exactly 0.
INLINE void NAME(add_careful)(NAME(slab_block) *block, NAME(output_rows) *rows, long outputs, int masks_zeros,
                              long first, long end) {
#pragma clang fp contract(fast)
    vint zeros = {0};
    for (long k = first; k < end; k++)
        FOR_OUTPUTS FOR_VECTORS {
            vreal beta = load(rows->beta[o] + v * LANES), x = load(block->values[k] + v * LANES);
            vreal factor = NAME(direct_factor)(beta, x);
            vint is_zero = masks_zeros ? factor == 0 : (vint){0};
            zeros |= is_zero;
            vreal q = (vreal)((vint)(broadcast(rows->h[o][block->samples[k]]) / factor) & ~is_zero);
            REAL *dx = block->sums[k] + v * LANES;
            rows->sums[o][v] += q * x;
            store(dx, load(dx) + q * beta);
        }
    for (long lane = 0; lane < LANES; lane++)
        rows->found_zero |= zeros[lane] != 0;
}

INLINE void NAME(add_outputs)(NAME(slab_block) *block, NAME(output_rows) *rows, long outputs, int masks_zeros) {
    const long *ends = block->ends;
    NAME(add_shared)(block, rows, outputs, 1, 0, ends[NAME(quotient)]);
    if (ends[NAME(direct)] > ends[NAME(quotient)])
        NAME(add_shared)(block, rows, outputs, 0, ends[NAME(quotient)], ends[NAME(direct)]);
    if (ends[NAME(careful)] > ends[NAME(direct)])
        NAME(add_careful)(block, rows, outputs, masks_zeros, ends[NAME(direct)], ends[NAME(careful)]);
}

// Returns the gradient with respect to x[sample][j] by way of the excitation, or 0 if x is not the excitation.
INLINE REAL NAME(excitation_gradient)(const synann_synapse_gradient_operands *s, long sample, long j) {
    if (!s->excited_cotangent)
        return 0;
    const long at = sample * s->inputs + j;
    const REAL cotangent = ((const REAL *)s->excited_cotangent)[at];
    const REAL scaled = s->alpha ? cotangent * ((const REAL *)s->alpha)[j] : cotangent;
    return scaled * ((const REAL *)s->product)[at];
}

static void NAME(store_block)(const NAME(slab_block) *block, const synann_synapse_gradient_operands *s, long j,
                              long columns) {
    REAL scale = (REAL)s->unscale;
    for (long k = 0; k < block->ends[NAME(careful)]; k++) {
        const long sample = block->samples[k];
        REAL *to = (REAL *)s->x_gradient + sample * s->inputs + j;
        const REAL *sums = block->sums[k], *u = block->values[k];
        const int is_quotient = k < block->ends[NAME(quotient)];
        for (long c = 0; c < columns; c++) {
            const REAL by_product = is_quotient ? -u[c] * sums[c] * scale : -sums[c] * scale;
            to[c] = by_product + NAME(excitation_gradient)(s, sample, j + c);
        }
    }
}

// Prefetches the elements of β and of the gradient with respect to β, from column j on, for the outputs i ..< i +
// OUTPUTS. The elements of the next outputs are a whole row away, often on another page, and hardware prefetchers do
// not cross pages.
INLINE void NAME(prefetch_rows)(const synann_synapse_gradient_operands *s, long i, long j) {
    for (long o = 0; o < OUTPUTS && i + o < s->outputs; o++)
        for (long byte = 0; byte < (long)(SLAB * sizeof(REAL)); byte += 64) {
            __builtin_prefetch((const char *)s->beta + ((i + o) * s->inputs + j) * (long)sizeof(REAL) + byte, 0);
            __builtin_prefetch(
                (const char *)s->beta_gradient + ((i + o) * s->inputs + j) * (long)sizeof(REAL) + byte, 1);
        }
}

// Adds all samples of a block to the gradient with respect to β of the outputs i ..< i + outputs, and to the block's
// sums for the gradient with respect to x. Returns 1 if an element was skipped, and 0 otherwise.
static int NAME(gradient_rows)(NAME(slab_block) *block, const synann_synapse_gradient_operands *s, long i,
                               long outputs, long j, long columns, int is_first) {
    NAME(output_rows) rows = {.found_zero = 0};
    REAL padded[OUTPUTS][SLAB];
    memset(rows.sums, 0, sizeof rows.sums);
    NAME(prefetch_rows)(s, i + OUTPUTS, j);
    for (long o = 0; o < outputs; o++) {
        rows.h[o] = (const REAL *)s->h + (i + o) * s->batch;
        rows.beta[o] = (const REAL *)s->beta + (i + o) * s->inputs + j;
        if (columns < SLAB) {
            memset(padded[o], 0, sizeof padded[o]);
            memcpy(padded[o], rows.beta[o], (size_t)columns * sizeof(REAL));
            rows.beta[o] = padded[o];
        }
    }
    if (outputs == OUTPUTS)
        NAME(add_outputs)(block, &rows, OUTPUTS, s->masks_zeros);
    else
        NAME(add_outputs)(block, &rows, 1, s->masks_zeros);
    REAL scale = (REAL)s->unscale;
    for (long o = 0; o < outputs; o++) {
        REAL *to = (REAL *)s->beta_gradient + (i + o) * s->inputs + j;
        const REAL *sums = (const REAL *)rows.sums[o];
        for (long c = 0; c < columns; c++)
            to[c] = (is_first ? 0 : to[c]) - sums[c] * scale;
    }
    return rows.found_zero;
}

static void NAME(synapse_gradient)(const synann_synapse_gradient_operands *s, long first, long end, void *scratch,
                                   int *found_zero) {
    NAME(slab_block) *block = scratch;
    for (long slab = first; slab < end; slab++) {
        long j = slab * SLAB, columns = s->inputs - j < SLAB ? s->inputs - j : SLAB;
        for (long b = 0; b == 0 || b < s->batch; b += BLOCK) {
            NAME(fill_block)(block, s, b, s->batch - b < BLOCK ? s->batch - b : BLOCK, j, columns);
            for (long i = 0; i < s->outputs; i += OUTPUTS)
                *found_zero |= NAME(gradient_rows)(
                    block, s, i, s->outputs - i < OUTPUTS ? s->outputs - i : OUTPUTS, j, columns, b == 0);
            if (s->x_gradient)
                NAME(store_block)(block, s, j, columns);
        }
    }
}

static void NAME(synapse_slab_shape)(long *columns, long *bytes) {
    *columns = SLAB;
    *bytes = (long)sizeof(NAME(slab_block));
}

// Transposes the product of h and `factor` for LANES outputs and samples, of which `lanes` and `samples` exist. Returns
// the greatest absolute value of each lane, or `greatest`.
INLINE vreal NAME(transpose_square)(const REAL *h, const REAL *factor, long outputs, long samples, long lanes,
                                    REAL *transposed, long batch, vreal greatest) {
    const vint sign = (vint)broadcast((REAL)-0.0);
    vreal rows[LANES];
    for (long b = 0; b < LANES; b++) {
        rows[b] = b < samples ? load_some(h + b * outputs, lanes) : broadcast(0);
        if (factor && b < samples)
            rows[b] *= load_some(factor + b * outputs, lanes);
        greatest = NAME(greater_magnitude)((vreal)((vint)rows[b] & ~sign), greatest);
    }
    transpose_lanes(rows);
    for (long i = 0; i < lanes; i++)
        store_some(transposed + i * batch, rows[i], samples);
    return greatest;
}

static void NAME(synapse_transpose)(synann_synapse_cotangents cotangents, long first, long end, REAL *transposed,
                                    double *greatest) {
    const long batch = cotangents.batch, outputs = cotangents.outputs;
    vreal most = broadcast(0);
    for (long i = first; i < end; i += LANES)
        for (long b = 0; b < batch; b += LANES) {
            const REAL *from = (const REAL *)cotangents.h + b * outputs + i;
            const REAL *factor = cotangents.factor ? (const REAL *)cotangents.factor + b * outputs + i : 0;
            REAL *to = transposed + i * batch + b;
            const long samples = batch - b, lanes = end - i;
            if (samples >= LANES && lanes >= LANES)
                most = NAME(transpose_square)(from, factor, outputs, LANES, LANES, to, batch, most);
            else
                most = NAME(transpose_square)(from, factor, outputs, samples < LANES ? samples : LANES,
                                              lanes < LANES ? lanes : LANES, to, batch, most);
        }
    REAL values[LANES], result = 0;
    store(values, most);
    for (long lane = 0; lane < LANES; lane++)
        result = result >= values[lane] || result != result ? result : values[lane];
    *greatest = result;
}
