#ifndef SYNANN_SAMPLE_STREAM_H
#define SYNANN_SAMPLE_STREAM_H

#include "philox.h"

// Steps whose blocks are computed for a group of elements together. Most elements need no more.
enum { EARLY_STEPS = 2, EARLY_WORDS = 4 * EARLY_STEPS };

typedef struct {
    uint32_t words[EARLY_STEPS][4][GROUP];
    double normals[GROUP];
} early_numbers;

// The random numbers of one element: the words of `early`, then those of further blocks.
typedef struct {
    const early_numbers *early;
    int element;
    uint64_t seed, block;
    uint32_t late[4][1];
    unsigned taken;
} stream;

static inline uint32_t next_word(stream *s) {
    unsigned index = s->taken++;
    if (index < EARLY_WORDS)
        return s->early->words[index / 4][index % 4][s->element];
    if (index % 4 == 0) {
        PHILOX_GROUP(s->late, s->seed, s->block, index / 4 + 1, 1)
    }
    return s->late[index % 4][0];
}

static inline uint64_t next_bits(stream *s) {
    uint64_t low = next_word(s);
    return low | (uint64_t)next_word(s) << 32;
}

// Uniform in (0, 1), symmetric about ½, an odd multiple of 2⁻⁵³.
static inline double open_uniform(uint32_t low, uint32_t high) {
    uint64_t bits = (uint64_t)low | (uint64_t)high << 32;
    return ((double)(int64_t)(bits >> 12) + 0.5) * 0x1p-52;
}

static inline double next_open(stream *s) {
    uint32_t low = next_word(s);
    return open_uniform(low, next_word(s));
}

#endif
