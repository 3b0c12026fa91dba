// Computes c = a · b, because BLAS has no products of integers. The innermost loop reads b and writes c contiguously,
// so the compiler vectorizes this loop.
static void NAME(integer_product)(long rows, long inner, long columns, const REAL *a, const REAL *b, REAL *c) {
    memset(c, 0, sizeof(REAL) * (size_t)(rows * columns));
    for (long i = 0; i < rows; i++)
        for (long k = 0; k < inner; k++) {
            const REAL factor = a[i * inner + k];
            for (long j = 0; j < columns; j++)
                c[i * columns + j] += (REAL)(factor * b[k * columns + j]);
        }
}
