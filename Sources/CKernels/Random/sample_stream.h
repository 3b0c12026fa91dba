#ifndef SYNANN_SAMPLE_STREAM_H
#define SYNANN_SAMPLE_STREAM_H

#include "philox.h"

// Steps whose blocks are computed for a group of elements together. Most elements need no more.
enum { EARLY_STEPS = 2, EARLY_WORDS = 4 * EARLY_STEPS };

typedef uint32_t early_words[EARLY_STEPS][4][GROUP];

static void fill_early_words(early_words words, uint64_t seed, uint64_t block) {
    for (int step = 0; step < EARLY_STEPS; step++)
        PHILOX_GROUP(words[step], seed, block, (uint32_t)step + 1, GROUP)
}

// The random numbers of one element: the words of `early`, then those of further blocks.
typedef struct {
    const early_words *early;
    int element;
    uint64_t seed, block;
    uint32_t late[4][1];
    unsigned taken;
} stream;

static inline uint32_t next_word(stream *s) {
    unsigned index = s->taken++;
    if (index < EARLY_WORDS)
        return (*s->early)[index / 4][index % 4][s->element];
    if (index % 4 == 0) {
        PHILOX_GROUP(s->late, s->seed, s->block, index / 4 + 1, 1)
    }
    return s->late[index % 4][0];
}

static inline uint64_t next_bits(stream *s) {
    uint64_t low = next_word(s);
    return low | (uint64_t)next_word(s) << 32;
}

// Uniform in (0, 1), symmetric about ½, a multiple of 2⁻⁵³.
static inline double next_open(stream *s) {
    return ((double)(int64_t)(next_bits(s) >> 12) + 0.5) * 0x1p-52;
}

#endif
