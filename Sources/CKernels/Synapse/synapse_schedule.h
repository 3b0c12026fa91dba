// The schedule of a block of samples defines the form of each column, the groups in which columns are multiplied, and
// the places where the exponents of the running products are split off. All of this follows from bounds that are
// computed in advance, so the inner loop does not test the products.
//
// With u = 1/x the factor 1 − βx is x·(u − β). A column in *quotient form* costs a subtraction and a multiplication,
// which run on separate pipes of the processor. A single multiplication by ∏x then completes the products of a group of
// columns. A column in *direct form* costs a fused negative multiply-add and a multiplication, which both run on the
// multiply pipes. The factor of a column in direct form is rounded only once.
//
// For each column, let t = max|x|·max|β|, where max|x| is the maximum over the samples of the block and max|β| the
// maximum over the outputs.
// - The relative rounding error of u appears in the factor multiplied by |βx/(1 − βx)|. This number is at most 15 for t
//   ≤ 15/16, so quotient form requires this bound. If the average error of a column is 2⁻²⁵, the product of thousands
//   of columns is accurate to about 1e-5 in float.
// - A factor is in [1 − t, 1 + t]. For t ≤ 15/16 the factor is above 2^(−4.27 t) and below 2^(1.45 t), so products stay
//   in range until the sum of t reaches SYNAPSE_BUDGET. For t > 15/16 a factor may be 0. A factor that is not 0 has an
//   absolute value of at least 2^−48 (2^−106 in double), because it is the exact difference of 1 and a product of two
//   numbers. For t > 15/16 the exponents are split off immediately.
// - In a group, ∏u may grow to SYNAPSE_GROWTH. Each column may divide ∏u by at most SYNAPSE_GREATEST_X.

#undef SYNAPSE_BUDGET
#undef SYNAPSE_GROWTH
#undef SYNAPSE_GREATEST
#undef SYNAPSE_LEAST_X
#if IS_FLOAT
#define SYNAPSE_BUDGET 13
#define SYNAPSE_GROWTH 0x1p100
#define SYNAPSE_GREATEST 0x1p60f
#define SYNAPSE_LEAST_X 0x1p-24f
#else
#define SYNAPSE_BUDGET 150
#define SYNAPSE_GROWTH 0x1p700
#define SYNAPSE_GREATEST 0x1p200
#define SYNAPSE_LEAST_X 0x1p-100
#endif
#define SYNAPSE_GREATEST_X 2
#define SYNAPSE_GROUP 60
#define SYNAPSE_NEAR_ONE ((REAL)15 / 16)

// A segment contains the columns from the end of the previous segment up to `end`. If `splits` is not 0, the exponents
// are split off after these columns.
typedef struct {
    int32_t end, splits;
} NAME(segment);

// The schedule of a block of ROWS samples. Columns in quotient form precede columns in direct form. u is 1/x, and t is
// max|x| · max|β| of a column.
typedef struct {
    long inputs, quotient_segments, segment_count;
    int splits;
    int32_t *columns;          // [inputs] the positions of the columns in β
    REAL *values;              // [inputs][ROWS] u in quotient form, x in direct form; LANES more elements may be used
    REAL *weights;             // [quotient_segments][ROWS] 1/∏u of each group
    REAL *bounds, *growth;     // [inputs] t of each column, and max|u|, or 0 in direct form
    REAL *inverse;             // [ROWS][inputs] u of each sample and column
    NAME(segment) *segments;   // [2 · inputs + 1]
} NAME(schedule);

INLINE vreal NAME(greater_magnitude)(vreal a, vreal b) {
    // As an integer, NaN is greater than every number, so the result is NaN if a or b is NaN.
    return choose((vint)a > (vint)b, a, b);
}

