#ifndef SYNANN_RANDOM_H
#define SYNANN_RANDOM_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Distributions: SYNANN_UNIFORM is uniform in [0, 1), and SYNANN_NORMAL is normal with mean 0 and variance 1. The other
/// distributions have location 0, scale 1 and rate 1.
typedef enum {
    SYNANN_UNIFORM,
    SYNANN_NORMAL,
    SYNANN_EXPONENTIAL,
    SYNANN_GUMBEL,
    SYNANN_LAPLACE,
    SYNANN_LOGISTIC,
} synann_distribution;

/// Computes block number `block` of the Philox4x32-10 stream of `seed`. A block has four words of 32 bits, w0 to w3.
void synann_philox_block(uint64_t seed, uint64_t block, uint32_t *w0, uint32_t *w1, uint32_t *w2, uint32_t *w3);

/// Returns the number of random numbers that are computed from a block: 4 floats or 2 doubles.
long synann_random_per_block(synann_scalar_type scalar);

/// The random numbers shift + scale · r, where r has the distribution `distribution` and is computed from the Philox
/// stream of `seed`. `scale` and `shift` are converted to the scalar type.
typedef struct {
    synann_distribution distribution;
    uint64_t seed;
    double scale, shift;
} synann_random_numbers;

/// Writes out[i] = shift + scale · r[i] for i < count. `block` is the first block of the stream from which r is
/// computed.
///
/// Uniform: r is in [0, 1). For float r is the upper 24 bits of a word divided by 2²⁴. For double r is the upper 53
/// bits of two words divided by 2⁵³. Normal: r is the Box–Muller transform of pairs of uniform numbers. The uniform
/// numbers are computed in groups of 64 blocks. Number i of the first half of a group and number i of the second half
/// form a pair, so the function always computes whole groups.
///
/// Other distributions: r is the quantile function of the distribution at u = s mod 1, or at 1 − u for
/// SYNANN_EXPONENTIAL. s is uniform in [−½, ½], is never 0, and has 32 random bits for float and 53 for double. The
/// least |s| is 2⁻³³ for float and 2⁻⁵⁴ for double, so both tails of the distribution reach to these probabilities.
void synann_random(synann_scalar_type scalar, const synann_random_numbers *numbers, uint64_t block, long count,
                   void *out);

#endif
