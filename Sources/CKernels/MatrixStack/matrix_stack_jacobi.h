// Jacobi rotations: two-sided for eigenvalues of symmetric matrices, one-sided for singular values.


#undef EPSILON
#undef TINY
#undef SWEEPS
#ifdef IS_DOUBLE
#define EPSILON DBL_EPSILON
#define TINY DBL_MIN
#else
#define EPSILON FLT_EPSILON
#define TINY FLT_MIN
#endif
#define SWEEPS 40

/// Computes the cosine and sine of the rotation that diagonalizes [[first, off], [off, second]]. Of the two such
/// rotations, the function takes the one with the smaller angle (Golub and Van Loan, "Matrix Computations", algorithm
/// 8.4.1). Returns the tangent of this angle. Lanes for which `is_done` is true receive the rotation by the angle 0.
INLINE vreal NAME(rotation)(vreal first, vreal second, vreal off, vint is_done, vreal *cosine, vreal *sine) {
    vreal half = (second - first) / (2 * choose(is_done, broadcast(1), off));
    vreal root = NAME(magnitude)(half) + NAME(vsqrt)(1 + half * half);
    vreal tangent = choose((vint)(half < 0), -1 / root, 1 / root);
    tangent = choose(is_done, broadcast(0), tangent);
    *cosine = 1 / NAME(vsqrt)(1 + tangent * tangent);
    *sine = tangent * *cosine;
    return tangent;
}

INLINE void NAME(rotate)(vreal *a, vreal *b, vreal cosine, vreal sine) {
    vreal first = *a, second = *b;
    *a = cosine * first - sine * second;
    *b = sine * first + cosine * second;
}

/// Computes the columns p < q of pair `index` in round `round` of a round-robin tournament. In such a tournament, every
/// two of `players` columns meet once. The pairs of a round are disjoint, so their rotations are independent. If
/// `players` is odd, a pair in each round has no second column; then the function returns 0. Otherwise the function
/// returns 1.
INLINE int NAME(pair_of_round)(long players, long round, long index, long *p, long *q) {
    const long seats = players + (players & 1), circle = seats - 1;
    const long a = index == 0 ? circle : (round + index) % circle, b = (round + circle - index) % circle;
    *p = a < b ? a : b;
    *q = a < b ? b : a;
    return *q < players;
}

/// Returns, for each lane, a power of two near the reciprocal of the greatest absolute value of the `elements` elements
/// of `a`, or 1 if all elements are 0. After the multiplication by this power of two, the squares of the elements do
/// not overflow, and the square of the greatest element does not underflow. `back` receives the reciprocal of the power
/// of two.
INLINE vreal NAME(exponent_scale)(const vreal *a, long elements, vreal *back) {
    vreal scale = broadcast(1);
    *back = scale;
    vreal greatest = broadcast(0);
    for (long e = 0; e < elements; e++) {
        vreal size = NAME(magnitude)(a[e]);
        greatest = choose((vint)(size > greatest), size, greatest);
    }
    for (long lane = 0; lane < LANES; lane++) {
        if (greatest[lane] == 0)
            continue;
        // With an exponent inside this bound, the scale and its reciprocal are normal numbers.
        int exponent = ilogb((double)greatest[lane]), bound = (int)-log2((double)TINY) - 2;
        exponent = exponent > bound ? bound : exponent < -bound ? -bound : exponent;
        scale[lane] = (REAL)ldexp(1, -exponent);
        (*back)[lane] = (REAL)ldexp(1, exponent);
    }
    return scale;
}

