#include "../Vector/vector_math.h"

// As in vector_math_rectifiers.h, each product is a separate statement, so that the compiler does not fuse a product
// and a sum. A product of an infinite x and a factor of 0 would be NaN. The code therefore limits x in such a product
// to a number at which the other factor already has its limit in every scalar type.

// (1 + tanh u) / 2 is the sigmoid of 2u, which does not cancel for negative u. The function returns 2u.
INLINE vreal NAME(gelu_tanh_argument)(vreal x) {
    vreal square = x * x;
    vreal cubic = square * (REAL)0.0713548162726002488;
    vreal factor = cubic + (REAL)1.59576912160573071;
    return x * factor;
}

INLINE vreal NAME(vgelu_tanh)(vreal x) {
    return NAME(at_least)(x, -1000) * NAME(vsigmoid)(NAME(gelu_tanh_argument)(x));
}

INLINE vreal NAME(gelu_tanh_derivative)(vreal x) {
    vreal sigmoid = NAME(vsigmoid)(NAME(gelu_tanh_argument)(x)), limited = NAME(within)(x, 100);
    vreal square = limited * limited;
    vreal cubic = square * (REAL)0.214064448817800746;
    vreal slope = cubic + (REAL)1.59576912160573071;
    vreal closed = 1 - sigmoid;
    vreal by_sigmoid = limited * sigmoid * closed * slope;
    return sigmoid + by_sigmoid;
}

// With t = e^−|x|, tanh(log(1 + eˣ)) is (t² + 2t) / (t² + 2t + 2) for negative x, and (1 + 2t) / (1 + 2t + 2t²) for
// positive x. Neither form overflows or cancels.
INLINE vreal NAME(mish_factor)(vreal x, vreal *t, vreal *divisor) {
    *t = NAME(vexp)(-NAME(vabs)(x));
    vint is_negative = x < 0;
    vreal square = *t * *t, twice = *t + *t;
    vreal numerator = choose(is_negative, square, broadcast(1)) + twice;
    *divisor = numerator + choose(is_negative, broadcast(2), square + square);
    return numerator / *divisor;
}

INLINE vreal NAME(vmish)(vreal x) {
    vreal t, divisor;
    vreal factor = NAME(mish_factor)(x, &t, &divisor);
    return NAME(at_least)(x, -1000) * factor;
}

// The derivative of tanh(log(1 + eˣ)) is 4 t (1 + t) / d² for negative x, and 4 t² (1 + t) / d² for positive x, where d
// is the divisor of the function.
INLINE vreal NAME(mish_derivative)(vreal x) {
    vreal t, divisor;
    vreal factor = NAME(mish_factor)(x, &t, &divisor);
    vreal power = choose(x < 0, t, t * t), sum = 1 + t;
    vreal slope = 4 * power * sum / (divisor * divisor);
    vreal by_factor = NAME(within)(x, 1000) * slope;
    return factor + by_factor;
}

INLINE vreal NAME(vhardsigmoid)(vreal x) {
    return NAME(bounded)(x + 3, 0, 6) / 6;
}

INLINE vreal NAME(hardsigmoid_derivative)(vreal x) {
    vreal inside = choose((x > -3) & (x < 3), broadcast((REAL)1 / 6), broadcast(0));
    return choose(x != x, x, inside);
}

INLINE vreal NAME(vhardswish)(vreal x) {
    // The division comes first, so that the product does not overflow.
    return NAME(at_least)(x, -3) * NAME(vhardsigmoid)(x);
}

INLINE vreal NAME(hardswish_derivative)(vreal x) {
    vreal third = x / 3;
    vreal inside = choose(x >= 3, broadcast(1), third + (REAL)0.5);
    return choose(x <= -3, broadcast(0), inside);
}

INLINE vreal NAME(vleaky_relu)(vreal x, vreal slope) {
    return choose(x > 0, x, slope * x);
}

INLINE vreal NAME(leaky_relu_derivative)(vreal x, vreal slope) {
    return choose(x != x, x, choose(x > 0, broadcast(1), slope));
}

INLINE vreal NAME(velu)(vreal x, vreal alpha) {
    return choose(x > 0, x, alpha * NAME(vexpm1)(x));
}

INLINE vreal NAME(elu_derivative)(vreal x, vreal alpha) {
    return choose(x > 0, broadcast(1), alpha * NAME(vexp)(x));
}

#define FOR_EACH(value)                                                                \
    FOR_EACH_VECTOR(i, length, count, {                                                \
        vreal v = load_some(x + i, length);                                            \
        store_some(y + i, value, length);                                              \
    })                                                                                 \
    break;

static void NAME(activate)(synann_activation activation, double parameter, long count, const REAL *x, REAL *y) {
    const vreal p = broadcast((REAL)parameter);
    switch (activation) {
    case SYNANN_GELU_TANH: FOR_EACH(NAME(vgelu_tanh)(v))
    case SYNANN_MISH: FOR_EACH(NAME(vmish)(v))
    case SYNANN_HARDSWISH: FOR_EACH(NAME(vhardswish)(v))
    case SYNANN_HARDSIGMOID: FOR_EACH(NAME(vhardsigmoid)(v))
    case SYNANN_LEAKY_RELU: FOR_EACH(NAME(vleaky_relu)(v, p))
    case SYNANN_ELU: FOR_EACH(NAME(velu)(v, p))
    }
}

#undef FOR_EACH

#define FOR_EACH(derivative)                                                           \
    FOR_EACH_VECTOR(i, length, count, {                                                \
        vreal v = load_some(x + i, length);                                            \
        store_some(out + i, NAME(scaled_cotangent)(load_some(g + i, length), derivative), length); \
    })                                                                                 \
    break;

static void NAME(activate_gradient)(synann_activation activation, double parameter, long count, const REAL *g,
                                    const REAL *x, REAL *out) {
    const vreal p = broadcast((REAL)parameter);
    switch (activation) {
    case SYNANN_GELU_TANH: FOR_EACH(NAME(gelu_tanh_derivative)(v))
    case SYNANN_MISH: FOR_EACH(NAME(mish_derivative)(v))
    case SYNANN_HARDSWISH: FOR_EACH(NAME(hardswish_derivative)(v))
    case SYNANN_HARDSIGMOID: FOR_EACH(NAME(hardsigmoid_derivative)(v))
    case SYNANN_LEAKY_RELU: FOR_EACH(NAME(leaky_relu_derivative)(v, p))
    case SYNANN_ELU: FOR_EACH(NAME(elu_derivative)(v, p))
    }
}

#undef FOR_EACH
