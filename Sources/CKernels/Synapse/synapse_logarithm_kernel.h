// The product by its formula in log space, exp(Σ_j log1p(−βx)), with one logarithm per weight and sample. Tests and
// benchmarks compare the fast kernels with it. Only for βx ≤ 1.

static void NAME(synapse_by_logarithms)(long first, long end, long inputs, long outputs, const REAL *x,
                                        const REAL *beta, REAL *product) {
    for (long b = first; b < end; b++)
        for (long i = 0; i < outputs; i++) {
            const REAL *x_row = x + b * inputs, *beta_row = beta + i * inputs;
            vreal sum = broadcast(0);
            long j = 0;
            for (; j + LANES <= inputs; j += LANES)
                sum += NAME(vlog1p)(-load(beta_row + j) * load(x_row + j));
            if (j < inputs)
                sum += NAME(vlog1p)(-load_part(beta_row + j, inputs - j) * load_part(x_row + j, inputs - j));
            REAL total = 0;
            for (long lane = 0; lane < LANES; lane++)
                total += sum[lane];
            product[b * outputs + i] = NAME(vexp)(broadcast(total))[0];
        }
}
