// OpenBLAS chooses its kernels by the processor's model number. One that is newer than the library it does not know, and
// takes for a processor of 2004 (Prescott, SSE3): a fifth of the speed. So it is asked to choose again, by what the
// processor can do.

#if defined(__linux__) && defined(__x86_64__)

#include <stdlib.h>
#include <string.h>

// What an OpenBLAS with the kernels of many processors (DYNAMIC_ARCH) calls when it is loaded and unloaded; others lack it.
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));
extern char *openblas_get_corename(void) __attribute__((weak));

// The name by which OPENBLAS_CORETYPE asks for the best kernels that the processor can run.
static const char *best_core(void) {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return 0;
    int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512cd");
    return has_avx512 ? "SkylakeX" : "Haswell";
}

// Before main, when no other thread can be in OpenBLAS; its own constructor has run, as a library's do before those of
// what is linked with it. What the user asks for stays.
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
