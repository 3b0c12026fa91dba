// This kernel computes the product by its formula in log space, exp(Σ_j log1p(−βx)), with one logarithm for each weight
// and sample. Tests and benchmarks compare the fast kernels with this kernel. The formula holds only for βx ≤ 1;
// otherwise the result is NaN.

static void NAME(synapse_by_logarithms)(const synann_synapse *s, long first, long end) {
    const REAL *x = s->x, *beta = s->beta;
    const long inputs = s->inputs, outputs = s->outputs;
    REAL *product = s->product;
    for (long b = first; b < end; b++)
        for (long i = 0; i < outputs; i++) {
            const REAL *x_row = x + b * inputs, *beta_row = beta + i * inputs;
            vreal sum = broadcast(0);
            FOR_EACH_VECTOR(j, length, inputs, {
                sum += NAME(vlog1p)(-load_some(beta_row + j, length) * load_some(x_row + j, length));
            })
            REAL total = 0;
            for (long lane = 0; lane < LANES; lane++)
                total += sum[lane];
            product[b * outputs + i] = NAME(vexp)(broadcast(total))[0];
        }
}
