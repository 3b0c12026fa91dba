#include "synapse.h"

#define KERNEL_SOURCE "../Synapse/synapse_product_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_synapse_tile_shape(synann_scalar_type scalar, long *rows, long *panel) {
    DISPATCH_REAL(synapse_tile_shape, scalar, rows, panel)
}

void synann_synapse_pack(synann_scalar_type scalar, synann_synapse_weights weights, long first, long end, void *packed,
                         void *magnitude) {
    DISPATCH_REAL(synapse_pack, scalar, weights, first, end, packed, magnitude)
}

long synann_synapse_scratch_bytes(synann_scalar_type scalar, long inputs) {
    long bytes = 0;
    DISPATCH_REAL(synapse_scratch_bytes, scalar, inputs, &bytes)
    return bytes;
}

void synann_synapse_product(synann_scalar_type scalar, const synann_synapse *synapse, long first, long end,
                            void *scratch) {
    DISPATCH_REAL(synapse_product, scalar, synapse, first, end, scratch)
}

void synann_synapse_by_logarithms(synann_scalar_type scalar, const synann_synapse *synapse, long first, long end) {
    DISPATCH_REAL(synapse_by_logarithms, scalar, synapse, first, end)
}

void synann_synapse_multiply_cotangents(synann_scalar_type scalar, synann_synapse_cotangents cotangents, long first,
                                        long end, void *product, double *greatest) {
    DISPATCH_REAL(synapse_multiply_cotangents, scalar, cotangents, first, end, product, greatest)
}

void synann_synapse_slab_shape(synann_scalar_type scalar, long *columns, long *bytes) {
    DISPATCH_REAL(synapse_slab_shape, scalar, columns, bytes)
}

void synann_synapse_gradient(synann_scalar_type scalar, const synann_synapse_gradient_operands *operands, long first,
                             long end, void *scratch, int *found_zero) {
    DISPATCH_REAL(synapse_gradient, scalar, operands, first, end, scratch, found_zero)
}

void synann_synapse_add_zero_factors(synann_scalar_type scalar, const synann_synapse_gradient_operands *operands,
                                     const void *product_gradient) {
    DISPATCH_REAL(synapse_add_zero_factors, scalar, operands, product_gradient)
}
