#include "../Normalization/planes.h"

// Returns the sum of the lanes. The additions form a tree, which has a shorter chain than `lane_sum`.
INLINE double NAME(tree_sum)(const NAME(vdouble) *sum) {
    double values[LANES];
    memcpy(values, sum, sizeof values);
    for (long width = LANES / 2; width > 0; width /= 2)
        for (long lane = 0; lane < width; lane++)
            values[lane] += values[lane + width];
    return values[0];
}

// Computes the mean and the population variance of a row by the formula: mean square distance from a center = variance
// + (mean − center)². The first center is the mean of the first elements. One pass over the row is enough unless the
// squared difference is greater than the variance. In this case a second pass follows, with the mean as the center.
INLINE void NAME(row_statistics)(long count, const REAL *x, double *mean, double *variance) {
    const long sample = count < LANES ? count : LANES;
    double first = 0;
    for (long i = 0; i < sample; i++)
        first += x[i];
    REAL center = (REAL)(first / (double)sample);
    for (int pass = 0; pass < 2; pass++) {
        NAME(vdouble) sum = {0}, squares = {0};
        NAME(add_spread)(x, center, count, &sum, &squares);
        const double distance = NAME(tree_sum)(&sum) / (double)count;
        *mean = center + distance;
        *variance = NAME(tree_sum)(&squares) / (double)count - distance * distance;
        if (!(distance * distance > *variance))
            break;
        center = (REAL)*mean;
    }
}

static void NAME(normalize_layer)(const synann_layer_normalization *s, long first, long end, REAL *mean, REAL *inverse,
                                  REAL *out) {
    const long count = s->length;
    const REAL *scale = s->scale, *shift = s->shift;
    for (long row = first; row < end; row++) {
        const REAL *x = (const REAL *)s->x + row * count;
        REAL *to = out + row * count;
        double exact_mean, variance;
        NAME(row_statistics)(count, x, &exact_mean, &variance);
        mean[row] = (REAL)exact_mean, inverse[row] = (REAL)(1 / sqrt(variance + s->epsilon));
        const vreal center = broadcast(mean[row]), factor = broadcast(inverse[row]);
        FOR_EACH_VECTOR(i, length, count, {
            const vreal unit = (load_some(x + i, length) - center) * factor;
            store_some(to + i, unit * load_some(scale + i, length) + load_some(shift + i, length), length);
        })
    }
}

// The number of rows that the derivatives read together, so that the sums over rows are loaded and stored once for
// these rows.
#undef ROWS
#define ROWS 4
#define FOR_ROWS _Pragma("clang loop unroll(full)") for (long r = 0; r < rows; r++)

// The means of a group of rows that the gradient with respect to x needs: mean(h) and mean(h x̂).
typedef struct {
    NAME(vdouble) sums[ROWS], products[ROWS];
} NAME(row_sums);

// Adds Σ h and Σ h x̂ of each row to `totals`, and Σ g x̂ and Σ g over the rows to `by_scale` and `by_shift`, for `count`
// columns. A row starts `stride` elements after the previous row.
INLINE void NAME(add_rows)(long rows, long count, long stride, const REAL *x, const REAL *g, const REAL *scale,
                           const REAL *mean, const REAL *inverse, REAL *by_scale, REAL *by_shift,
                           NAME(row_sums) *totals) {
    vreal sums[ROWS] = {{0}}, products[ROWS] = {{0}}, center[ROWS], inverses[ROWS];
    FOR_ROWS center[r] = broadcast(mean[r]), inverses[r] = broadcast(inverse[r]);
    FOR_EACH_VECTOR(i, length, count, {
        const vreal factor = load_some(scale + i, length);
        vreal scales = load_some(by_scale + i, length), shifts = load_some(by_shift + i, length);
        FOR_ROWS {
            const vreal gradient = load_some(g + r * stride + i, length);
            const vreal unit = (load_some(x + r * stride + i, length) - center[r]) * inverses[r];
            const vreal h = gradient * factor;
            scales += gradient * unit;
            shifts += gradient;
            sums[r] += h;
            products[r] += h * unit;
        }
        store_some(by_scale + i, scales, length);
        store_some(by_shift + i, shifts, length);
    })
    FOR_ROWS {
        NAME(widen)(&totals->sums[r], sums[r]);
        NAME(widen)(&totals->products[r], products[r]);
    }
}

// Let σ = √(variance + ε), x̂ = (x − mean)/σ, and h = scale · g for the cotangent g. The gradient with respect to x is
// (h − mean(h) − x̂ · mean(h x̂)) / σ, the gradient with respect to the scale Σ g x̂, and the gradient with respect to the
// shift Σ g, summed over the rows.
INLINE void NAME(gradient_rows)(const synann_layer_normalization *s, long rows, long row,
                                const synann_layer_normalization_gradient *gradient) {
    const long count = s->length;
    const REAL *x = (const REAL *)s->x + row * count, *g = (const REAL *)gradient->cotangent + row * count;
    const REAL *mean = (const REAL *)gradient->mean + row, *inverse = (const REAL *)gradient->inverse + row;
    const REAL *scale = s->scale;
    NAME(row_sums) totals;
    memset(&totals, 0, sizeof totals);
    for (long start = 0; start < count; start += BLOCK)
        NAME(add_rows)(rows, count - start < BLOCK ? count - start : BLOCK, count, x + start, g + start, scale + start,
                       mean, inverse, (REAL *)gradient->by_scale + start, (REAL *)gradient->by_shift + start, &totals);
    if (!gradient->by_x)
        return;
    for (long r = 0; r < rows; r++) {
        const vreal sum = broadcast((REAL)(NAME(tree_sum)(&totals.sums[r]) / (double)count));
        const vreal product = broadcast((REAL)(NAME(tree_sum)(&totals.products[r]) / (double)count));
        const vreal center = broadcast(mean[r]), factor = broadcast(inverse[r]);
        const REAL *from = x + r * count, *cotangent = g + r * count;
        REAL *to = (REAL *)gradient->by_x + (row + r) * count;
        FOR_EACH_VECTOR(i, length, count, {
            const vreal unit = (load_some(from + i, length) - center) * factor;
            const vreal h = load_some(cotangent + i, length) * load_some(scale + i, length);
            store_some(to + i, factor * (h - sum - unit * product), length);
        })
    }
}

static void NAME(normalize_layer_gradient)(const synann_layer_normalization *s, long first, long end,
                                           const synann_layer_normalization_gradient *gradient) {
    long row = first;
    for (; row + ROWS <= end; row += ROWS)
        NAME(gradient_rows)(s, ROWS, row, gradient);
    for (; row < end; row++)
        NAME(gradient_rows)(s, 1, row, gradient);
}

#undef FOR_ROWS
