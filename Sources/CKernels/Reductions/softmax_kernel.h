#include "../Vector/vector_math.h"
#include "softmax_narrow.h"

// Returns the greatest element of a row, or NaN if an element is NaN. `columns` must be at least 1.
static REAL NAME(greatest_of_row)(long columns, const REAL *x) {
    REAL greatest = x[0];
    long j = 0;
    if (columns >= 2 * LANES) {
        vreal first = load(x), second = first;
        vint unordered = {0};
        for (; j + 2 * LANES <= columns; j += 2 * LANES) {
            const vreal a = load(x + j), b = load(x + j + LANES);
            first = choose((vint)(a > first), a, first);
            second = choose((vint)(b > second), b, second);
            // The compiler combines the two comparisons into a comparison of a with b.
            unordered |= (vint)(a != a) | (vint)(b != b);
        }
        first = choose((vint)(second > first), second, first);
        for (long lane = 0; lane < LANES; lane++) {
            if (unordered[lane])
                return (REAL)__builtin_nan("");
            greatest = first[lane] > greatest ? first[lane] : greatest;
        }
    }
    for (; j < columns; j++) {
        if (x[j] != x[j])
            return x[j];
        greatest = x[j] > greatest ? x[j] : greatest;
    }
    return greatest;
}

// Writes exp(x − `greatest`) for each element x of a row to `out`, and returns the sum of these numbers.
static double NAME(exp_row)(long columns, const REAL *x, REAL greatest, REAL *out) {
    double total = 0;
    vreal sums = {0};
    FOR_EACH_VECTOR(j, length, columns, {
        vreal value = NAME(vexp)(load_some(x + j, length) - greatest);
        store_some(out + j, value, length);
        if (length == LANES)
            sums += value;
        else
            for (long lane = 0; lane < length; lane++)
                total += value[lane];
    })
    for (long lane = 0; lane < LANES; lane++)
        total += sums[lane];
    return total;
}

// Returns log Σ exp(x − m) of a row, where m is `greatest`: the greatest element of the row, or 0 if that element is
// infinite. Each element that equals m adds exactly 1 to the sum. The code counts these elements, and adds the other
// terms separately, because they may be far smaller than 1. `log1p` then gives an accurate result even if the sum is
// near 1. The logarithm of the rounded sum would have no correct digits in this case.
static double NAME(log_sum)(long columns, const REAL *x, REAL greatest) {
    double others = 0;
    vreal sums = {0};
    vint equals = {0};
    long equal = 0;
    FOR_EACH_VECTOR(j, length, columns, {
        vreal row = load_some(x + j, length);
        vint is_greatest = row == greatest;
        vreal value = choose(is_greatest, broadcast(0), NAME(vexp)(row - greatest));
        if (length == LANES) {
            sums += value;
            equals -= is_greatest;
        } else {
            for (long lane = 0; lane < length; lane++) {
                others += value[lane];
                equal -= is_greatest[lane];
            }
        }
    })
    for (long lane = 0; lane < LANES; lane++) {
        others += sums[lane];
        equal += equals[lane];
    }
    return __builtin_log1p(others + (double)(equal - 1));
}

static void NAME(softmax)(synann_softmax_operation operation, long rows, long columns, const REAL *x, REAL *out) {
    if (columns <= NARROW) {
        NAME(softmax_of_narrow)(operation, rows, columns, x, out);
        return;
    }
    for (long i = 0; i < rows; i++, x += columns) {
        REAL greatest = NAME(greatest_of_row)(columns, x);
        if (operation == SYNANN_LOG_SUM_EXP) {
            // If the greatest element is infinite, a shift of 0 avoids ∞ − ∞ = NaN. A row of −∞ then gives −∞, and a
            // row with +∞ gives +∞.
            REAL shift = greatest - greatest == 0 || greatest != greatest ? greatest : 0;
            *out++ = (REAL)(shift + NAME(log_sum)(columns, x, shift));
            continue;
        }
        if (operation == SYNANN_SOFTMAX) {
            double total = NAME(exp_row)(columns, x, greatest, out);
            REAL scale = (REAL)(1 / total);
            for (long j = 0; j < columns; j++)
                out[j] *= scale;
        } else {
            REAL shift = (REAL)NAME(log_sum)(columns, x, greatest);
            for (long j = 0; j < columns; j++)
                out[j] = (x[j] - greatest) - shift;
        }
        out += columns;
    }
}

// Returns Σ g · y of a row, or Σ g if y is null.
INLINE double NAME(sum_of_products)(long columns, const REAL *g, const REAL *y) {
    NAME(vdouble) sums = {0};
    double total = 0;
    long j = 0;
    for (; j + LANES <= columns; j += LANES) {
        const vreal cotangents = load(g + j);
        NAME(vdouble) terms = __builtin_convertvector(cotangents, NAME(vdouble));
        if (y) {
            const vreal values = load(y + j);
            terms *= __builtin_convertvector(values, NAME(vdouble));
        }
        sums += terms;
    }
    for (; j < columns; j++)
        total += y ? (double)g[j] * y[j] : (double)g[j];
    if (columns >= LANES)
        for (long lane = 0; lane < LANES; lane++)
            total += sums[lane];
    return total;
}

static void NAME(softmax_gradient)(synann_softmax_operation operation, long rows, long columns, const REAL *g,
                                   const REAL *y, REAL *out) {
    for (long i = 0; i < rows; i++, g += columns, y += columns, out += columns) {
        const REAL sum = (REAL)NAME(sum_of_products)(columns, g, operation == SYNANN_SOFTMAX ? y : 0);
        if (operation == SYNANN_SOFTMAX) {
            for (long j = 0; j < columns; j++)
                out[j] = y[j] * (g[j] - sum);
        } else {
            FOR_EACH_VECTOR(j, length, columns, {
                vreal value = load_some(g + j, length) - NAME(vexp)(load_some(y + j, length)) * sum;
                store_some(out + j, value, length);
            })
        }
    }
}
