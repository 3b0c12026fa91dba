#ifndef SYNANN_SYNAPSE_POOLING_H
#define SYNANN_SYNAPSE_POOLING_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

// The pooling of sets of instances: P[n][c] = 1 − (1 − λ[c]) · ∏_i (1 − β[c] · x[n][i][c]) for set n, instance i and
// channel c. The product runs over the instances that take part. x has shape [sets, instances, channels], row-major and
// dense.

/// The sets, and the parameters of the pooling.
typedef struct {
    long sets, instances, channels;
    /// x, [sets, instances, channels].
    const void *x;
    /// β and λ, [channels]. A null pointer for `leak` means λ = 0.
    const void *beta, *leak;
    /// [sets, instances]: 1 for an instance that takes part, and 0 for an instance that does not. The kernels ignore the
    /// elements of x of an instance that does not take part. A null pointer means that all instances take part.
    const uint8_t *mask;
} synann_pooled_sets;

/// The results of the pooling, each [sets, channels].
typedef struct {
    /// The array to which the kernel writes P, or the surprisal −log(1 − P) if `as_surprisal` is not 0.
    void *result;
    /// The array to which the kernel writes ∏_i (1 − β x_i), without the factor 1 − λ. The pointer is null if this
    /// product is not needed.
    void *product;
    int as_surprisal;
} synann_pooling_results;

/// Returns the number of bytes of scratch memory that a thread needs for `synann_synapse_pooling` and for
/// `synann_synapse_pooling_gradient`. The memory must be aligned to 64 bytes.
long synann_synapse_pooling_scratch_bytes(synann_scalar_type scalar, const synann_pooled_sets *sets);

/// Computes the results of the sets first ..< end. `scratch` is the thread's scratch memory.
///
/// The products neither overflow nor underflow, because an exponent is stored separately. P and −log(1 − P) keep their
/// digits if all β x and λ are near 0. A product of 0 gives P = 1 and the surprisal ∞. A negative product has no
/// surprisal: NaN.
void synann_synapse_pooling(synann_scalar_type scalar, const synann_pooled_sets *sets, synann_pooling_results results,
                            long first, long end, void *scratch);

/// Operands and results of the derivatives of the pooling.
typedef struct {
    /// [sets, channels]: the gradient of the loss with respect to the result.
    const void *cotangent;
    /// [sets, channels]: ∏_i (1 − β x_i) from the forward pass. The pointer is null if the result is the surprisal.
    const void *product;
    /// [sets, instances, channels]: the array to which the kernel writes the gradient with respect to x, which is 0 for
    /// instances that do not take part.
    void *x_gradient;
    /// [channels]: the array to which the kernel adds the gradient with respect to β of its sets.
    void *beta_gradient;
} synann_pooling_gradients;

/// Computes the gradients of the sets first ..< end. `scratch` is the thread's scratch memory. If a factor 1 − βx is
/// exactly 0, the derivative of P with respect to this x or β is computed from the product of the other factors. The
/// derivative of the surprisal with respect to this factor is infinite, or 0 if the cotangent is 0.
void synann_synapse_pooling_gradient(synann_scalar_type scalar, const synann_pooled_sets *sets,
                                     synann_pooling_gradients gradients, long first, long end, void *scratch);

#endif
