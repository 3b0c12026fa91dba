#include "../Vector/vector_math.h"

// Whole vectors and the shorter last vector use the same function. The result for an element therefore depends neither
// on its position nor on the division of the array into chunks.
#define FOR_EACH(function)                                                             \
    FOR_EACH_VECTOR(i, length, count, {                                                \
        store_some(y + i, function(load_some(x + i, length)), length);                 \
    })                                                                                 \
    break;

// Computes two vectors at a time. The processor computes long functions of both vectors at once, because the steps of a
// function wait for each other.
#define FOR_EACH_PAIR(function)                                                        \
    for (; count >= 2 * LANES; count -= 2 * LANES, x += 2 * LANES, y += 2 * LANES) {   \
        const vreal first = function(load(x)), second = function(load(x + LANES));     \
        store(y, first);                                                               \
        store(y + LANES, second);                                                      \
    }                                                                                  \
    FOR_EACH(function)

static void NAME(unary)(synann_unary_operation operation, long count, const REAL *x, REAL *y) {
    switch (operation) {
    case SYNANN_NEGATE: FOR_EACH(-)
    case SYNANN_ABSOLUTE: FOR_EACH(NAME(vabs))
    case SYNANN_SIGN: FOR_EACH(NAME(vsign))
    case SYNANN_SQUARE: FOR_EACH(NAME(vsquare))
    case SYNANN_RECIPROCAL: FOR_EACH(NAME(vreciprocal))
    case SYNANN_SQUARE_ROOT: FOR_EACH(NAME(vsqrt))
    case SYNANN_FLOOR: FOR_EACH(NAME(vfloor))
    case SYNANN_CEILING: FOR_EACH(NAME(vceil))
    case SYNANN_ROUND: FOR_EACH(NAME(vround))
    case SYNANN_EXP: FOR_EACH(NAME(vexp))
    case SYNANN_EXPM1: FOR_EACH(NAME(vexpm1))
    case SYNANN_LOG: FOR_EACH(NAME(vlog))
    case SYNANN_LOG1P: FOR_EACH(NAME(vlog1p))
    case SYNANN_LOG1MEXP: FOR_EACH(NAME(vlog1mexp))
    case SYNANN_TANH: FOR_EACH(NAME(vtanh))
    case SYNANN_SIGMOID: FOR_EACH(NAME(vsigmoid))
    case SYNANN_SOFTPLUS: FOR_EACH(NAME(vsoftplus))
    case SYNANN_ERF: FOR_EACH_PAIR(NAME(verf))
    case SYNANN_SINE: FOR_EACH(NAME(vsin))
    case SYNANN_COSINE: FOR_EACH(NAME(vcos))
    case SYNANN_RELU: FOR_EACH(NAME(vrelu))
    case SYNANN_TRUNCATE: FOR_EACH(NAME(vtrunc))
    case SYNANN_EXP2: FOR_EACH(NAME(vexp2))
    case SYNANN_LOG2: FOR_EACH(NAME(vlog2))
    case SYNANN_LOG10: FOR_EACH(NAME(vlog10))
    case SYNANN_TANGENT: FOR_EACH(NAME(vtan))
    case SYNANN_ARC_SINE: FOR_EACH(NAME(vasin))
    case SYNANN_ARC_COSINE: FOR_EACH(NAME(vacos))
    case SYNANN_ARC_TANGENT: FOR_EACH(NAME(vatan))
    case SYNANN_HYPERBOLIC_SINE: FOR_EACH(NAME(vsinh))
    case SYNANN_HYPERBOLIC_COSINE: FOR_EACH(NAME(vcosh))
    case SYNANN_AREA_SINE: FOR_EACH(NAME(vasinh))
    case SYNANN_AREA_COSINE: FOR_EACH(NAME(vacosh))
    case SYNANN_AREA_TANGENT: FOR_EACH(NAME(vatanh))
    case SYNANN_GELU: FOR_EACH_PAIR(NAME(vgelu))
    case SYNANN_SILU: FOR_EACH(NAME(vsilu))
    }
}

#undef FOR_EACH
#undef FOR_EACH_PAIR

#define FOR_EACH(expression)                                                           \
    for (long i = 0; i < count; i++) {                                                 \
        const REAL a = values[i * x.stride];                                           \
        out[i] = expression;                                                           \
    }                                                                                  \
    break;

static void NAME(classify)(synann_property property, long count, synann_strided x, uint8_t *out) {
    const REAL *values = x.data;
    switch (property) {
    case SYNANN_IS_NAN: FOR_EACH(a != a)
    case SYNANN_IS_INFINITE: FOR_EACH(__builtin_fabs(a) == (REAL)__builtin_inf())
    case SYNANN_IS_FINITE: FOR_EACH(a - a == 0)
    case SYNANN_HAS_SIGN: FOR_EACH(__builtin_signbit(a) != 0)
    }
}

#undef FOR_EACH
