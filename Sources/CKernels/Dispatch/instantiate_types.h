// Includes KERNEL_SOURCE for every element type of one instruction set. See instantiate.h.

#define TYPE float
#define REAL float
#define INTEGER int32_t
#define IS_FLOAT 1
#include "instantiate_type.h"
#undef IS_FLOAT

#define TYPE double
#define REAL double
#define INTEGER int64_t
#define IS_DOUBLE 1
#define IS_64_BIT 1
#include "instantiate_type.h"
#undef IS_DOUBLE
#undef IS_64_BIT

#ifdef KERNEL_FOR_INTEGERS

#define TYPE int8
#define UNSIGNED uint8_t
#define REAL int8_t
#define INTEGER int8_t
#include "instantiate_type.h"

#define TYPE int16
#define UNSIGNED uint16_t
#define REAL int16_t
#define INTEGER int16_t
#include "instantiate_type.h"

#define TYPE int32
#define UNSIGNED uint32_t
#define REAL int32_t
#define INTEGER int32_t
#include "instantiate_type.h"

#define TYPE int64
#define UNSIGNED uint64_t
#define REAL int64_t
#define INTEGER int64_t
#define IS_64_BIT 1
#include "instantiate_type.h"
#undef IS_64_BIT

#define TYPE uint8
#define UNSIGNED uint8_t
#define REAL uint8_t
#define INTEGER int8_t
#define IS_UNSIGNED 1
#include "instantiate_type.h"
#undef IS_UNSIGNED

#define TYPE uint16
#define UNSIGNED uint16_t
#define REAL uint16_t
#define INTEGER int16_t
#define IS_UNSIGNED 1
#include "instantiate_type.h"
#undef IS_UNSIGNED

#define TYPE uint32
#define UNSIGNED uint32_t
#define REAL uint32_t
#define INTEGER int32_t
#define IS_UNSIGNED 1
#include "instantiate_type.h"
#undef IS_UNSIGNED

#define TYPE uint64
#define UNSIGNED uint64_t
#define REAL uint64_t
#define INTEGER int64_t
#define IS_UNSIGNED 1
#define IS_64_BIT 1
#include "instantiate_type.h"
#undef IS_64_BIT
#undef IS_UNSIGNED

#endif
