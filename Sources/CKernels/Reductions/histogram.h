#ifndef SYNANN_HISTOGRAM_H
#define SYNANN_HISTOGRAM_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Adds to counts[b] the number of elements x[i], i < count, with edges[b] ≤ x[i] < edges[b + 1], for b < bins. The
/// last bin also contains elements that equal edges[bins]. Elements outside of the edges, and NaN, are not counted. The
/// edges are finite, of equal distance up to rounding, and edges[0] < edges[bins]. `scalar` must be a real type.
void synann_histogram(synann_scalar_type scalar, long count, const void *x, long bins, const void *edges,
                      int64_t *counts);

/// Adds 1 to counts[positions[i]] for i < count. The positions are not checked.
void synann_count_positions(long count, const int64_t *positions, long bins, int64_t *counts);

#endif
