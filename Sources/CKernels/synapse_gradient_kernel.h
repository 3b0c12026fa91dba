// The derivatives of log P by β and x, one column slab of SLAB = 4 vectors at a time. With r = 1/(u − β) and h the
// derivative of the loss by log P,
//
//     −dβ[i][j] = Σ_b h[b][i] r        −dx[b][j] = u Σ_i h[b][i] r β[i][j]
//
// so an element costs a subtraction, its share of a reciprocal, a multiplication by h, an addition for dβ and a fused
// multiply-add for dx. The four columns of an element's slab position share one reciprocal: 1/d₁ = d₂ · 1/(d₁ d₂) and
// so on, 13 multiplications for four quotients h/d in place of 4 · 4. The derivatives by β of one output stay in
// registers while the samples go by; those by x, and u, of a block of samples stay in the first-level cache.
//
// Samples are sorted by the form that a slab's columns allow, with t = max |x| · max |β| as in synapse_schedule.h:
// *quotient* form as above for t ≤ 15/16 and x not too small for the shared product; *direct* form with d = 1 − βx for
// the same t and any x; *careful* form, one division for each element, beyond, where d may be 0 or anything else.

#define SLAB_VECTORS 4
#undef SLAB
#define SLAB (SLAB_VECTORS * LANES)
// Samples of a block: u and dx of a slab's block take 2 · 96 · 128 bytes (twice that with AVX-512) of the cache.
#define BLOCK 96

#undef SHARED_LEAST_X
#if IS_FLOAT
#define SHARED_LEAST_X 0x1p-16f
#else
#define SHARED_LEAST_X 0x1p-100
#endif

enum { NAME(quotient), NAME(direct), NAME(careful), NAME(forms) };

// A block of samples of one slab, in the order of their forms.
typedef struct {
    long ends[NAME(forms)];      // where the samples of a form end
    int32_t samples[BLOCK];      // their places in the batch
    REAL values[BLOCK][SLAB];    // u in quotient form, else x
    REAL sums[BLOCK][SLAB];      // Σ_i h d⁻¹ β
} NAME(slab_block);

INLINE vreal NAME(reciprocal)(vreal d) {
#if HAS_AVX512 && IS_FLOAT
    vreal r = (vreal)_mm512_rcp14_ps((__m512)d);
    return r * (2 - d * r);
#elif HAS_AVX512
    vreal r = (vreal)_mm512_rcp14_pd((__m512d)d);
    r = r * (2 - d * r);
    return r * (2 - d * r);
#elif HAS_AVX2 && IS_FLOAT
    vreal r = (vreal)_mm256_rcp_ps((__m256)d);
    return r * (2 - d * r);
#else
    return 1 / d;
#endif
}

static int NAME(form_of)(long inputs, const REAL *x, const REAL *magnitude, long j, long count) {
    int form = NAME(quotient);
    (void)inputs;
    for (long k = 0; k < count; k++) {
        REAL size = x[j + k] < 0 ? -x[j + k] : x[j + k];
        int fits = size >= SHARED_LEAST_X && size <= SYNAPSE_GREATEST_X;
        int is_bounded = size * magnitude[j + k] <= SYNAPSE_NEAR_ONE;
        int own = !is_bounded ? NAME(careful) : fits ? NAME(quotient) : NAME(direct);
        form = own > form ? own : form;
    }
    return form;
}

static void NAME(fill_block)(NAME(slab_block) *block, const synann_synapse_gradient_operands *s, long sample,
                             long count, long j, long columns) {
    const REAL *x = s->x;
    int forms[BLOCK];
    for (long b = 0; b < count; b++)
        forms[b] = NAME(form_of)(s->inputs, x + (sample + b) * s->inputs, s->magnitude, j, columns);
    long place = 0;
    for (int form = 0; form < NAME(forms); form++) {
        for (long b = 0; b < count; b++) {
            if (forms[b] != form)
                continue;
            const REAL *from = x + (sample + b) * s->inputs + j;
            REAL *to = block->values[place];
            block->samples[place++] = (int32_t)(sample + b);
            // Missing columns get a factor of 1 with the β of 0 that they have: x = 1.
            for (long k = 0; k < SLAB; k++)
                to[k] = k < columns ? from[k] : 1;
            if (form == NAME(quotient))
                for (long k = 0; k < SLAB; k++)
                    to[k] = 1 / to[k];
        }
        block->ends[form] = place;
    }
    memset(block->sums, 0, (size_t)place * sizeof block->sums[0]);
}

#define FOR_VECTORS _Pragma("clang loop unroll(full)") for (long v = 0; v < SLAB_VECTORS; v++)