static void NAME(matrix_stack_symmetric_eigen)(long n, long count, const REAL *a, REAL *values, REAL *vectors,
                                              int *info) {
    vreal matrix[LIMIT * LIMIT], basis[LIMIT * LIMIT];
    for (long first = 0; first < count; first += LANES) {
        const long used = count - first < LANES ? count - first : LANES;
        NAME(to_lanes)(matrix, a + first * n * n, n * n, used);
        vint is_finite = NAME(lower_is_finite)(matrix, n);
        for (long r = 0; r < n; r++)
            for (long c = r + 1; c < n; c++)
                matrix[r * n + c] = matrix[c * n + r];
        vreal back, scale = NAME(exponent_scale)(matrix, n * n, &back), norm = broadcast(0);
        for (long e = 0; e < n * n; e++) {
            matrix[e] *= scale;
            norm += matrix[e] * matrix[e];
            basis[e] = broadcast(e / n == e % n);
        }
        // Off-diagonal elements up to this limit change an eigenvalue by no more than rounding errors do.
        const vreal limit = NAME(vsqrt)(norm) * ((REAL)EPSILON / (REAL)(4 * n));
        // A mask of the lanes in which the last sweep rotated columns. A lane that has converged receives only
        // rotations by the angle 0, so that its result does not depend on the other lanes.
        vint moving = (vint){0} - (INTEGER)(n > 1);
        const long rounds = n + (n & 1) - 1, pairs = (rounds + 1) / 2;
        for (long sweep = 0; sweep < SWEEPS && NAME(any_lane)(moving); sweep++) {
            moving = (vint){0};
            for (long round = 0; round < rounds; round++) {
                vreal cosines[LIMIT / 2], sines[LIMIT / 2];
                int rotates[LIMIT / 2];
                long p, q;
                for (long index = 0; index < pairs; index++) {
                    rotates[index] = 0;
                    if (!NAME(pair_of_round)(n, round, index, &p, &q))
                        continue;
                    vreal off = matrix[p * n + q];
                    vint is_done = (vint)(NAME(magnitude)(off) <= limit);
                    if (!NAME(any_lane)(~is_done))
                        continue;
                    rotates[index] = 1;
                    moving |= ~is_done;
                    vreal tangent = NAME(rotation)(
                        matrix[p * n + p], matrix[q * n + q], off, is_done, cosines + index, sines + index);
                    matrix[p * n + p] -= tangent * off;
                    matrix[q * n + q] += tangent * off;
                    matrix[p * n + q] = choose(is_done, off, broadcast(0));
                }
                for (long index = 0; index < pairs; index++) {
                    if (!rotates[index])
                        continue;
                    NAME(pair_of_round)(n, round, index, &p, &q);
                    const vreal cosine = cosines[index], sine = sines[index];
                    // The code updates only the upper triangle.
                    for (long k = 0; k < p; k++)
                        NAME(rotate)(matrix + k * n + p, matrix + k * n + q, cosine, sine);
                    for (long k = p + 1; k < q; k++)
                        NAME(rotate)(matrix + p * n + k, matrix + k * n + q, cosine, sine);
                    for (long k = q + 1; k < n; k++)
                        NAME(rotate)(matrix + p * n + k, matrix + q * n + k, cosine, sine);
                    if (vectors)
                        for (long k = 0; k < n; k++)
                            NAME(rotate)(basis + p * n + k, basis + q * n + k, cosine, sine);
                }
            }
        }
        for (long lane = 0; lane < used; lane++) {
            long order[LIMIT];
            for (long k = 0; k < n; k++) {
                long place = k;
                for (; place > 0 && matrix[order[place - 1] * (n + 1)][lane] > matrix[k * (n + 1)][lane]; place--)
                    order[place] = order[place - 1];
                order[place] = k;
            }
            for (long k = 0; k < n; k++) {
                values[(first + lane) * n + k] = matrix[order[k] * (n + 1)][lane] * back[lane];
                for (long r = 0; vectors && r < n; r++)
                    vectors[((first + lane) * n + r) * n + k] = basis[order[k] * n + r][lane];
            }
            info[first + lane] = is_finite[lane] ? moving[lane] != 0 : -1;
        }
    }
}

