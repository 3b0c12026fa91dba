#ifndef SYNANN_SORT_H
#define SYNANN_SORT_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

// Sorting of rows. NaN follows all numbers in both directions. The sorts are stable, and −0 equals 0.

/// The bytes of scratch memory for a row of `count` elements, for both sorts.
long synann_sort_scratch_bytes(synann_scalar_type scalar, long count);

/// Sorts x[i · stride], i < count, into out[i · out_stride]: ascending, or descending if `descending` is not 0.
void synann_sort(synann_scalar_type scalar, int descending, long count, synann_strided x, void *out, long out_stride,
                 void *scratch);

/// positions[i · out_stride] = the position of the element that is i-th in this order.
void synann_argsort(synann_scalar_type scalar, int descending, long count, synann_strided x, int64_t *positions,
                    long out_stride, void *scratch);

/// For each of `count` values the number of sorted elements that are less (or not greater, if `right` is not 0): the
/// position before which it can be inserted. `sorted` has `length` ascending elements, NaN last.
void synann_search_sorted(synann_scalar_type scalar, int right, long length, const void *sorted, long count,
                          const void *values, int64_t *positions);

#endif
