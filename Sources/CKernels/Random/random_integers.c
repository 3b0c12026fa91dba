#include "random_integers.h"

#include "philox.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Random/random_integers_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_random_integers(synann_scalar_type scalar, const synann_random_integers_operands *operands, long count,
                            void *out) {
    long used = 0;
    DISPATCH_ANY(random_integers, scalar, operands, count, out, &used)
    return used;
}
