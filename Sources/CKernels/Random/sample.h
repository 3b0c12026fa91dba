#ifndef SYNANN_SAMPLE_H
#define SYNANN_SAMPLE_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Samplers. The parameters `first` and `second` are:
/// SYNANN_SAMPLE_GAMMA: the shape; the rate is 1. SYNANN_SAMPLE_LOG_GAMMA: the logarithm of such a number.
/// SYNANN_SAMPLE_POISSON: the mean. SYNANN_SAMPLE_BINOMIAL: the number of trials and the probability of a success.
typedef enum {
    SYNANN_SAMPLE_GAMMA,
    SYNANN_SAMPLE_LOG_GAMMA,
    SYNANN_SAMPLE_POISSON,
    SYNANN_SAMPLE_BINOMIAL,
} synann_sampler;

/// Samples whose numbers come from the Philox stream of `seed`. Element i takes its random numbers from the streams 1,
/// 2, … of block `block` + i. So it depends on its position only, however many numbers other elements reject. Element i
/// has the parameters first[i mod period] and second[i mod period]; `second` may be null for a sampler with one
/// parameter.
typedef struct {
    synann_sampler sampler;
    uint64_t seed, block;
    const double *first, *second;
    long period;
} synann_samples;

/// out[i − start] = element i for start ≤ i < start + count. The samples are computed in double and rounded to the
/// scalar type. Parameters outside of their domain give NaN.
///
/// Sources: G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", 2000. W. Hörmann, "The
/// transformed rejection method for generating Poisson random variables", 1993 (PTRS, from a mean of 10), and "The
/// generation of binomial random variates", 1993 (BTRS, from n·min(p, 1 − p) = 10); inversion below.
void synann_sample(synann_scalar_type scalar, const synann_samples *samples, long start, long count, void *out);

/// Categories: out[i − start] = the first k with cumulative[k] > u · cumulative[categories − 1] in the row i mod rows
/// of `cumulative`, a matrix of `rows` × `categories` running sums that are positive and finite at the end. u is
/// uniform in [0, 1) from stream 1 of block `block` + i.
typedef struct {
    uint64_t seed, block;
    const double *cumulative;
    long rows, categories;
} synann_categories;

void synann_sample_categories(const synann_categories *samples, long start, long count, int64_t *out);

#endif
