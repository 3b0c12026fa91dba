// Includes KERNEL_SOURCE for the element type that the macros TYPE, REAL, INTEGER and UNSIGNED describe, and then
// undefines these macros and the guard of vector_transpose.h.

#include "../Vector/vector.h"
#include KERNEL_SOURCE
#undef TYPE
#undef REAL
#undef INTEGER
#undef UNSIGNED
#undef VECTOR_TRANSPOSE
