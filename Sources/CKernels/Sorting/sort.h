#ifndef SYNANN_SORT_H
#define SYNANN_SORT_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

// Sorting of lines. NaN follows all numbers in both directions. The sorts are stable, and −0 equals 0.

/// The bytes of scratch memory, aligned to 64 bytes, for lines of `length` elements, for both sorts.
long synann_sort_scratch_bytes(long length);

/// Sorts every line of x into out: ascending, or descending if `descending` is not 0. x and out must not overlap.
void synann_sort_lines(synann_scalar_type scalar, int descending, const synann_line_layout *layout, const void *x,
                       void *out, void *scratch);

/// Element i of a line of `positions` = the position of the element of x that is i-th in the order of its line.
void synann_argsort_lines(synann_scalar_type scalar, int descending, const synann_line_layout *layout, const void *x,
                          int64_t *positions, void *scratch);

/// For each of `count` values the number of sorted elements that are less (or not greater, if `right` is not 0): the
/// position before which it can be inserted. `sorted` has `length` ascending elements, NaN last.
void synann_search_sorted(synann_scalar_type scalar, int right, long length, const void *sorted, long count,
                          const void *values, int64_t *positions);

/// Writes for each line of x the positions of its `count` greatest elements in descending order, or of its least elements
/// in ascending order if `least` is not 0. Of equal elements the first comes first; −0 equals 0, and NaN comes last. Position
/// i of line l is positions[i · layout->element_stride + l · line_stride]. `count` is at most the length and at most
/// SYNANN_TOP_LIMIT. `scratch` has the bytes of one line and 16 bytes for each of the `count` elements, aligned to 8 bytes.
enum { SYNANN_TOP_LIMIT = 64 };
typedef struct {
    int64_t *data;
    long line_stride;
} synann_top_positions;
void synann_top_lines(synann_scalar_type scalar, int least, long count, const synann_line_layout *layout, const void *x,
                      synann_top_positions positions, void *scratch);

#endif
