#include "../Normalization/planes.h"

// Returns Σ x² over a row, after the division of each element by `unit`.
INLINE double NAME(square_sum)(long length, const REAL *x, REAL unit) {
    NAME(vdouble) sum = {0};
    const vreal inverse = broadcast(1 / unit);
    for (long start = 0; start < length; start += BLOCK) {
        const long end = length - start < BLOCK ? length : start + BLOCK;
        vreal sums[4] = {{0}};
        long i = start;
        for (; i + 4 * LANES <= end; i += 4 * LANES)
            for (int part = 0; part < 4; part++) {
                const vreal value = load(x + i + part * LANES) * inverse;
                sums[part] += value * value;
            }
        for (; i < end; i += LANES) {
            const vreal value = load_some(x + i, end - i) * inverse;
            sums[0] += value * value;
        }
        NAME(widen)(&sum, (sums[0] + sums[1]) + (sums[2] + sums[3]));
    }
    return NAME(lane_sum)(&sum);
}

// Returns 1 / √(mean(x²) + ε). If the squares overflow or underflow, the function divides by the greatest element
// first: mean(x²) + ε = m² · (mean((x/m)²) + ε/m²).
INLINE REAL NAME(inverse_rms)(long length, const REAL *x, double epsilon) {
    const double count = (double)length;
    const double sum = NAME(square_sum)(length, x, 1);
    const double least = sizeof(REAL) == 4 ? 0x1p-100 : 0x1p-960;
    if (sum < (double)__builtin_inf() && (sum > least || epsilon > least))
        return (REAL)(1 / sqrt(sum / count + epsilon));
    REAL greatest = 0;
    for (long i = 0; i < length; i++) {
        const REAL magnitude = x[i] < 0 ? -x[i] : x[i];
        greatest = magnitude > greatest || magnitude != magnitude ? magnitude : greatest;
    }
    // A row of zeros, and a row with NaN or an infinite element, keep the sum of the first pass.
    if (!(greatest > 0 && greatest < (REAL)__builtin_inf()))
        return (REAL)(1 / sqrt(sum / count + epsilon));
    // 1 / greatest must not overflow, so the unit is at least the least number with a finite reciprocal.
    const REAL unit = greatest < (sizeof(REAL) == 4 ? (REAL)0x1p-126 : (REAL)0x1p-1022)
        ? (sizeof(REAL) == 4 ? (REAL)0x1p-126 : (REAL)0x1p-1022) : greatest;
    const double scaled = NAME(square_sum)(length, x, unit) / count;
    return (REAL)(1 / sqrt(scaled + epsilon / unit / unit) / unit);
}

static void NAME(normalize_rms)(const synann_rms_normalization *s, long first, long end, REAL *inverse, REAL *out) {
    const long count = s->length;
    const REAL *scale = s->scale;
    for (long row = first; row < end; row++) {
        const REAL *x = (const REAL *)s->x + row * count;
        REAL *to = out + row * count;
        inverse[row] = NAME(inverse_rms)(count, x, s->epsilon);
        const vreal factor = broadcast(inverse[row]);
        if (scale)
            FOR_EACH_VECTOR(i, length, count, {
                store_some(to + i, load_some(x + i, length) * factor * load_some(scale + i, length), length);
            })
        else
            FOR_EACH_VECTOR(i, length, count, { store_some(to + i, load_some(x + i, length) * factor, length); })
    }
}

// Let r be `inverse`, x̂ = x r, and h = scale · g for the cotangent g. The gradient with respect to x is r (h − x̂ ·
// mean(h x̂)), and the gradient with respect to the scale is Σ g x̂ over the rows.
static void NAME(normalize_rms_gradient)(const synann_rms_normalization *s, long first, long end,
                                         const synann_rms_normalization_gradient *gradient) {
    const long count = s->length;
    const REAL *scale = s->scale;
    REAL *by_scale = gradient->by_scale;
    for (long row = first; row < end; row++) {
        const REAL *x = (const REAL *)s->x + row * count, *g = (const REAL *)gradient->cotangent + row * count;
        const vreal inverse = broadcast(((const REAL *)gradient->inverse)[row]);
        NAME(vdouble) sum = {0};
        for (long start = 0; start < count; start += BLOCK) {
            const long block = count - start < BLOCK ? count - start : BLOCK;
            vreal sums[2] = {{0}};
            FOR_EACH_VECTOR(j, length, block, {
                const long i = start + j;
                const vreal product = load_some(g + i, length) * (load_some(x + i, length) * inverse);
                sums[j / LANES % 2] += scale ? product * load_some(scale + i, length) : product;
                if (by_scale)
                    store_some(by_scale + i, load_some(by_scale + i, length) + product, length);
            })
            NAME(widen)(&sum, sums[0] + sums[1]);
        }
        if (!gradient->by_x)
            continue;
        REAL *to = (REAL *)gradient->by_x + row * count;
        const vreal mean = broadcast((REAL)(NAME(lane_sum)(&sum) / (double)count));
        FOR_EACH_VECTOR(i, length, count, {
            const vreal h = scale ? load_some(g + i, length) * load_some(scale + i, length) : load_some(g + i, length);
            store_some(to + i, inverse * (h - load_some(x + i, length) * inverse * mean), length);
        })
    }
}
