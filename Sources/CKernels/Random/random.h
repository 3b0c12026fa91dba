#ifndef SYNANN_RANDOM_H
#define SYNANN_RANDOM_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

typedef enum {
    SYNANN_UNIFORM,
    SYNANN_NORMAL,
} synann_distribution;

/// The block at position `block` of the Philox4x32-10 stream of `seed`: four words of 32 bits.
void synann_philox_block(uint64_t seed, uint64_t block, uint32_t *w0, uint32_t *w1, uint32_t *w2, uint32_t *w3);

/// How many random numbers of a type a block yields: 4 floats or 2 doubles.
long synann_random_per_block(synann_scalar_type scalar);

/// out[i] = shift + scale · r[i] for i < count, r from the blocks from `block` on.
///
/// Uniform: r = w / 2²⁴ from the upper 24 bits of a word, or v / 2⁵³ from two words, in [0, 1). Normal: Box–Muller,
/// pairs (i, i + half) within groups of so many blocks, the last group being computed whole.
void synann_random(synann_scalar_type scalar, synann_distribution distribution, uint64_t seed, uint64_t block,
                   long count, const void *scale, const void *shift, void *out);

#endif
