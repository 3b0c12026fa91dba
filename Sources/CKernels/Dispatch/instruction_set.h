#ifndef SYNANN_INSTRUCTION_SET_H
#define SYNANN_INSTRUCTION_SET_H

/// The instruction sets for which kernels are compiled. On arm64 the portable code is NEON code, because NEON is part
/// of the base architecture.
typedef enum {
    SYNANN_PORTABLE = 0,
    SYNANN_AVX2 = 1,
    SYNANN_AVX512 = 2,
} synann_instruction_set;

/// Returns the instruction set in use, which the environment variable SYNANN_KERNELS selects (portable, or neon on Arm;
/// avx2; avx512). If the variable is unset or empty, the function returns the processor's best instruction set. If the
/// processor does not support the value, the first call ends the process with status 64.
synann_instruction_set synann_current_instruction_set(void);

/// Makes `set` the instruction set in use, for tests and benchmarks. Returns 1. If the processor does not support
/// `set`, the function changes nothing and returns 0. No other thread may compute meanwhile: a matrix that one set has
/// packed cannot be read by another set.
int synann_use_instruction_set(synann_instruction_set set);

/// Returns the name of an instruction set: "portable" ("neon" on arm64), "avx2" or "avx512".
const char *synann_instruction_set_name(synann_instruction_set set);

#endif
