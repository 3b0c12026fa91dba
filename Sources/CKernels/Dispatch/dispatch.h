// Run-time choice among the instantiations of a kernel. Kernels return void, so the same macros serve all of them.

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

/// Calls the instantiation of `name` for a floating-point type: double for SYNANN_DOUBLE, else float. `void *`
/// arguments convert to the kernel's pointer types.
#define DISPATCH_REAL(name, scalar, ...)                                               \
    switch (scalar) {                                                                  \
    case SYNANN_DOUBLE: DISPATCH_SET(name, double, __VA_ARGS__) break;                 \
    default: DISPATCH_SET(name, float, __VA_ARGS__) break;                             \
    }

/// The same for a kernel that is also compiled for integers (KERNEL_FOR_INTEGERS).
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
