// This kernel computes the first random numbers of a group of GROUP elements together. Samples are computed in double,
// so the kernel is not compiled for float.

#include "../Vector/vector_math.h"

#if defined(IS_DOUBLE)

// Writes the words of the Philox streams 1 … EARLY_STEPS, for the blocks `block` … `block` + GROUP − 1, to `numbers`.
// Each block belongs to one element. If `has_normals` is not 0, the function also computes a normal number for each
// element from the four words of stream 1, by the Box–Muller transform of two uniform numbers in (0, 1).
static void NAME(early_numbers)(uint64_t seed, uint64_t block, int has_normals, early_numbers *numbers) {
    for (int step = 0; step < EARLY_STEPS; step++)
        PHILOX_GROUP(numbers->words[step], seed, block, (uint32_t)step + 1, GROUP)
    if (!has_normals)
        return;
    double first[GROUP], second[GROUP];
    for (int i = 0; i < GROUP; i++) {
        first[i] = open_uniform(numbers->words[0][0][i], numbers->words[0][1][i]);
        second[i] = open_uniform(numbers->words[0][2][i], numbers->words[0][3][i]);
    }
    for (int i = 0; i < GROUP; i += LANES) {
        vreal radius = NAME(vsqrt)(NAME(vlog)(load(first + i)) * broadcast(-2));
        store(numbers->normals + i, radius * NAME(vcos)(load(second + i) * 6.283185307179586476925));
    }
}

#endif
