#ifndef SYNANN_INSTRUCTION_SET_H
#define SYNANN_INSTRUCTION_SET_H

// The instruction sets that kernels are compiled for. On arm64 the portable code is
// NEON code, because NEON is part of the base architecture.
typedef enum {
    SYNANN_PORTABLE = 0,
    SYNANN_AVX2 = 1,
    SYNANN_AVX512 = 2,
} synann_instruction_set;

/// The instruction set in use: the best one that the processor has, or the one that the environment
/// variable SYNANN_KERNELS names (portable, avx2, avx512), as far as the processor has it.
synann_instruction_set synann_current_instruction_set(void);

/// Makes `set` the one in use, for tests and benchmarks. Answers 0 where the processor lacks it.
int synann_use_instruction_set(synann_instruction_set set);

/// "portable", "neon", "avx2" or "avx512".
const char *synann_instruction_set_name(synann_instruction_set set);

#endif
