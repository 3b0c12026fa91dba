#include "synapse_pooling.h"

#define KERNEL_SOURCE "../Synapse/synapse_pooling_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_synapse_pooling_scratch_bytes(synann_scalar_type scalar, const synann_pooled_sets *sets) {
    long bytes = 0;
    DISPATCH_REAL(pooling_scratch_bytes, scalar, sets, &bytes)
    return bytes;
}

void synann_synapse_pooling(synann_scalar_type scalar, const synann_pooled_sets *sets, synann_pooling_results results,
                            long first, long end, void *scratch) {
    DISPATCH_REAL(synapse_pooling, scalar, sets, &results, first, end, scratch)
}

void synann_synapse_pooling_gradient(synann_scalar_type scalar, const synann_pooled_sets *sets,
                                     synann_pooling_gradients gradients, long first, long end, void *scratch) {
    DISPATCH_REAL(synapse_pooling_gradient, scalar, sets, &gradients, first, end, scratch)
}
