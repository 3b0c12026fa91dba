#ifndef SYNANN_SAMPLE_H
#define SYNANN_SAMPLE_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// The samplers, with their parameters `first` and `second`.
typedef enum {
    /// The gamma distribution with rate 1. `first` is the shape.
    SYNANN_SAMPLE_GAMMA,
    /// The logarithm of a gamma sample with rate 1. `first` is the shape.
    SYNANN_SAMPLE_LOG_GAMMA,
    /// The Poisson distribution. `first` is the mean.
    SYNANN_SAMPLE_POISSON,
    /// The binomial distribution. `first` is the number of trials, and `second` the probability of a success.
    SYNANN_SAMPLE_BINOMIAL,
} synann_sampler;

/// The parameters of `synann_sample`. Element i uses only the random numbers in block `block` + i of the Philox streams
/// 1, 2, … of `seed`. The element therefore does not depend on how many random numbers other elements use. Element i
/// has the parameters first[i mod period] and second[i mod period]; `second` may be null for a sampler with one
/// parameter.
typedef struct {
    synann_sampler sampler;
    uint64_t seed, block;
    const double *first, *second;
    long period;
} synann_samples;

/// Writes element i of `samples` to out[i − start] for start ≤ i < start + count. The samples are computed in double
/// and rounded to the scalar type. An element is NaN if a parameter is outside of its domain: a gamma shape must be
/// positive and finite, a Poisson mean finite and not negative, a number of trials a finite integer that is not
/// negative, and a probability in [0, 1].
///
/// Sources: G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", 2000. W. Hörmann, "The
/// transformed rejection method for generating Poisson random variables", 1993 (method PTRS, for a mean of at least
/// 10), and "The generation of binomial random variates", 1993 (method BTRS, if n·min(p, 1 − p) is at least 10 for n
/// trials with the probability p). Smaller means are sampled by inversion.
void synann_sample(synann_scalar_type scalar, const synann_samples *samples, long start, long count, void *out);

/// The parameters of `synann_sample_categories`. `cumulative` is a row-major matrix [rows, categories]. Each row
/// contains the running sums of the weights of the categories, which are not negative. The last sum of a row must be
/// positive and finite.
typedef struct {
    uint64_t seed, block;
    const double *cumulative;
    long rows, categories;
} synann_categories;

/// Writes a random category to out[i − start] for start ≤ i < start + count. The category is the first k for which
/// cumulative[r][k] > u · cumulative[r][categories − 1], with the row r = i mod rows. u is uniform in [0, 1) and is
/// computed from block `block` + i of the Philox stream 1 of `seed`.
void synann_sample_categories(const synann_categories *samples, long start, long count, int64_t *out);

#endif
