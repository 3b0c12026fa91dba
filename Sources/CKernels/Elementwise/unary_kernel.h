#include "../Vector/vector_math.h"

// Whole vectors and the rest use the same function. So an element's result does not depend on its position, nor on how
// an array is divided into chunks.
#define FOR_EACH(function)                                                             \
    FOR_EACH_VECTOR(i, length, count, {                                                \
        store_some(y + i, function(load_some(x + i, length)), length);                 \
    })                                                                                 \
    break;

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
    case SYNANN_ERF: FOR_EACH(NAME(verf))
    case SYNANN_SINE: FOR_EACH(NAME(vsin))
    case SYNANN_COSINE: FOR_EACH(NAME(vcos))
    case SYNANN_RELU: FOR_EACH(NAME(vrelu))
    }
}

#undef FOR_EACH
