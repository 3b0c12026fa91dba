// Separates and interleaves the lanes with even and odd positions of two vectors.
//
// There is no include guard, as in vector.h. The macro INDICES of vector_transpose.h lists the positions of the lanes.

#include "vector_transpose.h"

#ifndef SYNANN_INTERLEAVE_SHUFFLES
#define SYNANN_INTERLEAVE_SHUFFLES
#define EVERY_SECOND(l, s) (2 * (l) + (s))
#define SECOND_UP_TO_LAST(l, s) (2 * (l) + ((l) >= LANE_COUNT / 2))
#define ALTERNATING(l, s) ((l) % 2 ? LANE_COUNT + (l) / 2 + (s) : (l) / 2 + (s))
#endif

// Returns the lanes 0, 2, 4, … of the vector a followed by the vector b.
INLINE vreal NAME(even_lanes)(vreal a, vreal b) {
    return __builtin_shufflevector(a, b, INDICES(EVERY_SECOND, 0));
}

// Returns the lanes 1, 3, 5, … of the vector a followed by the vector b.
INLINE vreal NAME(odd_lanes)(vreal a, vreal b) {
    return __builtin_shufflevector(a, b, INDICES(EVERY_SECOND, 1));
}

// Returns from[0], from[2], …, from[2 · LANES − 2], and reads no element behind these.
INLINE vreal NAME(load_every_second)(const REAL *from) {
    return __builtin_shufflevector(load(from), load(from + LANES - 1), INDICES(SECOND_UP_TO_LAST, 0));
}

// Writes a[0], b[0], a[1], b[1], … to the 2 · LANES elements from `to` on.
INLINE void NAME(store_alternating)(REAL *to, vreal a, vreal b) {
    store(to, __builtin_shufflevector(a, b, INDICES(ALTERNATING, 0)));
    store(to + LANES, __builtin_shufflevector(a, b, INDICES(ALTERNATING, LANE_COUNT / 2)));
}
