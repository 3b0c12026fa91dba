#include "random.h"

#include <string.h>

#include "philox.h"

void synann_philox_block(uint64_t seed, uint64_t block, uint32_t *w0, uint32_t *w1, uint32_t *w2, uint32_t *w3) {
    uint32_t words[4][1];
    PHILOX_GROUP(words, seed, block, 0, 1)
    *w0 = words[0][0], *w1 = words[1][0], *w2 = words[2][0], *w3 = words[3][0];
}

long synann_random_per_block(synann_scalar_type scalar) {
    return scalar == SYNANN_DOUBLE ? 2 : 4;
}

#define KERNEL_SOURCE "../Random/random_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_random(synann_scalar_type scalar, const synann_random_numbers *numbers, uint64_t block, long count,
                   void *out) {
    DISPATCH_REAL(random, scalar, numbers, block, count, out)
}
