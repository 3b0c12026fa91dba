// Loops that are compiled twice, for portable processors and with vectors of 32 bytes: function_portable, and function_wide
// with the attribute WIDE. CALL_WIDE(function, …) calls the version for the instruction set in use.

#ifndef SYNANN_WIDE_H
#define SYNANN_WIDE_H

#include "instruction_set.h"

#if defined(__x86_64__)

#define WIDE __attribute__((target("avx2")))
#define CALL_WIDE(function, ...)                                                       \
    if (synann_current_instruction_set() == SYNANN_PORTABLE)                           \
        function##_portable(__VA_ARGS__);                                              \
    else                                                                               \
        function##_wide(__VA_ARGS__);

#else

#define CALL_WIDE(function, ...) function##_portable(__VA_ARGS__);

#endif

#endif
