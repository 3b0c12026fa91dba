#include "../Vector/vector_math.h"

static void NAME(gate_probability)(long count, const REAL *z, REAL *x) {
    FOR_EACH_VECTOR(i, length, count, {
        store_some(x + i, -NAME(vexpm1)(-NAME(vrelu)(load_some(z + i, length))), length);
    })
}

static void NAME(gate_bound)(double bound, long count, const REAL *beta, REAL *out) {
    const vreal limit = broadcast((REAL)bound);
    FOR_EACH_VECTOR(i, length, count, {
        store_some(out + i, NAME(vmin)(load_some(beta + i, length), limit), length);
    })
}

static void NAME(gate_bound_gradient)(double bound, long count, const REAL *beta, REAL *gradient) {
    const vreal limit = broadcast((REAL)bound);
    FOR_EACH_VECTOR(i, length, count, {
        vreal value = load_some(gradient + i, length);
        store_some(gradient + i, choose(load_some(beta + i, length) > limit, broadcast(0), value), length);
    })
}

// Computes result[b][i] = value for the samples first ..< end. `value` may use z, the gate without its limit `open`, α,
// and the position `at` of the element in the matrices.
#define FOR_EACH_GATE(g, result, value)                                                \
    {                                                                                  \
        const vreal limit = broadcast((REAL)(g)->limit);                               \
        for (long b = first; b < end; b++)                                             \
            FOR_EACH_VECTOR(i, length, (g)->channels, {                                \
                long at = b * (g)->channels + i;                                       \
                vreal z = load_some((const REAL *)(g)->z + at, length);                \
                vreal alpha = load_some((const REAL *)(g)->alpha + i, length);         \
                vreal open = alpha * load_some((const REAL *)(g)->product + at, length); \
                store_some((result) + at, value, length);                              \
            })                                                                         \
    }

static void NAME(gate_output)(const synann_gate *g, long first, long end, REAL *y) {
    FOR_EACH_GATE(g, y, NAME(vrelu)(z) * NAME(vmin)(open, limit))
}

// A limited gate is constant. The comparison is false for NaN, so that NaN remains NaN.
#define UNLESS_LIMITED(value) choose(open > limit, broadcast(0), value)

static void NAME(gate_logarithm_gradient)(const synann_gate_derivative *d, long first, long end, REAL *h) {
    const REAL *cotangent = d->cotangent;
    FOR_EACH_GATE(&d->gate, h, UNLESS_LIMITED(load_some(cotangent + at, length) * NAME(vrelu)(z) * open))
}

static void NAME(gate_product_gradient)(const synann_gate_derivative *d, long first, long end, REAL *gradient) {
    const REAL *cotangent = d->cotangent;
    FOR_EACH_GATE(&d->gate, gradient, UNLESS_LIMITED(load_some(cotangent + at, length) * NAME(vrelu)(z) * alpha))
}

static void NAME(gate_input_gradient)(const synann_gate_derivative *d, long first, long end, REAL *gradient) {
    const REAL *cotangent = d->cotangent, *x = d->x;
    // exp(−z) = 1 − x is the derivative of x with respect to z.
    FOR_EACH_GATE(&d->gate, gradient,
                  choose((z > 0) | (z != z),
                         load_some(cotangent + at, length) * NAME(vmin)(open, limit) +
                             load_some(gradient + at, length) * (1 - load_some(x + at, length)),
                         broadcast(0)))
}

#undef UNLESS_LIMITED
#undef FOR_EACH_GATE