// h/d for the four columns of every lane, from one reciprocal.
INLINE void NAME(share_reciprocal)(const vreal d[SLAB_VECTORS], vreal h, vreal quotient[SLAB_VECTORS]) {
    vreal low = d[0] * d[1], high = d[2] * d[3];
    vreal whole = h * NAME(reciprocal)(low * high);
    vreal by_low = whole * high, by_high = whole * low;
    quotient[0] = by_low * d[1];
    quotient[1] = by_low * d[0];
    quotient[2] = by_high * d[3];
    quotient[3] = by_high * d[2];
}

// All samples of a block for one output: adds to `sums` of the block and to the output's own `total`.
static int NAME(add_output)(NAME(slab_block) *block, const REAL *beta_row, const REAL *h, vreal total[SLAB_VECTORS],
                            int masks_zeros) {
#pragma clang fp contract(fast)
    vreal beta[SLAB_VECTORS], sum[SLAB_VECTORS], d[SLAB_VECTORS], q[SLAB_VECTORS];
    FOR_VECTORS {
        beta[v] = load(beta_row + v * LANES);
        sum[v] = total[v];
    }
    long k = 0;
    for (; k < block->ends[NAME(quotient)]; k++) {
        const REAL *u = block->values[k];
        REAL *dx = block->sums[k];
        FOR_VECTORS d[v] = load(u + v * LANES) - beta[v];
        NAME(share_reciprocal)(d, broadcast(h[block->samples[k]]), q);
        FOR_VECTORS {
            sum[v] += q[v];
            store(dx + v * LANES, load(dx + v * LANES) + q[v] * beta[v]);
        }
    }
    for (; k < block->ends[NAME(direct)]; k++) {
        const REAL *x = block->values[k];
        REAL *dx = block->sums[k];
        FOR_VECTORS d[v] = 1 - beta[v] * load(x + v * LANES);
        NAME(share_reciprocal)(d, broadcast(h[block->samples[k]]), q);
        FOR_VECTORS {
            sum[v] += q[v] * load(x + v * LANES);
            store(dx + v * LANES, load(dx + v * LANES) + q[v] * beta[v]);
        }
    }
    vint zeros = {0};
    for (; k < block->ends[NAME(careful)]; k++) {
        const REAL *x = block->values[k];
        REAL *dx = block->sums[k];
        FOR_VECTORS {
            vreal factor = NAME(direct_factor)(beta[v], load(x + v * LANES));
            vint is_zero = masks_zeros ? factor == 0 : (vint){0};
            zeros |= is_zero;
            vreal quotient = (vreal)((vint)(broadcast(h[block->samples[k]]) / factor) & ~is_zero);
            sum[v] += quotient * load(x + v * LANES);
            store(dx + v * LANES, load(dx + v * LANES) + quotient * beta[v]);
        }
    }
    FOR_VECTORS total[v] = sum[v];
    int found = 0;
    for (long lane = 0; lane < LANES; lane++)
        found |= zeros[lane] != 0;
    return found;
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

static void NAME(synapse_gradient)(const synann_synapse_gradient_operands *s, long first, long end, void *scratch,
                                   int *found_zero) {
    NAME(slab_block) *block = scratch;
    const REAL *beta = s->beta, *h = s->h;
    REAL scale = (REAL)s->unscale;
    for (long slab = first; slab < end; slab++) {
        long j = slab * SLAB, columns = s->inputs - j < SLAB ? s->inputs - j : SLAB;
        for (long b = 0; b == 0 || b < s->batch; b += BLOCK) {
            NAME(fill_block)(block, s, b, s->batch - b < BLOCK ? s->batch - b : BLOCK, j, columns);
            for (long i = 0; i < s->outputs; i++) {
                REAL padded[SLAB];
                const REAL *row = beta + i * s->inputs + j;
                if (columns < SLAB) {
                    memset(padded, 0, sizeof padded);
                    memcpy(padded, row, (size_t)columns * sizeof(REAL));
                    row = padded;
                }
                vreal total[SLAB_VECTORS] = {{0}};
                *found_zero |= NAME(add_output)(block, row, h + i * s->batch, total, s->masks_zeros);
                REAL *to = (REAL *)s->beta_gradient + i * s->inputs + j;
                const REAL *sums = (const REAL *)total;
                for (long c = 0; c < columns; c++)
                    to[c] = (b == 0 ? 0 : to[c]) - sums[c] * scale;
            }
            if (s->x_gradient)
                NAME(store_block)(block, s, j, columns);
        }
    }
}

static void NAME(synapse_slab_shape)(long *columns, long *bytes) {
    *columns = SLAB;
    *bytes = (long)sizeof(NAME(slab_block));
}