// Writes element j ..< j + count of the rows, which are in `rows`, to `values`, with the rows of each column together.
// A store also writes elements of the next column, which the next store overwrites.
INLINE void NAME(interleave_rows)(NAME(schedule) *s, const vreal rows[ROWS], long j, long count) {
    for (long start = 0; start < ROWS; start += LANES) {
        vreal block[LANES];
        for (long r = 0; r < LANES; r++)
            block[r] = rows[start + r < ROWS ? start + r : 0];
        transpose_lanes(block);
        const long length = ROWS - start < LANES ? ROWS - start : LANES;
        for (long c = 0; c < count; c++)
            // If a column takes several stores, the last one must not write elements of the next column.
            store_some(s->values + (j + c) * ROWS + start, block[c], ROWS <= LANES ? LANES : length);
    }
}

// Writes u, the bounds and the growth of the columns j ..< j + count. Returns a mask with the columns in quotient form.
INLINE vint NAME(bound_columns)(NAME(schedule) *s, const REAL *x, const REAL *magnitude, long j, long count) {
    const vint sign = (vint)broadcast((REAL)-0.0);
    vreal greatest = broadcast(0), least = broadcast((REAL)__builtin_inff()), inverse[ROWS];
    for (long r = 0; r < ROWS; r++) {
        vreal value = load_some(x + r * s->inputs + j, count);
        vreal size = (vreal)((vint)value & ~sign);
        greatest = NAME(greater_magnitude)(size, greatest);
        least = choose(size < least, size, least);
        inverse[r] = 1 / value;
        store_some(s->inverse + r * s->inputs + j, inverse[r], count);
    }
    NAME(interleave_rows)(s, inverse, j, count);
    vreal m = load_some(magnitude + j, count);
    vreal bound = greatest * m;
    vint fits = (bound <= SYNAPSE_NEAR_ONE) & (least >= SYNAPSE_LEAST_X) & (greatest <= SYNAPSE_GREATEST_X);
    // A growth of 0 means that the column is in direct form.
    vreal growth = choose(fits, 1 / least, broadcast(0));
    store_some(s->bounds + j, bound, count);
    store_some(s->growth + j, growth, count);
    return fits;
}

// Writes u, the bounds and the growth of all columns. Returns whether all columns are in quotient form. `values` then
// contains u, in the order of the columns in β.
INLINE int NAME(bound_all_columns)(NAME(schedule) *s, const REAL *x, const REAL *magnitude) {
    vint fits = ~(vint){0};
    long j = 0;
    for (; j + LANES <= s->inputs; j += LANES)
        fits &= NAME(bound_columns)(s, x, magnitude, j, LANES);
    if (j < s->inputs)
        fits &= NAME(bound_columns)(s, x, magnitude, j, s->inputs - j) | ~lanes_before(s->inputs - j);
    int all = 1;
    for (long lane = 0; lane < LANES; lane++)
        all &= fits[lane] != 0;
    return all;
}

// Sorts the columns by form. Returns the number of columns in quotient form, or −1 if the exact kernel must compute the
// block.
static long NAME(sort_columns)(NAME(schedule) *s) {
    long quotient = 0, direct = s->inputs;
    for (long j = 0; j < s->inputs; j++) {
        if (!(s->bounds[j] <= SYNAPSE_GREATEST))
            return -1;
        if (s->growth[j] > 0)
            s->columns[quotient++] = (int32_t)j;
        else
            s->columns[--direct] = (int32_t)j;
    }
    return quotient;
}

static void NAME(end_segment)(NAME(schedule) *s, long end, int splits) {
    s->segments[s->segment_count++] = (NAME(segment)){(int32_t)end, splits};
    s->splits |= splits;
}

// Returns whether LANES columns from column j on, which are in quotient form, fit in a group with the given growth and
// budget. If they fit, the function adds them to the growth and the budget.
INLINE int NAME(adds_columns)(const NAME(schedule) *s, long j, double *growth, double *budget) {
    const vreal bounds = load(s->bounds + j), growths = load(s->growth + j);
    const vreal steps = choose(growths > 1, growths, broadcast(1));
    double sums[2] = {0, 0}, products[2] = {1, 1};
    for (long lane = 0; lane < LANES; lane++) {
        sums[lane % 2] += bounds[lane];
        products[lane % 2] *= steps[lane];
    }
    const double sum = *budget + (sums[0] + sums[1]), product = *growth * (products[0] * products[1]);
    if (sum > SYNAPSE_BUDGET || product > SYNAPSE_GROWTH)
        return 0;
    *budget = sum, *growth = product;
    return 1;
}

