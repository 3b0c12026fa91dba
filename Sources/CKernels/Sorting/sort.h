#ifndef SYNANN_SORT_H
#define SYNANN_SORT_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

// Functions that sort the lines of an array. NaN follows all numbers, in ascending and in descending order. Equal
// elements keep their order, and −0 equals 0.

/// Returns the size in bytes of the scratch memory that synann_sort_lines and synann_argsort_lines need for lines of
/// `length` elements. The address of this memory must be a multiple of 64.
long synann_sort_scratch_bytes(long length);

/// Sorts every line of x in ascending order, or in descending order if `descending` is not 0, and writes the sorted
/// line to the same line of `out`. x and `out` must not overlap. `scratch` has the size that synann_sort_scratch_bytes
/// returns.
void synann_sort_lines(synann_scalar_type scalar, int descending, const synann_line_layout *layout, const void *x,
                       void *out, void *scratch);

/// Writes, for each line of x, the positions of the elements in sorted order to the same line of `positions`. Element i
/// of this line is the position, in the line of x, of the element that sorting moves to position i. x and `positions`
/// must not overlap. `descending` and `scratch` are as in synann_sort_lines.
void synann_argsort_lines(synann_scalar_type scalar, int descending, const synann_line_layout *layout, const void *x,
                          int64_t *positions, void *scratch);

/// Writes the position at which each of `count` values can be inserted into `sorted`, so that `sorted` remains in
/// order. This position is the number of elements that are less than the value. If `right` is not 0, elements that
/// equal the value are counted too. `sorted` has `length` elements in ascending order, with NaN last. All NaN are
/// equal.
void synann_search_sorted(synann_scalar_type scalar, int right, long length, const void *sorted, long count,
                          const void *values, int64_t *positions);

/// The greatest `count` that synann_top_lines accepts.
enum { SYNANN_TOP_LIMIT = 64 };
/// The positions that synann_top_lines writes. `line_stride` is the distance in elements between two lines of `data`.
typedef struct {
    int64_t *data;
    long line_stride;
} synann_top_positions;
/// Writes, for each line of x, the positions of the `count` greatest elements in descending order, or of the `count`
/// least elements in ascending order if `least` is not 0. Equal elements keep their order, −0 equals 0, and NaN comes
/// last. Position i of line l is written to positions.data[i · layout->element_stride + l · positions.line_stride].
/// `count` is at most the length of a line and at most SYNANN_TOP_LIMIT. `scratch` has the size of a line plus 16 bytes
/// for each of the `count` positions. The address of `scratch` must be a multiple of 8.
void synann_top_lines(synann_scalar_type scalar, int least, long count, const synann_line_layout *layout, const void *x,
                      synann_top_positions positions, void *scratch);

/// Finds the runs of equal elements of x in the order `order`, a permutation of `count` positions that sorts x. Writes
/// the place in `order` at which each run starts to `starts`, and the number of the run of each element of x to `runs`.
/// `starts` and `runs` have space for `count` elements. Returns the number of runs. −0 equals 0, and every NaN is a
/// separate run.
long synann_find_runs(synann_scalar_type scalar, long count, const void *x, const int64_t *order, int64_t *starts,
                      int64_t *runs);

#endif
