#ifndef SYNANN_RANDOM_H
#define SYNANN_RANDOM_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Distributions: uniform in [0, 1), and the standard forms of the others: mean 0 and variance 1 for the normal
/// distribution, location 0, scale 1 and rate 1 for the others.
typedef enum {
    SYNANN_UNIFORM,
    SYNANN_NORMAL,
    SYNANN_EXPONENTIAL,
    SYNANN_GUMBEL,
    SYNANN_LAPLACE,
    SYNANN_LOGISTIC,
} synann_distribution;

/// Block number `block` of the Philox4x32-10 stream of `seed`: four words of 32 bits.
void synann_philox_block(uint64_t seed, uint64_t block, uint32_t *w0, uint32_t *w1, uint32_t *w2, uint32_t *w3);

/// The number of random numbers that a block yields: 4 floats or 2 doubles.
long synann_random_per_block(synann_scalar_type scalar);

/// Random numbers shift + scale · r, with r from the Philox stream of `seed`. `scale` and `shift` are converted to the
/// scalar type.
typedef struct {
    synann_distribution distribution;
    uint64_t seed;
    double scale, shift;
} synann_random_numbers;

/// out[i] = shift + scale · r[i] for i < count. `block` is the first block that r is computed from.
///
/// Uniform: r is in [0, 1); for float the upper 24 bits of a word divided by 2²⁴, for double the upper 53 bits of two
/// words divided by 2⁵³. Normal: the Box–Muller transform of uniform pairs. The blocks form groups of 64. The two
/// numbers of a pair are half a group apart, so the last group is always computed whole.
///
/// The other distributions are transforms of u = s mod 1 by their quantile functions. The number s is in (−½, ½) and
/// never 0, and it has 32 random bits, for double 53. Near 0 it keeps all digits, so both tails reach to probabilities
/// of 2⁻³³, for double 2⁻⁵⁴.
void synann_random(synann_scalar_type scalar, const synann_random_numbers *numbers, uint64_t block, long count,
                   void *out);

#endif