// Divides the first `end` columns, which are in quotient form, into groups. Returns the sum of the bounds t of the
// columns since the exponents were last split off. The bound of a column is max|x|·max|β|. `in_order` says whether
// these columns are in the order of the columns in β.
static double NAME(cut_quotient_columns)(NAME(schedule) *s, long end, int in_order) {
    double growth = 1, budget = 0;
    long start = 0;
    for (long k = 0; k < end; k++) {
        if (in_order && k + LANES <= end && k - start + LANES <= SYNAPSE_GROUP
            && NAME(adds_columns)(s, k, &growth, &budget)) {
            k += LANES - 1;
            continue;
        }
        long j = s->columns[k];
        double step = s->growth[j] > 1 ? s->growth[j] : 1;
        int is_full = budget + s->bounds[j] > SYNAPSE_BUDGET;
        if (k > start && (is_full || growth * step > SYNAPSE_GROWTH || k - start == SYNAPSE_GROUP)) {
            NAME(end_segment)(s, k, is_full);
            growth = 1;
            budget = is_full ? 0 : budget;
            start = k;
        }
        growth *= step;
        budget += s->bounds[j];
    }
    if (end > start)
        NAME(end_segment)(s, end, 0);
    s->quotient_segments = s->segment_count;
    return budget;
}

static void NAME(cut_direct_columns)(NAME(schedule) *s, long first, double budget) {
    for (long k = first; k < s->inputs; k++) {
        double bound = s->bounds[s->columns[k]];
        double cost = bound <= SYNAPSE_NEAR_ONE ? bound : SYNAPSE_BUDGET;
        if (budget + cost > SYNAPSE_BUDGET) {
            int is_cut = s->segment_count > 0 && s->segments[s->segment_count - 1].end == k;
            if (is_cut)
                s->splits = s->segments[s->segment_count - 1].splits = 1;
            else
                NAME(end_segment)(s, k, 1);
            budget = 0;
        }
        budget += cost;
    }
    if (first < s->inputs)
        NAME(end_segment)(s, s->inputs, 0);
}

// Writes u = 1/x (in quotient form) or x (in direct form) of every column and sample.
static void NAME(fill_values)(NAME(schedule) *s, const REAL *x, long quotient) {
    for (long k = 0; k < s->inputs; k++) {
        const REAL *from = (k < quotient ? s->inverse : x) + s->columns[k];
        REAL *to = s->values + k * ROWS;
        for (long r = 0; r < ROWS; r++)
            to[r] = from[r * s->inputs];
    }
}

// Writes 1/∏u of every group and sample. The products are computed in double and rounded once.
static void NAME(fill_weights)(NAME(schedule) *s) {
    long k = 0;
    for (long q = 0; q < s->quotient_segments; q++) {
        double product[ROWS];
        for (long r = 0; r < ROWS; r++)
            product[r] = 1;
        for (; k < s->segments[q].end; k++)
            for (long r = 0; r < ROWS; r++)
                product[r] *= s->values[k * ROWS + r];
        for (long r = 0; r < ROWS; r++)
            s->weights[q * ROWS + r] = (REAL)(1 / product[r]);
    }
}

// Writes the schedule of ROWS samples and returns 1. Returns 0 if the exact kernel must compute these samples.
static int NAME(plan)(NAME(schedule) *s, const REAL *x, const REAL *magnitude) {
    const int in_order = NAME(bound_all_columns)(s, x, magnitude);
    s->segment_count = s->splits = 0;
    long quotient = s->inputs;
    if (in_order)
        for (long j = 0; j < s->inputs; j++)
            s->columns[j] = (int32_t)j;
    else
        quotient = NAME(sort_columns)(s);
    if (quotient < 0)
        return 0;
    NAME(cut_direct_columns)(s, quotient, NAME(cut_quotient_columns)(s, quotient, in_order));
    if (!in_order)
        NAME(fill_values)(s, x, quotient);
    NAME(fill_weights)(s);
    return 1;
}
