// OpenBLAS chooses its kernels by the processor's model number. For a processor that is newer than OpenBLAS, OpenBLAS
// chooses the kernels for a processor of 2004 (Prescott, SSE3), which are about five times slower. The function
// choose_core then makes OpenBLAS choose again, by the processor's instruction sets.

#if defined(__linux__) && defined(__x86_64__)

#include <stdlib.h>
#include <string.h>

// An OpenBLAS that is built for many processors (DYNAMIC_ARCH) calls these functions when it is loaded and unloaded.
// Other builds do not have these functions.
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));
extern char *openblas_get_corename(void) __attribute__((weak));

// Returns the value of OPENBLAS_CORETYPE for the best kernels that the processor can run, or null if the processor does
// not have AVX2 and FMA.
static const char *best_core(void) {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return 0;
    int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512cd");
    return has_avx512 ? "SkylakeX" : "Haswell";
}

// Runs before main, when no other thread can be in OpenBLAS. The constructor of OpenBLAS has already run, because the
// constructors of a library run before the constructors of the program that links the library. If the user has set
// OPENBLAS_CORETYPE, the function changes nothing.
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
