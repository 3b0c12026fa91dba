#ifndef SYNANN_PHILOX_H
#define SYNANN_PHILOX_H

#include <stdint.h>

// The multipliers and the key increments of the random number generator Philox4x32-10. Source: J. Salmon, M. Moraes, R.
// Dror and D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011.
#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u

// The number of blocks that are computed together. A separate array contains word w of all blocks, for each w from 0 to
// 3, so that the compiler can vectorize the loop over blocks.
enum { GROUP = 64 };

// Computes `blocks` blocks of the stream `step` of `seed`, from the block number `block` on. words[w][i] receives word
// w of block `block` + i. `synann_random` uses stream 0. The samplers of sample.h use the streams 1, 2, …; each sample
// uses the words at a single block number in these streams.
#define PHILOX_GROUP(words, seed, block, step, blocks)                                               \
    for (int i = 0; i < (blocks); i++) {                                                             \
        uint64_t position = (block) + (uint64_t)i;                                                   \
        uint32_t c0 = (uint32_t)position, c1 = (uint32_t)(position >> 32), c2 = (step), c3 = 0;      \
        uint32_t k0 = (uint32_t)(seed), k1 = (uint32_t)((seed) >> 32);                               \
        for (int round = 0; round < 10; round++) {                                                   \
            uint64_t p0 = (uint64_t)PHILOX_M0 * c0, p1 = (uint64_t)PHILOX_M1 * c2;                   \
            uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;       \
            c1 = (uint32_t)p1, c3 = (uint32_t)p0, c0 = n0, c2 = n2;                                  \
            k0 += PHILOX_W0, k1 += PHILOX_W1;                                                        \
        }                                                                                            \
        (words)[0][i] = c0, (words)[1][i] = c1, (words)[2][i] = c2, (words)[3][i] = c3;              \
    }

#endif
