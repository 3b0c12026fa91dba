// Products of the matrices of two stacks.

static void NAME(matrix_stack_multiply)(synann_matrix_stack stack, long inner, synann_matrix_stack_factor left_factor,
                                 synann_matrix_stack_factor right_factor, REAL *c) {
    vreal left[LIMIT * LIMIT], right[LIMIT * LIMIT], product[LIMIT * LIMIT];
    const long rows = stack.rows, columns = stack.columns, count = stack.count;
    const REAL *a = left_factor.matrices, *b = right_factor.matrices;
    const long a_row = left_factor.is_transpose ? 1 : inner, a_column = left_factor.is_transpose ? rows : 1;
    const long b_row = right_factor.is_transpose ? 1 : columns, b_column = right_factor.is_transpose ? inner : 1;
    for (long first = 0; first < count; first += LANES) {
        const long used = count - first < LANES ? count - first : LANES;
        NAME(to_lanes)(left, a + first * rows * inner, rows * inner, used);
        NAME(to_lanes)(right, b + first * inner * columns, inner * columns, used);
        for (long i = 0; i < rows; i++) {
            long j = 0;
            // Four independent sums at a time hide the latency of the addition.
            for (; j + 4 <= columns; j += 4) {
                vreal s0 = broadcast(0), s1 = s0, s2 = s0, s3 = s0;
                for (long k = 0; k < inner; k++) {
                    const vreal factor = left[i * a_row + k * a_column];
                    const vreal *from = right + k * b_row + j * b_column;
                    s0 += factor * from[0];
                    s1 += factor * from[b_column];
                    s2 += factor * from[2 * b_column];
                    s3 += factor * from[3 * b_column];
                }
                product[i * columns + j] = s0;
                product[i * columns + j + 1] = s1;
                product[i * columns + j + 2] = s2;
                product[i * columns + j + 3] = s3;
            }
            for (; j < columns; j++) {
                vreal sum = broadcast(0);
                for (long k = 0; k < inner; k++)
                    sum += left[i * a_row + k * a_column] * right[k * b_row + j * b_column];
                product[i * columns + j] = sum;
            }
        }
        NAME(from_lanes)(c + first * rows * columns, product, rows * columns, used);
    }
}
