#ifndef SYNANN_SYNAPSE_H
#define SYNANN_SYNAPSE_H

#include "../Dispatch/scalar_type.h"

// The inhibitory product of a fully connected synapse, P[b][i] = ∏_j (1 − β[i][j] · x[b][j]), for x [batch, inputs] and
// β [outputs, inputs], both row-major and dense.

/// The shape of a tile: `rows` samples times `panel` outputs, which the kernel computes together.
void synann_synapse_tile_shape(synann_scalar_type scalar, long *rows, long *panel);

/// β with its shape [outputs, inputs].
typedef struct {
    long outputs, inputs;
    const void *beta;
} synann_synapse_weights;

/// Packs the panels first ..< end of β as packed[p][j][i], where panel p contains the `panel` outputs from p · panel
/// on. Outputs beyond the last are 0. magnitude[j] receives the greatest |β[i][j]| of these panels, NaN if one is NaN.
void synann_synapse_pack(synann_scalar_type scalar, synann_synapse_weights weights, long first, long end, void *packed,
                         void *magnitude);

/// Operands and results of a product. `x` and `beta` are described above; `packed` is from `synann_synapse_pack`.
typedef struct {
    long inputs, outputs;
    const void *x, *beta, *packed;
    /// [inputs]: the greatest |β[i][j]| of every column j.
    const void *magnitude;
    /// [batch, outputs] and [outputs]; null for 1.
    const void *excitation, *alpha;
    /// [batch, outputs]: P, or log P if `as_logarithm`. log P is −∞ if a factor is 0, and NaN if P is negative.
    void *product;
    /// [batch, outputs]: alpha · excitation · product; null if not needed.
    void *result;
    int as_logarithm;
} synann_synapse;

/// The bytes of scratch memory that a thread needs. The memory must be aligned to 64 bytes.
long synann_synapse_scratch_bytes(synann_scalar_type scalar, long inputs);

/// Computes the products of the samples first ..< end. `first` must be a multiple of the tile's rows.
void synann_synapse_product(synann_scalar_type scalar, const synann_synapse *synapse, long first, long end,
                            void *scratch);

/// A reference for tests and benchmarks: product[b][i] = exp(Σ_j log1p(−β[i][j] x[b][j])) for the samples first ..<
/// end, with one logarithm per weight and sample. NaN if any βx > 1. Reads only the shape, x and β of `synapse`.
void synann_synapse_by_logarithms(synann_scalar_type scalar, const synann_synapse *synapse, long first, long end);

/// h with its shape [batch, outputs].
typedef struct {
    long batch, outputs;
    const void *h;
} synann_synapse_cotangents;

/// transposed[i][b] = h[b][i] for i in first ..< end. *greatest = the greatest |h[b][i]| of these, NaN if one is NaN.
void synann_synapse_transpose(synann_scalar_type scalar, synann_synapse_cotangents cotangents, long first, long end,
                              void *transposed, double *greatest);

/// Operands and results of the derivatives of the product.
typedef struct {
    long batch, inputs, outputs;
    const void *x, *beta;
    /// [inputs]: the greatest |β[i][j]| of every column j.
    const void *magnitude;
    /// [outputs, batch]: the gradient with respect to log P, scaled so that its greatest magnitude is near 1.
    const void *h;
    /// The reciprocal of that scale; the results are multiplied by it.
    double unscale;
    /// Whether elements whose factor is exactly 0 are skipped. `synann_synapse_add_zero_factors` adds them later.
    int masks_zeros;
    /// [outputs, inputs]: −Σ_b h x / (1 − βx).
    void *beta_gradient;
    /// [batch, inputs]: −Σ_i h β / (1 − βx); null if not needed.
    void *x_gradient;
} synann_synapse_gradient_operands;

/// The columns of a slab, and the bytes of scratch memory that a thread needs for it. The memory must be aligned to 64
/// bytes.
void synann_synapse_slab_shape(synann_scalar_type scalar, long *columns, long *bytes);

/// Computes the gradients with respect to the columns of the slabs first ..< end. Sets *found_zero to 1 if an element
/// was skipped, else leaves it unchanged.
void synann_synapse_gradient(synann_scalar_type scalar, const synann_synapse_gradient_operands *operands, long first,
                             long end, void *scratch, int *found_zero);

/// Adds the skipped elements. If exactly one factor of a sample and output is 0, the derivative of P with respect to
/// that factor is the product of the other factors. With two or more zero factors the derivative is 0.
/// `product_gradient` [batch, outputs] is the gradient of the loss with respect to P.
void synann_synapse_add_zero_factors(synann_scalar_type scalar, const synann_synapse_gradient_operands *operands,
                                     const void *product_gradient);

#endif
