// Choice among the instantiations of a kernel at run time. Kernels return void, so that these macros serve all kernels.

#ifndef SYNANN_DISPATCH_H
#define SYNANN_DISPATCH_H

#include "instruction_set.h"
#include "scalar_type.h"

#if defined(__x86_64__)
#define DISPATCH_SET(name, type, ...)                                                  \
    switch (synann_current_instruction_set()) {                                        \
    case SYNANN_AVX512: name##_avx512_##type(__VA_ARGS__); break;                      \
    case SYNANN_AVX2: name##_avx2_##type(__VA_ARGS__); break;                          \
    default: name##_portable_##type(__VA_ARGS__); break;                               \
    }
#else
#define DISPATCH_SET(name, type, ...) name##_portable_##type(__VA_ARGS__);
#endif

/// Calls the instantiation of `name` for the instruction set in use and for a floating-point type: double if `scalar`
/// is SYNANN_DOUBLE, and float otherwise. `void *` arguments are converted to the pointer types of the kernel.
#define DISPATCH_REAL(name, scalar, ...)                                               \
    switch (scalar) {                                                                  \
    case SYNANN_DOUBLE: DISPATCH_SET(name, double, __VA_ARGS__) break;                 \
    default: DISPATCH_SET(name, float, __VA_ARGS__) break;                             \
    }

/// Calls the instantiation of `name` for the instruction set in use and for the type `scalar`. The kernel must be
/// compiled for integers too (KERNEL_FOR_INTEGERS).
#define DISPATCH_ANY(name, scalar, ...)                                                \
    switch (scalar) {                                                                  \
    case SYNANN_DOUBLE: DISPATCH_SET(name, double, __VA_ARGS__) break;                 \
    case SYNANN_INT8: DISPATCH_SET(name, int8, __VA_ARGS__) break;                     \
    case SYNANN_INT16: DISPATCH_SET(name, int16, __VA_ARGS__) break;                   \
    case SYNANN_INT32: DISPATCH_SET(name, int32, __VA_ARGS__) break;                   \
    case SYNANN_INT64: DISPATCH_SET(name, int64, __VA_ARGS__) break;                   \
    case SYNANN_UINT8: DISPATCH_SET(name, uint8, __VA_ARGS__) break;                   \
    case SYNANN_UINT16: DISPATCH_SET(name, uint16, __VA_ARGS__) break;                 \
    case SYNANN_UINT32: DISPATCH_SET(name, uint32, __VA_ARGS__) break;                 \
    case SYNANN_UINT64: DISPATCH_SET(name, uint64, __VA_ARGS__) break;                 \
    default: DISPATCH_SET(name, float, __VA_ARGS__) break;                             \
    }

#endif
