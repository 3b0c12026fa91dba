#include "sample.h"

#include <math.h>
#include <stdbool.h>

#include "sample_stream.h"

#define KERNEL_SOURCE "../Random/sample_kernel.h"
#include "../Dispatch/instantiate.h"

// The parameters of an element, and the constants that a sampler computes from these parameters. Successive elements
// with equal parameters use the same structure.
typedef struct {
    double first, second;
    bool is_valid, is_mirrored, is_rejection;
    // The constants of the methods; sample.h names the sources. For gamma samples `a` is d and `c` is c in the notation
    // of Marsaglia and Tsang. For Poisson and binomial samples the five members are the constants of Hörmann's methods.
    double a, b, c, alpha, quick;
    double mean, trials, odds, start, log_mode;
} setup;

// MARK: Gamma

static void set_gamma(setup *s) {
    s->is_valid = s->first > 0 && s->first < INFINITY;
    // For a shape below 1, the code computes a gamma sample for the shape plus 1, and multiplies this sample by
    // u^(1/shape), where u is uniform in (0, 1).
    s->a = (s->first < 1 ? s->first + 1 : s->first) - 1.0 / 3;
    s->c = 1 / sqrt(9 * s->a);
}

static double next_normal(stream *numbers) {
    if (numbers->taken == 0) {
        numbers->taken = 4;
        return numbers->early->normals[numbers->element];
    }
    double radius = sqrt(-2 * log(next_open(numbers)));
    return radius * cos(6.283185307179586476925 * next_open(numbers));
}

// Returns a gamma sample divided by d = shape − ⅓. If the shape is below 1, the shape plus 1 replaces the shape.
static double gamma_ratio(const setup *s, stream *numbers) {
    for (;;) {
        double x = next_normal(numbers), root = 1 + s->c * x;
        double u = next_open(numbers);
        if (root <= 0)
            continue;
        double v = root * root * root, square = x * x;
        if (u < 1 - 0.0331 * square * square || log(u) < 0.5 * square + s->a * (1 - v + log(v)))
            return v;
    }
}

static double gamma_sample(const setup *s, stream *numbers) {
    double v = gamma_ratio(s, numbers);
    if (s->first >= 1)
        return s->a * v;
    return s->a * v * pow(next_open(numbers), 1 / s->first);
}

// Returns the logarithm of the number that `gamma_sample` computes from the same random numbers, apart from rounding.
// The sum of the logarithms does not underflow.
static double log_gamma_sample(const setup *s, stream *numbers) {
    double v = gamma_ratio(s, numbers);
    double raised = log(s->a) + log(v);
    return s->first >= 1 ? raised : raised + log(next_open(numbers)) / s->first;
}

// MARK: Logarithms of probabilities

// Returns ln k! − ((k + ½)·ln k − k + ½·ln 2π) for an integer k ≥ 1.
static double stirling_rest(double k) {
    static const double table[] = {0, 0.08106146679532726, 0.04134069595540929, 0.02767792568499834,
                                   0.02079067210376509, 0.01664469118982119, 0.01387612882307075,
                                   0.01189670994589177, 0.01041126526197209, 0.009255462182712733};
    if (k < 10)
        return table[(int)k];
    double square = k * k;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / k;
}

// Returns k·ln(k/m) − (k − m), or m if k is 0. The code computes ln(k/m) by log1p, which loses fewer digits than ln k −
// ln m for a k near m.
static double deviance(double k, double m) {
    return k == 0 ? m : k * log1p((k - m) / m) - (k - m);
}

static double half_log_two_pi_times(double k) {
    return 0.5 * log(6.283185307179586476925 * k);
}

// Returns the logarithm of the probability of k under the Poisson distribution with the mean `mean`. Source of the
// formulas here and in `log_binomial`: C. Loader, "Fast and accurate computation of binomial probabilities", 2000.
static double log_poisson(double k, double mean) {
    return k == 0 ? -mean : -stirling_rest(k) - deviance(k, mean) - half_log_two_pi_times(k);
}

