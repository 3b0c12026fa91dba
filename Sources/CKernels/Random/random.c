#include "random.h"

#include <string.h>

// Multipliers and key increments of Philox4x32-10. Source: J. Salmon, M. Moraes, R. Dror and D. Shaw, "Parallel random
// numbers: as easy as 1, 2, 3", 2011.
#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u

// The number of blocks that are computed together. Each word of a block has a separate array, so that the compiler
// vectorizes the loop over blocks.
enum { GROUP = 64 };

#define PHILOX_GROUP(words, seed, block, blocks)                                                     \
    for (int i = 0; i < (blocks); i++) {                                                             \
        uint64_t position = (block) + (uint64_t)i;                                                   \
        uint32_t c0 = (uint32_t)position, c1 = (uint32_t)(position >> 32), c2 = 0, c3 = 0;           \
        uint32_t k0 = (uint32_t)(seed), k1 = (uint32_t)((seed) >> 32);                               \
        for (int round = 0; round < 10; round++) {                                                   \
            uint64_t p0 = (uint64_t)PHILOX_M0 * c0, p1 = (uint64_t)PHILOX_M1 * c2;                   \
            uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;       \
            c1 = (uint32_t)p1, c3 = (uint32_t)p0, c0 = n0, c2 = n2;                                  \
            k0 += PHILOX_W0, k1 += PHILOX_W1;                                                        \
        }                                                                                            \
        (words)[0][i] = c0, (words)[1][i] = c1, (words)[2][i] = c2, (words)[3][i] = c3;              \
    }

void synann_philox_block(uint64_t seed, uint64_t block, uint32_t *w0, uint32_t *w1, uint32_t *w2, uint32_t *w3) {
    uint32_t words[4][1];
    PHILOX_GROUP(words, seed, block, 1)
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
