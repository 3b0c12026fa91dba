// Includes KERNEL_SOURCE for the element type that TYPE, REAL and INTEGER name, and removes these names.

#include "../Vector/vector.h"
#include KERNEL_SOURCE
#undef TYPE
#undef REAL
#undef INTEGER
#undef UNSIGNED