// Returns the logarithm of the probability of k successes in n trials, where p is the probability of a success.
static double log_binomial(double k, double n, double p) {
    double q = 1 - p;
    if (k == 0)
        return n * log1p(-p);
    if (k == n)
        return n * log(p);
    return stirling_rest(n) - stirling_rest(k) - stirling_rest(n - k) - deviance(k, n * p) -
           deviance(n - k, n * q) - half_log_two_pi_times(k) + 0.5 * log(n / (n - k));
}

// MARK: Poisson

static void set_poisson(setup *s) {
    s->is_valid = s->first >= 0 && s->first < INFINITY;
    s->is_rejection = s->first >= 10;
    s->mean = s->first;
    s->start = exp(-s->mean);
    s->b = 0.931 + 2.53 * sqrt(s->mean);
    s->a = -0.059 + 0.02483 * s->b;
    s->alpha = log(1.1239 + 1.1328 / (s->b - 3.4));
    s->quick = 0.9277 - 3.6224 / (s->b - 2);
    s->c = s->mean + 0.43;
}

static double poisson_by_inversion(const setup *s, stream *numbers) {
    for (;;) {
        double rest = next_open(numbers), probability = s->start;
        // The mean is below 10, so the probability of k ≥ 100 is less than the spacing of the random numbers. If the
        // loop ends without a result, `rest` contains only rounding errors, and the code takes a new random number.
        for (int k = 0; k < 100; k++) {
            if (rest <= probability)
                return k;
            rest -= probability;
            probability *= s->mean / (k + 1);
        }
    }
}

static double poisson_by_rejection(const setup *s, stream *numbers) {
    for (;;) {
        double u = next_open(numbers) - 0.5, v = next_open(numbers), edge = 0.5 - fabs(u);
        double k = floor((2 * s->a / edge + s->b) * u + s->c);
        if (edge >= 0.07 && v <= s->quick)
            return k;
        if (k < 0 || (edge < 0.013 && v > edge))
            continue;
        if (log(v) + s->alpha - log(s->a / (edge * edge) + s->b) <= log_poisson(k, s->mean))
            return k;
    }
}

// MARK: Binomial

static void set_binomial(setup *s) {
    double n = s->first, probability = s->second;
    s->is_valid = n >= 0 && n < INFINITY && n == floor(n) && probability >= 0 && probability <= 1;
    s->is_mirrored = probability > 0.5;
    double p = s->is_mirrored ? 1 - probability : probability, q = 1 - p;
    s->trials = n, s->mean = p;
    s->is_rejection = n * p >= 10;
    s->odds = p / q;
    s->start = exp(n * log1p(-p));
    double deviation = sqrt(n * p * q);
    s->b = 1.15 + 2.53 * deviation;
    s->a = -0.0873 + 0.0248 * s->b + 0.01 * p;
    s->c = n * p + 0.5;
    s->quick = 0.92 - 4.2 / s->b;
    s->alpha = log((2.83 + 5.1 / s->b) * deviation);
    s->log_mode = s->is_valid && s->is_rejection ? log_binomial(floor((n + 1) * p), n, p) : 0;
}

static double binomial_by_inversion(const setup *s, stream *numbers) {
    for (;;) {
        double rest = next_open(numbers), probability = s->start;
        for (int k = 0; k <= s->trials && k < 110; k++) {
            if (rest <= probability)
                return k;
            rest -= probability;
            probability *= s->odds * (s->trials - k) / (k + 1);
        }
    }
}

