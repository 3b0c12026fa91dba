#ifndef SYNANN_SYNAPSE_H
#define SYNANN_SYNAPSE_H

#include "../Dispatch/scalar_type.h"

// The inhibitory product of a fully connected synapse: P[b][i] = ∏_j (1 − β[i][j] · x[b][j]) for sample b, output i and
// input j. x has shape [batch, inputs], and β has shape [outputs, inputs]. Both arrays are row-major and dense.

/// Writes the shape of a tile, which is the part of the product that the kernel computes at once: `rows` samples times
/// `panel` outputs.
void synann_synapse_tile_shape(synann_scalar_type scalar, long *rows, long *panel);

/// The weights β, with their shape [outputs, inputs].
typedef struct {
    long outputs, inputs;
    const void *beta;
} synann_synapse_weights;

/// Packs the panels first ..< end of β. Panel p contains the outputs p · panel ..< (p + 1) · panel, where `panel` is
/// the number from `synann_synapse_tile_shape`. Element packed[p][j][i] is β[p · panel + i][j], and 0 for outputs that
/// β does not have. `packed` has space for all panels of β. magnitude[j] receives the greatest |β[i][j]| of the packed
/// panels, or NaN if an element of column j is NaN.
void synann_synapse_pack(synann_scalar_type scalar, synann_synapse_weights weights, long first, long end, void *packed,
                         void *magnitude);

/// Operands and results of the product P[b][i] = ∏_j (1 − β[i][j] · x[b][j]). `x` and `beta` are x and β, and `packed`
/// contains all panels of β, packed by `synann_synapse_pack`.
typedef struct {
    long inputs, outputs;
    const void *x, *beta, *packed;
    /// [inputs]: the greatest |β[i][j]| of every column j.
    const void *magnitude;
    /// `excitation` has shape [batch, outputs], and `alpha` has shape [outputs]. A null pointer means 1.
    const void *excitation, *alpha;
    /// [batch, outputs]: the array to which the kernel writes P, or log P if `as_logarithm` is not 0. log P is −∞ if a
    /// factor is 0, and NaN if P is negative.
    void *product;
    /// [batch, outputs]: the array to which the kernel writes alpha · excitation · product. The pointer is null if
    /// these numbers are not needed.
    void *result;
    int as_logarithm;
} synann_synapse;

/// Returns the number of bytes of scratch memory that a thread needs for `synann_synapse_product`. The memory must be
/// aligned to 64 bytes.
long synann_synapse_scratch_bytes(synann_scalar_type scalar, long inputs);

/// Computes `product` and `result` of the samples first ..< end. `first` must be a multiple of the number of rows of a
/// tile. `scratch` is the thread's scratch memory.
void synann_synapse_product(synann_scalar_type scalar, const synann_synapse *synapse, long first, long end,
                            void *scratch);

/// Computes product[b][i] = exp(Σ_j log1p(−β[i][j] x[b][j])) for the samples first ..< end, with one logarithm for each
/// weight and sample. Tests and benchmarks use this function as a reference. The result is NaN if any β[i][j] x[b][j]
/// is greater than 1. Of `synapse` the function uses only the shape, `x`, `beta` and `product`.
void synann_synapse_by_logarithms(synann_scalar_type scalar, const synann_synapse *synapse, long first, long end);

/// The gradient of the loss with respect to log P, where P is the inhibitory product, is the elementwise product of `h`
/// and `factor`. A null pointer `factor` means 1.
typedef struct {
    const void *h, *factor;
} synann_synapse_cotangents;

/// Writes product[k] = h[k] · factor[k] for the elements k in first ..< end, unless `product` is null. `greatest`
/// receives the greatest absolute value of these elements, or NaN if an element is NaN.
void synann_synapse_multiply_cotangents(synann_scalar_type scalar, synann_synapse_cotangents cotangents, long first,
                                        long end, void *product, double *greatest);

/// Operands and results of the derivatives of the product P[b][i] = ∏_j (1 − β[i][j] · x[b][j]). `x` and `beta` are x
/// and β.
typedef struct {
    long batch, inputs, outputs;
    const void *x, *beta;
    /// [inputs]: the greatest |β[i][j]| of every column j.
    const void *magnitude;
    /// [batch, outputs]: the gradient h of the loss with respect to log P. The caller multiplies h by a scale, so that
    /// the greatest absolute value of the product is about 1.
    const void *h;
    /// The reciprocal of the scale by which the caller multiplies h. The kernel multiplies the results by this number.
    double unscale;
    /// Whether the kernel skips elements whose factor 1 − βx is exactly 0 (0 means no). The caller adds these elements
    /// later by `synann_synapse_add_zero_factors`.
    int masks_zeros;
    /// [outputs, inputs]: the array to which the kernel writes the gradient with respect to β, −Σ_b h[b][i] x[b][j] /
    /// (1 − β[i][j] x[b][j]).
    void *beta_gradient;
    /// [batch, inputs]: the array to which the kernel writes the gradient with respect to x, −Σ_i h[b][i] β[i][j] / (1
    /// − β[i][j] x[b][j]). The pointer is null if this gradient is not needed.
    void *x_gradient;
    /// If x is also the excitation, `excited_cotangent` [batch, outputs] is the gradient g of the loss with respect to
    /// alpha · x · P, and `product` [batch, outputs] is P. The kernel then adds alpha · g · P, the gradient by way of
    /// the excitation, to `x_gradient`; outputs must equal inputs. Otherwise the pointers are null. A null pointer
    /// `alpha` [outputs] means 1.
    const void *excited_cotangent, *alpha, *product;
} synann_synapse_gradient_operands;

/// Writes the number of columns of a slab, which is a group of neighbouring columns of x and β, and the number of bytes
/// of scratch memory that a thread needs for a slab. The memory must be aligned to 64 bytes.
void synann_synapse_slab_shape(synann_scalar_type scalar, long *columns, long *bytes);

/// Computes the gradients with respect to the columns of β and x in the slabs first ..< end. If `masks_zeros` is not 0
/// and the function skipped an element, the function sets *found_zero to 1; otherwise *found_zero is unchanged.
/// `scratch` is the thread's scratch memory.
void synann_synapse_gradient(synann_scalar_type scalar, const synann_synapse_gradient_operands *operands, long first,
                             long end, void *scratch, int *found_zero);

/// Adds the derivatives of the elements that `synann_synapse_gradient` skipped to `beta_gradient` and `x_gradient`. If
/// exactly one factor of a sample and output is 0, the derivative of P with respect to this factor is the product of
/// the other factors. If two or more factors are 0, the derivative is 0. `product_gradient` [batch, outputs] is the
/// gradient of the loss with respect to P.
void synann_synapse_add_zero_factors(synann_scalar_type scalar, const synann_synapse_gradient_operands *operands,
                                     const void *product_gradient);

#endif
