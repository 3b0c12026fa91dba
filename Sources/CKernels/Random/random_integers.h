#ifndef SYNANN_RANDOM_INTEGERS_H
#define SYNANN_RANDOM_INTEGERS_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Random integers `lower` ≤ n < `lower` + `length` of the Philox stream of `seed`. The lowest bits of `lower` and of
/// `length`, as many as the type has, are used. `length` must not be 0.
///
/// A block of the stream contains two numbers of 64 bits. The first number is that of the block number `block`, or the
/// second number of this block if `starts_at_second` is 1.
typedef struct {
    uint64_t seed, block, lower, length;
    int starts_at_second;
} synann_random_integers_operands;

/// Writes `count` integers, and returns how many numbers of 64 bits it has used.
///
/// An integer is the upper half of the product of `length` and the lowest bits of a number. Numbers that would make some
/// integers more probable are skipped. Source: D. Lemire, "Fast random integer generation in an interval", 2019.
long synann_random_integers(synann_scalar_type scalar, const synann_random_integers_operands *operands, long count,
                            void *out);

#endif
