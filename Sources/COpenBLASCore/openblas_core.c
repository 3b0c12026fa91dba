// OpenBLAS chooses its kernels by the processor's model number. OpenBLAS takes a processor newer than itself for one
// of 2004 (Prescott, SSE3), which costs four fifths of the speed. In this case choose_core makes OpenBLAS choose
// again, by the processor's instruction sets.

#if defined(__linux__) && defined(__x86_64__)

#include <stdlib.h>
#include <string.h>

// An OpenBLAS built for many processors (DYNAMIC_ARCH) calls these when it is loaded and unloaded. Other builds lack
// them.
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));
extern char *openblas_get_corename(void) __attribute__((weak));

// The value of OPENBLAS_CORETYPE for the best kernels that the processor can run; null if it lacks AVX2 or FMA.
static const char *best_core(void) {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return 0;
    int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512cd");
    return has_avx512 ? "SkylakeX" : "Haswell";
}

// Runs before main, when no other thread can be in OpenBLAS. OpenBLAS's own constructor has run by then: the
// constructors of a library run before those of the program that links it. A value of OPENBLAS_CORETYPE set by the
// user is kept.
__attribute__((constructor)) static void choose_core(void) {
    static const char variable[] = "OPENBLAS_CORETYPE";
    if (!gotoblas_dynamic_init || !gotoblas_dynamic_quit || !openblas_get_corename || getenv(variable)
        || strcmp(openblas_get_corename(), "Prescott") != 0)
        return;
    const char *core = best_core();
    if (!core || setenv(variable, core, 1) != 0)
        return;
    gotoblas_dynamic_quit();
    gotoblas_dynamic_init();
    unsetenv(variable);
}

#endif
