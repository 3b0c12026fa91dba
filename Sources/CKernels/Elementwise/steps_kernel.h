#if defined(IS_FLOAT) || defined(IS_DOUBLE)

// Positions have 32 bits, because AVX2 has no conversion of integers of 64 bits to real numbers.
typedef int32_t NAME(vposition) __attribute__((vector_size(VECTOR_BYTES / sizeof(REAL) * sizeof(int32_t))));

// A separate statement for the product prevents a fused multiplication and addition.
static void NAME(steps)(long first, long count, const REAL *start, const REAL *step, REAL *out) {
    if (first + count > INT32_MAX) {
        for (long i = 0; i < count; i++) {
            const REAL product = (REAL)(first + i) * *step;
            out[i] = *start + product;
        }
        return;
    }
    NAME(vposition) positions;
    for (int lane = 0; lane < LANES; lane++)
        positions[lane] = (int32_t)first + lane;
    const vreal starts = broadcast(*start), steps = broadcast(*step);
    FOR_EACH_VECTOR(i, length, count, {
        const vreal product = __builtin_convertvector(positions, vreal) * steps;
        store_some(out + i, starts + product, length);
        positions += (int32_t)LANES;
    })
}

#else

// Arithmetic of unsigned integers with 64 bits wraps around, and its lowest bits are those of every narrower type.
static void NAME(steps)(long first, long count, const REAL *start, const REAL *step, REAL *out) {
    const uint64_t begin = (uint64_t)*start, distance = (uint64_t)*step;
    for (long i = 0; i < count; i++)
        out[i] = (REAL)(begin + (uint64_t)(first + i) * distance);
}

#endif

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

static void NAME(linear_space)(const synann_linear_space_operands *o, long first, long count, REAL *out) {
    const REAL start = (REAL)o->start, end = (REAL)o->end, last = (REAL)(o->count - 1), length = end - start;
    // The difference of two finite numbers may overflow.
    const int overflows = isinf(length) && !isinf(start) && !isinf(end);
    for (long i = 0; i < count; i++) {
        const REAL fraction = o->count > 1 ? (REAL)(first + i) / last : 0;
        // Separate statements prevent a fused multiplication and addition.
        const REAL product = (overflows ? end : length) * fraction;
        const REAL offset = overflows ? start * (1 - fraction) : start;
        out[i] = offset + product;
    }
    if (o->count > 1 && first + count == o->count)
        out[count - 1] = end;
}

#endif
