// The dot product of two lines. There is no include guard, as in vector.h.

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

// Sums the products of a block in the element type, and adds the sum to the totals, as sum_line does.
static void NAME(dot)(long count, synann_strided first, synann_strided second, double *out) {
    _Pragma("clang fp contract(fast)")
    NAME(vtotal) totals = {0};
    REAL first_buffer[BLOCK_COUNT], second_buffer[BLOCK_COUNT];
    for (long start = 0; start < count; start += BLOCK_COUNT) {
        const long length = count - start < BLOCK_COUNT ? count - start : BLOCK_COUNT;
        const REAL *x = (const REAL *)first.data + start * first.stride;
        const REAL *y = (const REAL *)second.data + start * second.stride;
        x = NAME(contiguous)(length, x, first.stride, first_buffer);
        y = NAME(contiguous)(length, y, second.stride, second_buffer);
        vreal sums[4] = {{0}};
        long i = 0;
        for (; i + 4 * LANES <= length; i += 4 * LANES)
            for (int part = 0; part < 4; part++)
                sums[part] += load(x + i + part * LANES) * load(y + i + part * LANES);
        for (; i < length; i += LANES)
            sums[0] += load_some(x + i, length - i) * load_some(y + i, length - i);
        const vreal block = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        totals += __builtin_convertvector(block, NAME(vtotal));
    }
    *out = NAME(sum_of_lanes)(&totals);
}

#endif
