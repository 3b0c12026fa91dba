// Functions of the pixels of a plane that the normalizations share.
//
// There is no include guard, as in vector.h.

#include "../Vector/vector_math.h"

// Returns (x − center) · gain + shift. The forward pass and the backward pass both use this function. With different
// expressions the passes might disagree about the sign of a result near 0, and so about ReLU.
INLINE vreal NAME(normalized)(vreal x, REAL center, REAL gain, REAL shift) {
    return (x - center) * gain + shift;
}

INLINE void NAME(scale_plane)(long count, const REAL *x, REAL center, REAL gain, REAL shift, const int applies_relu,
                              REAL *to) {
    for (long i = 0; i < count; i += LANES) {
        const long length = count - i;
        vreal value = NAME(normalized)(load_some(x + i, length), center, gain, shift);
        store_some(to + i, applies_relu ? NAME(vrelu)(value) : value, length);
    }
}

// The length of the blocks in which the pixels of a channel are summed. Vectors of REAL sum the pixels of a block, and
// vectors of double sum the blocks.
#undef BLOCK
#define BLOCK 1024
typedef double NAME(vdouble) __attribute__((vector_size(VECTOR_BYTES / sizeof(REAL) * sizeof(double))));

INLINE void NAME(widen)(NAME(vdouble) *sum, vreal part) {
    *sum += __builtin_convertvector(part, NAME(vdouble));
}

INLINE double NAME(lane_sum)(const NAME(vdouble) *sum) {
    double total = 0;
    for (long lane = 0; lane < LANES; lane++)
        total += (*sum)[lane];
    return total;
}

// Returns a vector with `count` elements of `from` in its first lanes and `other` in the remaining lanes.
INLINE vreal NAME(load_or)(const REAL *from, long count, REAL other) {
    vint lanes;
    for (long lane = 0; lane < LANES; lane++)
        lanes[lane] = (INTEGER)lane;
    return choose(lanes < (INTEGER)count, load_some(from, count), broadcast(other));
}

// Adds Σ (x − center) to `sum` and Σ (x − center)² to `square`, over `count` pixels.
INLINE void NAME(add_spread)(const REAL *x, REAL center, long count, NAME(vdouble) *sum, NAME(vdouble) *square) {
    for (long start = 0; start < count; start += BLOCK) {
        const long end = count - start < BLOCK ? count : start + BLOCK;
        vreal sums[2] = {{0}}, squares[2] = {{0}};
        for (long i = start; i < end; i += LANES) {
            vreal distance = (end - i >= LANES ? load(x + i) : NAME(load_or)(x + i, end - i, center)) - center;
            const long part = i / LANES % 2;
            sums[part] += distance;
            squares[part] += distance * distance;
        }
        NAME(widen)(sum, sums[0] + sums[1]);
        NAME(widen)(square, squares[0] + squares[1]);
    }
}

// Computes the mean and the population variance of a channel by the formula: mean square distance from the mean of a
// sample = variance + (difference of the means)². The sample consists of the first `sample` pixels of the first plane.
// One pass over the pixels is enough unless the squared difference
// is greater than the variance. In this case a second pass follows, which uses the mean of the first pass.
INLINE void NAME(channel_statistics)(long batch, long stride, long inner, long sample, const REAL *x, double *mean,
                                     double *variance) {
    const double count = (double)batch * (double)inner;
    // A channel without pixels has no first pixel. The results are NaN.
    if (count == 0) {
        *mean = *variance = 0 / count;
        return;
    }
    // The code sums the distances of the pixels from the first pixel. A sum of pixels that are far from 0 would lose
    // nearly all digits in REAL.
    NAME(vdouble) first = {0}, unused = {0};
    NAME(add_spread)(x, x[0], sample, &first, &unused);
    REAL center = (REAL)(x[0] + NAME(lane_sum)(&first) / (double)sample);
    for (int pass = 0; pass < 2; pass++) {
        NAME(vdouble) sum = {0}, squares = {0};
        for (long n = 0; n < batch; n++)
            NAME(add_spread)(x + n * stride, center, inner, &sum, &squares);
        const double distance = NAME(lane_sum)(&sum) / count, spread = NAME(lane_sum)(&squares) / count;
        *mean = center + distance;
        *variance = spread - distance * distance;
        if (!(distance * distance > *variance))
            break;
        center = (REAL)*mean;
    }
}

// Returns the gradient with respect to the result before ReLU: g, or 0 where ReLU made the result 0.
INLINE vreal NAME(passed)(vreal g, vreal x, REAL center, REAL gain, REAL shift, const int applies_relu) {
    return applies_relu ? choose(NAME(normalized)(x, center, gain, shift) <= 0, broadcast(0), g) : g;
}

// Adds Σ g to `sum` and Σ g (x − center) to `product`, over the pixels of a plane. g is 0 where ReLU made the result 0.
INLINE void NAME(add_cotangents)(long count, const REAL *g, const REAL *x, REAL center, REAL gain, REAL shift,
                             const int applies_relu, NAME(vdouble) *sum, NAME(vdouble) *product) {
    for (long start = 0; start < count; start += BLOCK) {
        const long end = count - start < BLOCK ? count : start + BLOCK;
        vreal sums[2] = {{0}}, products[2] = {{0}};
        for (long i = start; i < end; i += LANES) {
            const long length = end - i;
            vreal pixel = load_some(x + i, length);
            vreal gradient = NAME(passed)(load_some(g + i, length), pixel, center, gain, shift, applies_relu);
            const long part = i / LANES % 2;
            sums[part] += gradient;
            products[part] += gradient * (pixel - center);
        }
        NAME(widen)(sum, sums[0] + sums[1]);
        NAME(widen)(product, products[0] + products[1]);
    }
}

INLINE void NAME(gradient_plane)(long count, const REAL *g, const REAL *x, REAL center, REAL gain, REAL shift,
                              const int applies_relu, REAL slope, REAL offset, REAL *to) {
    for (long i = 0; i < count; i += LANES) {
        const long length = count - i;
        vreal pixel = load_some(x + i, length);
        vreal passed = NAME(passed)(load_some(g + i, length), pixel, center, gain, shift, applies_relu);
        store_some(to + i, gain * passed + (slope * (pixel - center) + offset), length);
    }
}
