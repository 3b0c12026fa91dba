// The number of columns whose dot products are computed together, so that a vector of x is loaded once for all.
#define DOTS 4
// The number of columns whose sums stay in the first-level cache, and the number of rows of m that are added together.
#define SUMS 1024
#define TERMS 8

INLINE REAL NAME(sum_of_lanes)(vreal a) {
    REAL sum = 0;
    for (int lane = 0; lane < LANES; lane++)
        sum += a[lane];
    return sum;
}

// Writes the dot products of x and `count` contiguous vectors, `stride` apart. Each is the sum of two sums, of the terms
// in even and in odd vectors.
INLINE void NAME(dot_products)(const int count, long inner, const REAL *x, const REAL *m, long stride, REAL *dots) {
    vreal even[DOTS] = {{0}}, odd[DOTS] = {{0}};
    long k = 0;
    for (; k + 2 * LANES <= inner; k += 2 * LANES) {
        const vreal first = load(x + k), second = load(x + k + LANES);
        for (int j = 0; j < count; j++) {
            even[j] += first * load(m + j * stride + k);
            odd[j] += second * load(m + j * stride + k + LANES);
        }
    }
    if (k + LANES <= inner) {
        const vreal first = load(x + k);
        for (int j = 0; j < count; j++)
            even[j] += first * load(m + j * stride + k);
        k += LANES;
    }
    if (k < inner) {
        const vreal first = load_some(x + k, inner - k);
        for (int j = 0; j < count; j++)
            odd[j] += first * load_some(m + j * stride + k, inner - k);
    }
    for (int j = 0; j < count; j++)
        dots[j] = NAME(sum_of_lanes)(even[j] + odd[j]);
}

INLINE void NAME(store_dots)(const synann_narrow_product_operands *o, long row, long column, long count, const REAL *dots) {
    REAL *c = (REAL *)o->c + row * o->c_row_stride + column * o->c_column_stride;
    for (long j = 0; j < count; j++)
        c[j * o->c_column_stride] = (o->adds ? c[j * o->c_column_stride] : 0) + dots[j];
}

// The columns of m are contiguous: an element of c is a dot product.
static void NAME(product_by_dots)(const synann_narrow_product_operands *o) {
    const REAL *x = o->x, *m = o->m;
    const long stride = o->m_column_stride;
    REAL dots[DOTS];
    long column = 0;
    for (; column + DOTS <= o->columns; column += DOTS)
        for (long row = 0; row < o->rows; row++) {
            NAME(dot_products)(DOTS, o->inner, x + row * o->x_row_stride, m + column * stride, stride, dots);
            NAME(store_dots)(o, row, column, DOTS, dots);
        }
    for (; column < o->columns; column++)
        for (long row = 0; row < o->rows; row++) {
            NAME(dot_products)(1, o->inner, x + row * o->x_row_stride, m + column * stride, stride, dots);
            NAME(store_dots)(o, row, column, 1, dots);
        }
}

// Adds `terms` multiples of rows of m to sums[0 ..< count], in ascending order.
INLINE void NAME(add_terms)(const int terms, long count, const REAL *factors, const REAL *m, long stride, REAL *sums) {
    FOR_EACH_VECTOR(j, length, count, {
        vreal sum = load_some(sums + j, length);
        for (int k = 0; k < terms; k++)
            sum += broadcast(factors[k]) * load_some(m + k * stride + j, length);
        store_some(sums + j, sum, length);
    })
}

// The sums of `count` columns of c, from `column` on, for one row of x after the other; `sums` has SUMS numbers for each.
static void NAME(product_of_columns)(const synann_narrow_product_operands *o, long column, long count, REAL *sums) {
    const REAL *x = o->x, *m = (const REAL *)o->m + column;
    REAL factors[TERMS];
    for (long k = 0; k < o->inner; k += TERMS) {
        const int terms = o->inner - k < TERMS ? (int)(o->inner - k) : TERMS;
        for (long row = 0; row < o->rows; row++) {
            for (int term = 0; term < terms; term++)
                factors[term] = x[row * o->x_row_stride + (k + term) * o->x_inner_stride];
            const REAL *first = m + k * o->m_inner_stride;
            if (terms == TERMS)
                NAME(add_terms)(TERMS, count, factors, first, o->m_inner_stride, sums + row * SUMS);
            else
                NAME(add_terms)(terms, count, factors, first, o->m_inner_stride, sums + row * SUMS);
        }
    }
}

// The rows of m are contiguous: a row of c is a sum of multiples of them.
static void NAME(product_by_sums)(const synann_narrow_product_operands *o) {
    REAL sums[8 * SUMS];
    for (long column = 0; column < o->columns; column += SUMS) {
        const long count = o->columns - column < SUMS ? o->columns - column : SUMS;
        REAL *c = (REAL *)o->c + column * o->c_column_stride;
        for (long row = 0; row < o->rows; row++)
            for (long j = 0; j < count; j++)
                sums[row * SUMS + j] = o->adds ? c[row * o->c_row_stride + j * o->c_column_stride] : 0;
        NAME(product_of_columns)(o, column, count, sums);
        for (long row = 0; row < o->rows; row++)
            for (long j = 0; j < count; j++)
                c[row * o->c_row_stride + j * o->c_column_stride] = sums[row * SUMS + j];
    }
}

// At most eight rows at once, whose sums are in memory on the stack.
static void NAME(narrow_product)(const synann_narrow_product_operands *operands) {
    for (long row = 0; row < operands->rows; row += 8) {
        synann_narrow_product_operands part = *operands;
        part.rows = operands->rows - row < 8 ? operands->rows - row : 8;
        part.x = (const REAL *)operands->x + row * operands->x_row_stride;
        part.c = (REAL *)operands->c + row * operands->c_row_stride;
        if (part.m_inner_stride == 1)
            NAME(product_by_dots)(&part);
        else
            NAME(product_by_sums)(&part);
    }
}

#undef DOTS
#undef SUMS
#undef TERMS
