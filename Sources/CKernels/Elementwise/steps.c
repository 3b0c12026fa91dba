#include "steps.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Elementwise/steps_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_steps(synann_scalar_type scalar, long first, long count, const void *start, const void *step, void *out) {
    DISPATCH_ANY(steps, scalar, first, count, start, step, out)
}

void synann_linear_space(synann_scalar_type scalar, const synann_linear_space_operands *operands, long first, long length,
                         void *out) {
    DISPATCH_REAL(linear_space, scalar, operands, first, length, out)
}
