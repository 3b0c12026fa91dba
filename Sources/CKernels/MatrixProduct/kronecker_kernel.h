// Computes a row of a Kronecker product. A piece of the product is a multiple of the row of b, which stays in the cache.
static void NAME(kronecker_row)(const synann_kronecker_row_operands *o) {
    const REAL *a = o->a, *b = o->b;
    REAL *result = o->result;
    for (long i = 0; i < o->a_count; i++, result += o->b_count) {
        const vreal factor = broadcast(a[i * o->a_stride]);
        FOR_EACH_VECTOR(j, length, o->b_count, {
            store_some(result + j, factor * load_some(b + j, length), length);
        })
    }
}