/// Makes the `slim` columns of a matrix with `tall` rows orthogonal. `columns` contains the columns one after the
/// other. If `has_basis` is not 0, the function applies the same rotations to `basis`. Returns a mask of the lanes that
/// did not converge.
INLINE vint NAME(orthogonalize)(vreal *columns, vreal *basis, long tall, long slim, int has_basis) {
    vint moving = (vint){0} - (INTEGER)(slim > 1);
    const long rounds = slim + (slim & 1) - 1, pairs = (rounds + 1) / 2;
    // An estimate of the relative rounding error of a dot product of `tall` terms.
    const REAL limit = (REAL)(EPSILON * sqrt((double)tall));
    for (long sweep = 0; sweep < SWEEPS && NAME(any_lane)(moving); sweep++) {
        moving = (vint){0};
        for (long step = 0; step < rounds * pairs; step++) {
            long p, q;
            if (!NAME(pair_of_round)(slim, step / pairs, step % pairs, &p, &q))
                continue;
            vreal *first = columns + p * tall, *second = columns + q * tall;
            vreal alpha = broadcast(0), beta = broadcast(0), gamma = broadcast(0), cosine, sine;
            for (long k = 0; k < tall; k++) {
                alpha += first[k] * first[k];
                beta += second[k] * second[k];
                gamma += first[k] * second[k];
            }
            vint is_done = (vint)(NAME(magnitude)(gamma) <= limit * NAME(vsqrt)(alpha) * NAME(vsqrt)(beta));
            if (!NAME(any_lane)(~is_done))
                continue;
            moving |= ~is_done;
            NAME(rotation)(alpha, beta, gamma, is_done, &cosine, &sine);
            for (long k = 0; k < tall; k++)
                NAME(rotate)(first + k, second + k, cosine, sine);
            if (has_basis)
                for (long k = 0; k < slim; k++)
                    NAME(rotate)(basis + p * slim + k, basis + q * slim + k, cosine, sine);
        }
    }
    return moving;
}

static void NAME(matrix_stack_svd)(synann_matrix_stack stack, const REAL *a, REAL *values, REAL *u, REAL *vt,
                                   int *info) {
    const long rows = stack.rows, columns = stack.columns, count = stack.count;
    vreal matrix[LIMIT * LIMIT], transposed[LIMIT * LIMIT], basis[LIMIT * LIMIT], lengths[LIMIT];
    const int is_wide = columns > rows;
    const long tall = is_wide ? columns : rows, slim = is_wide ? rows : columns;
    for (long first = 0; first < count; first += LANES) {
        const long used = count - first < LANES ? count - first : LANES;
        vint is_finite = NAME(to_lanes)(matrix, a + first * rows * columns, rows * columns, used);
        vreal back, scale = NAME(exponent_scale)(matrix, rows * columns, &back);
        for (long r = 0; r < rows; r++)
            for (long c = 0; c < columns; c++)
                transposed[is_wide ? r * tall + c : c * tall + r] = matrix[r * columns + c] * scale;
        for (long e = 0; e < slim * slim; e++)
            basis[e] = broadcast(e / slim == e % slim);
        vint moving = NAME(orthogonalize)(transposed, basis, tall, slim, u != 0);
        for (long c = 0; c < slim; c++) {
            vreal sum = broadcast(0);
            for (long k = 0; k < tall; k++)
                sum += transposed[c * tall + k] * transposed[c * tall + k];
            lengths[c] = NAME(vsqrt)(sum);
        }
        for (long lane = 0; lane < used; lane++) {
            long order[LIMIT], matrix_index = first + lane;
            for (long k = 0; k < slim; k++) {
                long place = k;
                for (; place > 0 && lengths[order[place - 1]][lane] < lengths[k][lane]; place--)
                    order[place] = order[place - 1];
                order[place] = k;
            }
            int is_bad = moving[lane] != 0;
            for (long k = 0; k < slim; k++) {
                REAL length = lengths[order[k]][lane];
                // The squares of the elements of a shorter column may be below the least normal number, where squares
                // have lost digits. The direction of the column is then inaccurate.
                if (u && length < (REAL)sqrt((double)TINY) / (REAL)EPSILON)
                    is_bad = 1;
                values[matrix_index * slim + k] = length * back[lane];
                if (!u)
                    continue;
                REAL *long_side = is_wide ? vt + matrix_index * rows * columns : u + matrix_index * rows * columns;
                REAL *short_side = is_wide ? u + matrix_index * slim * slim : vt + matrix_index * slim * slim;
                for (long r = 0; r < tall; r++)
                    long_side[is_wide ? k * tall + r : r * slim + k] = transposed[order[k] * tall + r][lane] / length;
                for (long c = 0; c < slim; c++)
                    short_side[is_wide ? c * slim + k : k * slim + c] = basis[order[k] * slim + c][lane];
            }
            info[matrix_index] = is_finite[lane] ? is_bad : -1;
        }
    }
}
