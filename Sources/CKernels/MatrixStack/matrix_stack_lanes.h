// Each lane processes a different matrix: a vector contains the element (i, j) of LANES matrices.

#include "../Vector/vector_lanes.h"
#include "../Vector/vector_transpose.h"

#define LIMIT SYNANN_MATRIX_STACK_LIMIT

INLINE vreal NAME(magnitude)(vreal a) {
    return choose((vint)(a < 0), -a, a);
}

/// Copies `count` contiguous matrices of `elements` elements into lanes: vector e receives element e of every matrix.
/// The lanes without a matrix repeat the first matrix, so that they cause no additional work or floating-point
/// exceptions. Returns a mask of the lanes whose elements are all finite.
INLINE vint NAME(to_lanes)(vreal *restrict lanes, const REAL *restrict matrices, long elements, long count) {
    vreal zero = broadcast(0);
    for (long e = 0; e < elements; e += LANES) {
        const long part = elements - e < LANES ? elements - e : LANES;
        vreal v[LANE_COUNT];
        for (long lane = 0; lane < LANE_COUNT; lane++) {
            const REAL *from = matrices + (lane < count ? lane : 0) * elements + e;
            v[lane] = load_some(from, part);
        }
        transpose_lanes(v);
        for (long i = 0; i < part; i++) {
            lanes[e + i] = v[i];
            // Infinity · 0 and NaN · 0 are NaN.
            zero += v[i] * 0;
        }
    }
    return (vint)(zero == 0);
}

/// Returns a mask of the lanes in which all elements on and below the diagonal of the n × n matrix `rows` are finite.
INLINE vint NAME(lower_is_finite)(const vreal *rows, long n) {
    vreal zero = broadcast(0);
    for (long r = 0; r < n; r++)
        for (long c = 0; c <= r; c++)
            zero += rows[r * n + c] * 0;
    return (vint)(zero == 0);
}

INLINE void NAME(from_lanes)(REAL *restrict matrices, const vreal *restrict lanes, long elements, long count) {
    for (long e = 0; e < elements; e += LANES) {
        const long part = elements - e < LANES ? elements - e : LANES;
        vreal v[LANE_COUNT];
        for (long i = 0; i < LANE_COUNT; i++)
            v[i] = i < part ? lanes[e + i] : broadcast(0);
        transpose_lanes(v);
        for (long lane = 0; lane < count; lane++) {
            REAL *to = matrices + lane * elements + e;
            store_some(to, v[lane], part);
        }
    }
}

/// Writes the status codes of `count` matrices to `info`: the code in `value`, or −1 if `is_finite` is false for the
/// lane of the matrix.
INLINE void NAME(note_lanes)(int *info, vint value, vint is_finite, long count) {
    for (long lane = 0; lane < count; lane++)
        info[lane] = is_finite[lane] ? (int)value[lane] : -1;
}
