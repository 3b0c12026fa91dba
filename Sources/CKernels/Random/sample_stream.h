#ifndef SYNANN_SAMPLE_STREAM_H
#define SYNANN_SAMPLE_STREAM_H

#include "philox.h"

// EARLY_STEPS is the number of Philox streams whose blocks are computed together for a group of elements. Most elements
// need no further random numbers. EARLY_WORDS is the number of 32-bit words that an element has in these streams.
enum { EARLY_STEPS = 2, EARLY_WORDS = 4 * EARLY_STEPS };

typedef struct {
    uint32_t words[EARLY_STEPS][4][GROUP];
    double normals[GROUP];
} early_numbers;

// The random numbers of the element at position `element` of a group: first the words in `early`, then the words of
// further Philox streams. `taken` is the number of words that the element has used.
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

// Returns a uniform number in (0, 1) from 64 random bits. The number is an odd multiple of 2⁻⁵³, so the distribution is
// symmetric about ½.
static inline double open_uniform(uint32_t low, uint32_t high) {
    uint64_t bits = (uint64_t)low | (uint64_t)high << 32;
    return ((double)(int64_t)(bits >> 12) + 0.5) * 0x1p-52;
}

static inline double next_open(stream *s) {
    uint32_t low = next_word(s);
    return open_uniform(low, next_word(s));
}

#endif
