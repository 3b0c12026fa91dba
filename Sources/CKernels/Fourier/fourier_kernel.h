// Writes root m of `roots`, which is the product of two table entries. The product is computed in double.
static inline void NAME(root)(const synann_roots *roots, long m, REAL *real, REAL *imaginary) {
    const double *a = roots->high + 2 * (m >> roots->shift);
    const double *b = roots->low + 2 * (m & ((1L << roots->shift) - 1));
    const double sine = a[0] * b[1] + a[1] * b[0];
    *real = (REAL)(a[0] * b[0] - a[1] * b[1]);
    *imaginary = (REAL)(roots->conjugates ? -sine : sine);
}

// root(m) is root m of `roots`. Row r multiplies element 16·a + b by root(16·r·a)·root(r·b). The code thus computes
// sixteen roots for each row and one root for each sixteen elements. A table of all roots would be as large as the
// data.
enum { NAME(FINE) = 16 };

static void NAME(twiddle)(const synann_roots *roots, long first, long rows, long count, long pitch, REAL *x) {
    for (long row = 0; row < rows; row++) {
        const long r = first + row;
        REAL fine_real[NAME(FINE)], fine_imaginary[NAME(FINE)];
        for (long b = 0; b < NAME(FINE) && b < count; b++)
            NAME(root)(roots, r * b, &fine_real[b], &fine_imaginary[b]);
        REAL *line = x + 2 * row * pitch;
        for (long start = 0; start < count; start += NAME(FINE)) {
            REAL p, q;
            NAME(root)(roots, r * start, &p, &q);
            REAL *part = line + 2 * start;
            const long width = count - start < NAME(FINE) ? count - start : NAME(FINE);
            for (long b = 0; b < width; b++) {
                const REAL c = p * fine_real[b] - q * fine_imaginary[b], s = p * fine_imaginary[b] + q * fine_real[b];
                const REAL real = part[2 * b], imaginary = part[2 * b + 1];
                part[2 * b] = real * c - imaginary * s;
                part[2 * b + 1] = real * s + imaginary * c;
            }
        }
    }
}

static void NAME(complete_spectrum)(long n, int conjugates, REAL *x) {
    const REAL lower = conjugates ? -1 : 1;
    for (long k = 1; k < (n + 1) / 2; k++) {
        REAL *mirrored = x + 2 * (n - k);
        mirrored[0] = x[2 * k];
        mirrored[1] = -lower * x[2 * k + 1];
        x[2 * k + 1] *= lower;
    }
}

static void NAME(mirror)(long count, const REAL *from, REAL *to) {
    for (long k = 0; k < count; k++) {
        to[2 * k] = from[2 * (count - 1 - k)];
        to[2 * k + 1] = -from[2 * (count - 1 - k) + 1];
    }
}
