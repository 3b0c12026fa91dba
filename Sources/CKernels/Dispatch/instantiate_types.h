// Includes KERNEL_SOURCE for every element type of one instruction set. See instantiate.h.

#define TYPE float
#define REAL float
#define INTEGER int32_t
#define IS_FLOAT 1
#include "../Vector/vector.h"
#include KERNEL_SOURCE
#undef TYPE
#undef REAL
#undef INTEGER
#undef IS_FLOAT

#define TYPE double
#define REAL double
#define INTEGER int64_t
#define IS_DOUBLE 1
#include "../Vector/vector.h"
#include KERNEL_SOURCE
#undef TYPE
#undef REAL
#undef INTEGER
#undef IS_DOUBLE

#ifdef KERNEL_FOR_INTEGERS

#define TYPE int32
#define REAL int32_t
#define INTEGER int32_t
#include "../Vector/vector.h"
#include KERNEL_SOURCE
#undef TYPE
#undef REAL
#undef INTEGER

#define TYPE int64
#define REAL int64_t
#define INTEGER int64_t
#include "../Vector/vector.h"
#include KERNEL_SOURCE
#undef TYPE
#undef REAL
#undef INTEGER

#define TYPE uint8
#define REAL uint8_t
#define INTEGER int8_t
#include "../Vector/vector.h"
#include KERNEL_SOURCE
#undef TYPE
#undef REAL
#undef INTEGER

#endif
