#include "half.h"

#define KERNEL_SOURCE "../Elementwise/half_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_widen(synann_half_type from_type, synann_scalar_type to_type, long count, const void *from, void *to) {
    if (from_type == SYNANN_BFLOAT16)
        DISPATCH_REAL(widen_bfloat, to_type, count, from, to)
    else
        DISPATCH_REAL(widen_half, to_type, count, from, to)
}

void synann_narrow(synann_scalar_type from_type, synann_half_type to_type, long count, const void *from, void *to) {
    if (to_type == SYNANN_BFLOAT16)
        DISPATCH_REAL(narrow_bfloat, from_type, count, from, to)
    else
        DISPATCH_REAL(narrow_half, from_type, count, from, to)
}
