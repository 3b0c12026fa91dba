#ifndef SYNANN_COUNT_H
#define SYNANN_COUNT_H

/// Returns the number of bytes that are 1, among `count` bytes that are all 0 or 1.
long synann_count_true(long count, const void *bytes);

#endif
