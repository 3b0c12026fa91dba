#ifndef SYNANN_COUNT_H
#define SYNANN_COUNT_H

/// Returns the number of bytes that are 1, among `count` bytes that are all 0 or 1.
long synann_count_true(long count, const void *bytes);

/// Returns 1 if one of the `count` bytes, which are all 0 or 1, is `value`, and 0 otherwise. The function stops soon
/// after the first such byte.
int synann_contains(long count, const void *bytes, int value);

#endif
