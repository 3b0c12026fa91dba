#include "recurrent.h"

#define KERNEL_SOURCE "../Recurrent/recurrent_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_recurrent_step(synann_scalar_type scalar, synann_recurrent_cell cell,
                           const synann_recurrent_step_operands *operands) {
    DISPATCH_REAL(recurrent_step, scalar, cell, operands)
}

void synann_recurrent_step_gradient(synann_scalar_type scalar, synann_recurrent_cell cell,
                                    const synann_recurrent_step_gradient_operands *operands) {
    DISPATCH_REAL(recurrent_step_gradient, scalar, cell, operands)
}
