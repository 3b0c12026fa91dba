#ifndef SYNANN_INSTRUCTION_SET_H
#define SYNANN_INSTRUCTION_SET_H

/// The instruction sets that kernels are compiled for. On arm64 the portable code is NEON code, because NEON is part of
/// the base architecture.
typedef enum {
    SYNANN_PORTABLE = 0,
    SYNANN_AVX2 = 1,
    SYNANN_AVX512 = 2,
} synann_instruction_set;

/// The instruction set in use: the one that the environment variable SYNANN_KERNELS names (portable, or neon on Arm;
/// avx2; avx512), else the processor's best one. A name that the processor does not support ends the process with
/// status 64.
synann_instruction_set synann_current_instruction_set(void);

/// Makes `set` the one in use, for tests and benchmarks. Returns 1, or 0 without a change if the processor lacks it.
int synann_use_instruction_set(synann_instruction_set set);

/// "portable" ("neon" on arm64), "avx2" or "avx512".
const char *synann_instruction_set_name(synann_instruction_set set);

#endif
