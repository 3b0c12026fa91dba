// Gaussian elimination with partial pivoting, and the Cholesky factorization.


INLINE vreal NAME(reciprocal_or_zero)(vreal a) {
    vint is_zero = (vint)(a == 0);
    return choose(is_zero, broadcast(0), 1 / choose(is_zero, broadcast(1), a));
}

/// Exchanges row k with the pivot row of each lane, in the n × n matrix `rows` and in the right-hand side `side`, which
/// has `columns` columns. The pivot row is the row from k on with the greatest absolute value in column k, and may be
/// different in every lane. Returns a mask of the lanes in which rows were exchanged.
INLINE vint NAME(exchange_rows)(vreal *rows, long n, vreal *side, long columns, long k) {
    vreal best = NAME(magnitude)(rows[k * n + k]);
    vint pivot = (vint){0} + (INTEGER)k;
    for (long r = k + 1; r < n; r++) {
        vreal size = NAME(magnitude)(rows[r * n + k]);
        vint is_greater = (vint)(size > best);
        best = choose(is_greater, size, best);
        pivot = (((vint){0} + (INTEGER)r) & is_greater) | (pivot & ~is_greater);
    }
    for (long r = k + 1; r < n; r++) {
        vint is_pivot = (vint)(pivot == (INTEGER)r);
        if (!NAME(any_lane)(is_pivot))
            continue;
        for (long c = k; c < n; c++) {
            vreal upper = rows[k * n + c], lower = rows[r * n + c];
            rows[k * n + c] = choose(is_pivot, lower, upper);
            rows[r * n + c] = choose(is_pivot, upper, lower);
        }
        for (long c = 0; c < columns; c++) {
            vreal upper = side[k * columns + c], lower = side[r * columns + c];
            side[k * columns + c] = choose(is_pivot, lower, upper);
            side[r * columns + c] = choose(is_pivot, upper, lower);
        }
    }
    return (vint)(pivot != (INTEGER)k);
}

/// Makes the n × n matrix `rows` upper triangular, and applies the same steps to `side`, which has `columns` columns.
/// The function does not store zeros below the diagonal. Returns, for each lane, the number of the first pivot that is
/// 0, counted from 1, or 0 if there is none. `pivots` receives the pivots, negated if their step exchanged rows, and
/// `reciprocals` their reciprocals, or 0 for a pivot 0. `pivots` and `reciprocals` may be null.
INLINE vint NAME(eliminate)(vreal *rows, long n, vreal *side, long columns, vreal *pivots, vreal *reciprocals) {
    vint info = {0};
    for (long k = 0; k < n; k++) {
        vint is_exchanged = NAME(exchange_rows)(rows, n, side, columns, k);
        vreal pivot = rows[k * n + k], reciprocal = NAME(reciprocal_or_zero)(pivot);
        info = info | ((((vint){0} + (INTEGER)(k + 1)) & (vint)(pivot == 0)) & (vint)(info == 0));
        if (pivots)
            pivots[k] = choose(is_exchanged, -pivot, pivot);
        if (reciprocals)
            reciprocals[k] = reciprocal;
        for (long r = k + 1; r < n; r++) {
            vreal factor = rows[r * n + k] * reciprocal;
            for (long c = k + 1; c < n; c++)
                rows[r * n + c] -= factor * rows[k * n + c];
            for (long c = 0; c < columns; c++)
                side[r * columns + c] -= factor * side[k * columns + c];
        }
    }
    return info;
}

static void NAME(matrix_stack_solve)(synann_matrix_stack stack, const REAL *a, const REAL *b, REAL *x, int *info) {
    const long n = stack.rows, columns = stack.columns, count = stack.count;
    vreal rows[LIMIT * LIMIT], side[LIMIT * LIMIT], reciprocals[LIMIT];
    for (long first = 0; first < count; first += LANES) {
        const long used = count - first < LANES ? count - first : LANES;
        vint is_finite = NAME(to_lanes)(rows, a + first * n * n, n * n, used);
        if (b)
            is_finite &= NAME(to_lanes)(side, b + first * n * columns, n * columns, used);
        else
            for (long e = 0; e < n * n; e++)
                side[e] = broadcast(e / n == e % n);
        NAME(note_lanes)(info + first, NAME(eliminate)(rows, n, side, columns, 0, reciprocals), is_finite, used);
        for (long k = n - 1; k >= 0; k--)
            for (long c = 0; c < columns; c++) {
                vreal value = side[k * columns + c] *= reciprocals[k];
                for (long r = 0; r < k; r++)
                    side[r * columns + c] -= rows[r * n + k] * value;
            }
        NAME(from_lanes)(x + first * n * columns, side, n * columns, used);
    }
}

static void NAME(matrix_stack_pivots)(long n, long count, const REAL *a, REAL *pivots, REAL *products, int *info) {
    vreal rows[LIMIT * LIMIT], found[LIMIT];
    for (long first = 0; first < count; first += LANES) {
        const long used = count - first < LANES ? count - first : LANES;
        vint is_finite = NAME(to_lanes)(rows, a + first * n * n, n * n, used);
        NAME(eliminate)(rows, n, 0, 0, found, 0);
        NAME(note_lanes)(info + first, (vint){0}, is_finite, used);
        vreal product = broadcast(1);
        for (long k = 0; k < n; k++)
            product *= found[k];
        if (pivots)
            NAME(from_lanes)(pivots + first * n, found, n, used);
        if (products)
            store_some(products + first, product, used);
    }
}

static void NAME(matrix_stack_cholesky)(long n, long count, const REAL *a, REAL *l, int *info) {
    vreal rows[LIMIT * LIMIT];
    for (long first = 0; first < count; first += LANES) {
        const long used = count - first < LANES ? count - first : LANES;
        NAME(to_lanes)(rows, a + first * n * n, n * n, used);
        vint is_finite = NAME(lower_is_finite)(rows, n), order = {0};
        for (long k = 0; k < n; k++) {
            vreal square = rows[k * n + k];
            vint is_bad = ~(vint)(square > 0);
            order = order | ((((vint){0} + (INTEGER)(k + 1)) & is_bad) & (vint)(order == 0));
            vreal root = NAME(vsqrt)(choose(is_bad, broadcast(1), square)), reciprocal = 1 / root;
            rows[k * n + k] = root;
            for (long r = k + 1; r < n; r++) {
                rows[r * n + k] *= reciprocal;
                rows[k * n + r] = broadcast(0);
            }
            for (long r = k + 1; r < n; r++) {
                vreal factor = rows[r * n + k];
                for (long c = k + 1; c <= r; c++)
                    rows[r * n + c] -= factor * rows[c * n + k];
            }
        }
        NAME(note_lanes)(info + first, order, is_finite, used);
        NAME(from_lanes)(l + first * n * n, rows, n * n, used);
    }
}
