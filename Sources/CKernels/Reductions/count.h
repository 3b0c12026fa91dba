#ifndef SYNANN_COUNT_H
#define SYNANN_COUNT_H

/// Returns the sum of `count` bytes that are 0 or 1.
long synann_count_true(long count, const void *bytes);

#endif
