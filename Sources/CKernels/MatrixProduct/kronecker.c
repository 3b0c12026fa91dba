#include "kronecker.h"

#define KERNEL_SOURCE "../MatrixProduct/kronecker_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_kronecker_row(synann_scalar_type scalar, const synann_kronecker_row_operands *operands) {
    DISPATCH_REAL(kronecker_row, scalar, operands)
}
