// QR factorization by Householder reflections.


/// Replaces the elements of column k below row k by the Householder reflector v; its element v_k = 1 is not stored. The
/// matrix `a` has `rows` rows and `columns` columns. H = I − τ·v·vᵀ maps the column to β in row k and to 0 below row k,
/// where β is plus or minus the length of the column from row k on. Element (k, k) becomes β. Returns τ. As in LAPACK's
/// larfg, τ is 0 if the column is already 0 below row k. The elements are divided by the greatest absolute value before
/// they are squared, so that no square overflows and the greatest square does not underflow.
INLINE vreal NAME(make_reflector)(vreal *a, long rows, long columns, long k) {
    vreal greatest = broadcast(0);
    for (long r = k + 1; r < rows; r++) {
        vreal size = NAME(magnitude)(a[r * columns + k]);
        greatest = choose((vint)(size > greatest), size, greatest);
    }
    vint is_done = (vint)(greatest == 0);
    vreal top = a[k * columns + k];
    vreal size = NAME(magnitude)(top), scale = choose((vint)(size > greatest), size, greatest);
    vreal shrink = 1 / choose(is_done, broadcast(1), scale), sum = top * shrink * (top * shrink);
    for (long r = k + 1; r < rows; r++) {
        vreal part = a[r * columns + k] * shrink;
        sum += part * part;
    }
    vreal length = scale * NAME(vsqrt)(sum), beta = choose((vint)(top > 0), -length, length);
    vreal tau = choose(is_done, broadcast(0), (beta - top) / choose(is_done, broadcast(1), beta));
    vreal divisor = choose(is_done, broadcast(1), top - beta);
    for (long r = k + 1; r < rows; r++)
        a[r * columns + k] /= divisor;
    a[k * columns + k] = choose(is_done, top, beta);
    return tau;
}

/// Applies the reflector in column k of `a`, with the factor `tau` that make_reflector returned, to the columns from
/// ..< width of `b`. `columns` and `width` are the numbers of columns of `a` and `b`, and both matrices have `rows`
/// rows.
INLINE void NAME(reflect)(const vreal *a, long columns, long k, vreal tau, vreal *b, long rows, long width, long from) {
    for (long c = from; c < width; c++) {
        vreal sum = b[k * width + c];
        for (long r = k + 1; r < rows; r++)
            sum += a[r * columns + k] * b[r * width + c];
        sum *= tau;
        b[k * width + c] -= sum;
        for (long r = k + 1; r < rows; r++)
            b[r * width + c] -= a[r * columns + k] * sum;
    }
}

static void NAME(matrix_stack_qr)(synann_matrix_stack stack, const REAL *a, REAL *q, REAL *r, int *info) {
    const long rows = stack.rows, columns = stack.columns, count = stack.count;
    vreal matrix[LIMIT * LIMIT], basis[LIMIT * LIMIT], taus[LIMIT];
    const long k = rows < columns ? rows : columns;
    for (long first = 0; first < count; first += LANES) {
        const long used = count - first < LANES ? count - first : LANES;
        vint is_finite = NAME(to_lanes)(matrix, a + first * rows * columns, rows * columns, used);
        for (long step = 0; step < k; step++) {
            taus[step] = NAME(make_reflector)(matrix, rows, columns, step);
            NAME(reflect)(matrix, columns, step, taus[step], matrix, rows, columns, step + 1);
        }
        for (long row = 0; row < rows; row++)
            for (long c = 0; c < k; c++)
                basis[row * k + c] = broadcast(row == c);
        for (long step = k - 1; step >= 0; step--)
            NAME(reflect)(matrix, columns, step, taus[step], basis, rows, k, step);
        NAME(note_lanes)(info + first, (vint){0}, is_finite, used);
        NAME(from_lanes)(q + first * rows * k, basis, rows * k, used);
        for (long row = 0; row < k; row++)
            for (long c = 0; c < row; c++)
                matrix[row * columns + c] = broadcast(0);
        NAME(from_lanes)(r + first * k * columns, matrix, k * columns, used);
    }
}
