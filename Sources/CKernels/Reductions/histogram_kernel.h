// The bin of an element is computed from its distance to the first edge, and then corrected by a comparison with the
// edges, because rounding can give a neighbouring bin. This is NumPy's method. Elements outside of the edges are
// counted in an additional bin.

#ifndef HISTOGRAM_BLOCK
#define HISTOGRAM_BLOCK 256
#endif

static void NAME(histogram)(long count, const REAL *x, long bins, const REAL *edges, int64_t *counts) {
    const REAL first = edges[0], last = edges[bins];
    // The code halves the edges before the subtraction, because the difference of the edges may overflow.
    const REAL scale = (REAL)bins / (last / 2 - first / 2);
    int64_t tables[TABLES][TABLE_LIMIT];
    const int is_small = bins < TABLE_LIMIT;
    if (is_small)
        memset(tables, 0, sizeof tables);
    for (long start = 0; start < count; start += HISTOGRAM_BLOCK) {
        const long number = count - start < HISTOGRAM_BLOCK ? count - start : HISTOGRAM_BLOCK;
        int32_t places[HISTOGRAM_BLOCK];
        for (long i = 0; i < number; i++) {
            const REAL value = x[start + i];
            const REAL place = (value / 2 - first / 2) * scale;
            const int is_inside = value >= first && value <= last;
            places[i] = is_inside ? (int32_t)(place < (REAL)bins ? place : (REAL)(bins - 1)) : (int32_t)bins;
        }
        for (long i = 0; i < number; i++) {
            long bin = places[i];
            if (bin < bins) {
                const REAL value = x[start + i];
                bin -= value < edges[bin];
                bin += value >= edges[bin + 1] && bin + 1 < bins;
            }
            if (is_small)
                tables[i % TABLES][bin]++;
            else if (bin < bins)
                counts[bin]++;
        }
    }
    if (is_small)
        add_tables(bins, tables, counts);
}
