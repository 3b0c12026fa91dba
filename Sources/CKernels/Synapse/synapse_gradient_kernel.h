// The gradients of the loss with respect to β and x, for one slab of columns at a time. A slab is two vectors wide. Let
// u = 1/x and r = 1/(u − β), and let h be the gradient of the loss with respect to log P. Then
//
//     −dβ[i][j] = Σ_b h[b][i] r        −dx[b][j] = u Σ_i h[b][i] r β[i][j]
//
// So an element costs a subtraction, its share of a reciprocal, a multiplication by h, an addition for dβ and a fused
// multiply-add for dx. The two columns in the same lane of a slab's vectors share a reciprocal:
// 1/d₁ = d₂ · 1/(d₁ d₂). That takes nine operations on the multiply pipes for two elements. (Four columns would take
// eight and a half, but their dependency chain is too long for the processor's reorder window.) dβ of two outputs stays
// in registers during the loop over samples. dx and u of a block of samples stay in the first-level cache.
//
// The samples of a block are sorted by form. The columns of the slab decide which form a sample allows, with
// t = max |x| · max |β| as in synapse_schedule.h:
// - *Quotient* form as above, for t ≤ 15/16 and x neither too small nor too large for the shared product.
// - *Direct* form with d = 1 − βx, for t ≤ 15/16 and any other x.
// - *Careful* form with one division per element, for all other samples; d may be 0 there.

#define SLAB_VECTORS 2
#undef SLAB
#define SLAB (SLAB_VECTORS * LANES)
// Outputs that are computed together, so that dx is loaded and stored once for both.
#define OUTPUTS 2
// Samples of a block. With AVX2, u and dx of a block take 2 · 128 · 64 bytes of the cache, with AVX-512 twice as much.
#define BLOCK 128

#undef SHARED_LEAST_X
#if IS_FLOAT
#define SHARED_LEAST_X 0x1p-16f
#else
#define SHARED_LEAST_X 0x1p-100
#endif

enum { NAME(quotient), NAME(direct), NAME(careful), NAME(forms) };

// A block of samples of one slab, ordered by form.
typedef struct {
    REAL values[BLOCK][SLAB];    // u in quotient form, else x; the first member, so that it is aligned to cache lines
    REAL sums[BLOCK][SLAB];      // Σ_i h d⁻¹ β
    int32_t samples[BLOCK];      // the samples' indices in the batch
    long ends[NAME(forms)];      // the end of the samples of each form
} NAME(slab_block);

// h / d, from an approximate reciprocal with Newton steps where the instruction set has one.
INLINE vreal NAME(divided)(vreal h, vreal d) {
#if HAS_AVX512 && IS_FLOAT
    vreal r = (vreal)_mm512_rcp14_ps((__m512)d);
    return (h * r) * (2 - d * r);
#elif HAS_AVX512
    vreal r = (vreal)_mm512_rcp14_pd((__m512d)d);
    r = r * (2 - d * r);
    return (h * r) * (2 - d * r);
#elif HAS_AVX2 && IS_FLOAT
    vreal r = (vreal)_mm256_rcp_ps((__m256)d);
    return (h * r) * (2 - d * r);
#else
    return h / d;
#endif
}

#define FOR_VECTORS _Pragma("clang loop unroll(full)") for (long v = 0; v < SLAB_VECTORS; v++)

// The form that all columns of a slab allow for a sample. A column without a bound, such as one with NaN, needs the
// careful form.
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

// The SLAB elements of a row. If the slab has fewer columns, they are copied to `padded` and followed by ones.
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
    memset(block->sums, 0, (size_t)place * sizeof block->sums[0]);
}

// h/d for the two columns of every lane, with one reciprocal.
INLINE void NAME(share_reciprocal)(const vreal d[SLAB_VECTORS], vreal h, vreal quotient[SLAB_VECTORS]) {
    vreal shared = NAME(divided)(h, d[0] * d[1]);
    quotient[0] = shared * d[1];
    quotient[1] = shared * d[0];
}

// The rows of β and h, and the sums for dβ, of the outputs that are computed together.
typedef struct {
    const REAL *beta[OUTPUTS], *h[OUTPUTS];
    vreal sums[OUTPUTS][SLAB_VECTORS];
    int found_zero;
} NAME(output_rows);

#define FOR_OUTPUTS _Pragma("clang loop unroll(full)") for (long o = 0; o < outputs; o++)

// Adds the samples first ..< end of a block, which are in quotient or direct form.
INLINE void NAME(add_shared)(NAME(slab_block) *block, NAME(output_rows) *rows, long outputs, int is_quotient,
                             long first, long end) {
#pragma clang fp contract(fast)
    vreal beta[OUTPUTS][SLAB_VECTORS], sum[OUTPUTS][SLAB_VECTORS];
    FOR_OUTPUTS FOR_VECTORS {
        beta[o][v] = load(rows->beta[o] + v * LANES);
        sum[o][v] = rows->sums[o][v];
    }
    for (long k = first; k < end; k++) {
        const REAL *values = block->values[k];
        REAL *dx = block->sums[k];
        long sample = block->samples[k];
        vreal total[SLAB_VECTORS];
        FOR_VECTORS total[v] = load(dx + v * LANES);
        FOR_OUTPUTS {
            vreal d[SLAB_VECTORS], q[SLAB_VECTORS];
            FOR_VECTORS {
                vreal value = load(values + v * LANES);
                d[v] = is_quotient ? value - beta[o][v] : 1 - beta[o][v] * value;
            }
            NAME(share_reciprocal)(d, broadcast(rows->h[o][sample]), q);
            FOR_VECTORS {
                sum[o][v] += is_quotient ? q[v] : q[v] * load(values + v * LANES);
                total[v] += q[v] * beta[o][v];
            }
        }
        FOR_VECTORS store(dx + v * LANES, total[v]);
    }
    FOR_OUTPUTS FOR_VECTORS rows->sums[o][v] = sum[o][v];
}

// Adds samples in careful form. If `masks_zeros`, elements with a factor of exactly 0 are skipped.
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

static void NAME(store_block)(const NAME(slab_block) *block, const synann_synapse_gradient_operands *s, long j,
                              long columns) {
    REAL scale = (REAL)s->unscale;
    for (long k = 0; k < block->ends[NAME(careful)]; k++) {
        REAL *to = (REAL *)s->x_gradient + (long)block->samples[k] * s->inputs + j;
        const REAL *sums = block->sums[k], *u = block->values[k];
        if (k < block->ends[NAME(quotient)])
            for (long c = 0; c < columns; c++)
                to[c] = -u[c] * sums[c] * scale;
        else
            for (long c = 0; c < columns; c++)
                to[c] = -sums[c] * scale;
    }
}

// The next outputs' elements are a whole row of β away, often on another page. Hardware prefetchers do not cross pages.
INLINE void NAME(prefetch_rows)(const synann_synapse_gradient_operands *s, long i, long j) {
    for (long o = 0; o < OUTPUTS && i + o < s->outputs; o++)
        for (long byte = 0; byte < (long)(SLAB * sizeof(REAL)); byte += 64) {
            __builtin_prefetch((const char *)s->beta + ((i + o) * s->inputs + j) * (long)sizeof(REAL) + byte, 0);
            __builtin_prefetch(
                (const char *)s->beta_gradient + ((i + o) * s->inputs + j) * (long)sizeof(REAL) + byte, 1);
        }
}

// Adds all samples of a block for the `outputs` outputs from i on. Returns whether an element was skipped.
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
