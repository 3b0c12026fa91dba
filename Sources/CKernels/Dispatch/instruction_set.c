#include "instruction_set.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int processor_has(synann_instruction_set set) {
    switch (set) {
    case SYNANN_PORTABLE:
        return 1;
#if defined(__x86_64__)
    case SYNANN_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case SYNANN_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("fma");
#endif
    default:
        return 0;
    }
}

const char *synann_instruction_set_name(synann_instruction_set set) {
    switch (set) {
    case SYNANN_AVX2:
        return "avx2";
    case SYNANN_AVX512:
        return "avx512";
    default:
#if defined(__aarch64__)
        return "neon";
#else
        return "portable";
#endif
    }
}

// Returns the instruction set whose name is the value of SYNANN_KERNELS, or the processor's best instruction set if the
// variable is unset or empty. An unsupported value ends the process, because a measurement or test with other kernels
// than requested would mislead.
static synann_instruction_set choose(void) {
    synann_instruction_set best = SYNANN_PORTABLE;
    const char *wanted = getenv("SYNANN_KERNELS");
    for (int set = SYNANN_PORTABLE; set <= SYNANN_AVX512; set++) {
        if (!processor_has(set))
            continue;
        best = set;
        if (wanted && strcmp(wanted, synann_instruction_set_name(set)) == 0)
            return best;
    }
    if (wanted && *wanted) {
        fprintf(stderr, "SYNANN_KERNELS: this processor has no kernels called '%s'. Use portable (neon on Arm), avx2 or "
                        "avx512, or leave it unset.\n", wanted);
        exit(64);
    }
    return best;
}

static _Atomic int current = -1;

synann_instruction_set synann_current_instruction_set(void) {
    int set = atomic_load_explicit(&current, memory_order_relaxed);
    if (set < 0) {
        set = choose();
        atomic_store_explicit(&current, set, memory_order_relaxed);
    }
    return set;
}

int synann_use_instruction_set(synann_instruction_set set) {
    if (!processor_has(set))
        return 0;
    atomic_store_explicit(&current, set, memory_order_relaxed);
    return 1;
}
