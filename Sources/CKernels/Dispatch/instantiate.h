// Includes KERNEL_SOURCE once for every instruction set and element type. A kernel is therefore written once, with the
// names of vector.h, and compiled for every combination. There is no include guard, so that a file may instantiate
// several kernels.
//
// `#pragma clang attribute` sets the instruction set of the functions. Compiler flags cannot do this: SwiftPM refuses
// unsafe flags in a package on which other packages depend.

#include <math.h>
#include <stdint.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INSTRUCTION_SET portable
#define VECTOR_BYTES 16
#include "instantiate_types.h"
#undef INSTRUCTION_SET
#undef VECTOR_BYTES

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define INSTRUCTION_SET avx2
#define VECTOR_BYTES 32
#define HAS_AVX2 1
#include "instantiate_types.h"
#undef INSTRUCTION_SET
#undef VECTOR_BYTES
#undef HAS_AVX2
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512dq,avx512bw,avx512vl"))), apply_to = function)
#define INSTRUCTION_SET avx512
#define VECTOR_BYTES 64
#define HAS_AVX512 1
#include "instantiate_types.h"
#undef INSTRUCTION_SET
#undef VECTOR_BYTES
#undef HAS_AVX512
#pragma clang attribute pop

#endif

#include "dispatch.h"