static double binomial_by_rejection(const setup *s, stream *numbers) {
    for (;;) {
        double u = next_open(numbers) - 0.5, v = next_open(numbers), edge = 0.5 - fabs(u);
        double k = floor((2 * s->a / edge + s->b) * u + s->c);
        if (edge >= 0.07 && v <= s->quick)
            return k;
        if (k < 0 || k > s->trials)
            continue;
        double height = log(v) + s->alpha - log(s->a / (edge * edge) + s->b);
        if (height <= log_binomial(k, s->trials, s->mean) - s->log_mode)
            return k;
    }
}

// MARK: Elements

static void fill_early_numbers(uint64_t seed, uint64_t block, int has_normals, early_numbers *numbers) {
    DISPATCH_SET(early_numbers, double, seed, block, has_normals, numbers)
}

static void set(setup *s, synann_sampler sampler) {
    switch (sampler) {
    case SYNANN_SAMPLE_GAMMA:
    case SYNANN_SAMPLE_LOG_GAMMA: set_gamma(s); break;
    case SYNANN_SAMPLE_POISSON: set_poisson(s); break;
    case SYNANN_SAMPLE_BINOMIAL: set_binomial(s); break;
    }
}

static double sample(const setup *s, synann_sampler sampler, stream *numbers) {
    if (!s->is_valid)
        return NAN;
    switch (sampler) {
    case SYNANN_SAMPLE_GAMMA: return gamma_sample(s, numbers);
    case SYNANN_SAMPLE_LOG_GAMMA: return log_gamma_sample(s, numbers);
    case SYNANN_SAMPLE_POISSON:
        return s->is_rejection ? poisson_by_rejection(s, numbers) : poisson_by_inversion(s, numbers);
    default: break;
    }
    double k = s->is_rejection ? binomial_by_rejection(s, numbers) : binomial_by_inversion(s, numbers);
    return s->is_mirrored ? s->trials - k : k;
}

void synann_sample(synann_scalar_type scalar, const synann_samples *samples, long start, long count, void *out) {
    const int has_normals =
        samples->sampler == SYNANN_SAMPLE_GAMMA || samples->sampler == SYNANN_SAMPLE_LOG_GAMMA;
    setup current = {.first = NAN};
    early_numbers early;
    long parameter = start % samples->period;
    for (long i = 0; i < count; i++, parameter = parameter + 1 < samples->period ? parameter + 1 : 0) {
        int element = (int)(i % GROUP);
        uint64_t block = samples->block + (uint64_t)(start + i);
        if (element == 0)
            fill_early_numbers(samples->seed, block, has_normals, &early);
        double first = samples->first[parameter], second = samples->second ? samples->second[parameter] : 0;
        if (first != current.first || second != current.second) {
            current.first = first, current.second = second;
            set(&current, samples->sampler);
        }
        stream numbers = {.early = &early, .element = element, .seed = samples->seed, .block = block};
        double value = sample(&current, samples->sampler, &numbers);
        if (scalar == SYNANN_DOUBLE)
            ((double *)out)[i] = value;
        else
            ((float *)out)[i] = (float)value;
    }
}

void synann_sample_categories(const synann_categories *samples, long start, long count, int64_t *out) {
    early_numbers early;
    long row = start % samples->rows;
    for (long i = 0; i < count; i++, row = row + 1 < samples->rows ? row + 1 : 0) {
        int element = (int)(i % GROUP);
        uint64_t block = samples->block + (uint64_t)(start + i);
        if (element == 0)
            fill_early_numbers(samples->seed, block, 0, &early);
        stream numbers = {.early = &early, .element = element, .seed = samples->seed, .block = block};
        const double *sums = samples->cumulative + row * samples->categories;
        double total = sums[samples->categories - 1];
        double height = (double)(int64_t)(next_bits(&numbers) >> 11) * 0x1p-53 * total;
        // The product of a number below 1 and `total` may round to `total`.
        if (height >= total)
            height = nextafter(total, 0);
        long low = 0, high = samples->categories - 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (sums[middle] > height)
                high = middle;
            else
                low = middle + 1;
        }
        out[i] = low;
    }
}
