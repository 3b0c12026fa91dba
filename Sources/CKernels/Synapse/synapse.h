#ifndef SYNANN_SYNAPSE_H
#define SYNANN_SYNAPSE_H

#include "../Dispatch/scalar_type.h"

// The inhibitory product of a fully connected synapse, P[b][i] = ∏_j (1 − β[i][j] · x[b][j]), for x [batch, inputs] and
// β [outputs, inputs], both row-major and dense.

/// The samples and outputs that the kernel takes at a time.
void synann_synapse_tile_shape(synann_scalar_type scalar, long *rows, long *panel);

/// Packs the panels first ..< end of β, `panel` outputs each: packed[p][j][i]; missing outputs are 0.
/// magnitude[j] becomes the greatest |β[i][j]| of these panels (NaN where one is NaN).
void synann_synapse_pack(synann_scalar_type scalar, long inputs, long outputs, const void *beta, long first, long end,
                         void *packed, void *magnitude);

/// Operands and results of a product.
typedef struct {
    long inputs, outputs;
    const void *x, *beta, *packed;
    /// The greatest |β[i][j]| of every column j.
    const void *magnitude;
    /// [batch, outputs] and [outputs], or null for 1.
    const void *excitation, *alpha;
    /// P, or log P where `as_logarithm`: −∞ where a factor is 0, NaN where the product is negative.
    void *product;
    /// alpha · excitation · product, or null.
    void *result;
    int as_logarithm;
} synann_synapse;

/// Bytes of scratch memory, aligned to 64, that a thread needs.
long synann_synapse_scratch_bytes(synann_scalar_type scalar, long inputs);

/// The products of the samples first ..< end. `first` is a multiple of the tile's rows.
void synann_synapse_product(synann_scalar_type scalar, const synann_synapse *synapse, long first, long end,
                            void *scratch);

/// exp(Σ_j log1p(−β[i][j] x[b][j])), a logarithm for each weight and sample: a reference. NaN where a βx is beyond 1.
void synann_synapse_by_logarithms(synann_scalar_type scalar, long first, long end, long inputs, long outputs,
                                  const void *x, const void *beta, void *product);

/// transposed[i][b] ← h[b][i] for i in first ..< end, and the greatest |h| of these (NaN where one is).
void synann_synapse_transpose(synann_scalar_type scalar, long batch, long outputs, const void *h, long first, long end,
                         void *transposed, double *greatest);

/// Operands and results of the derivatives.
typedef struct {
    long batch, inputs, outputs;
    const void *x, *beta;
    /// The greatest |β[i][j]| of every column j.
    const void *magnitude;
    /// [outputs, batch]: the loss's derivative by log P, so scaled that its greatest magnitude is not far from 1.
    const void *h;
    /// What takes that scale away from the results.
    double unscale;
    /// Whether elements whose factor is exactly 0 are left out, to be added by `synann_synapse_add_zero_factors`.
    int masks_zeros;
    /// −Σ_b h x / (1 − βx), [outputs, inputs].
    void *beta_gradient;
    /// −Σ_i h β / (1 − βx), [batch, inputs], or null.
    void *x_gradient;
} synann_synapse_gradient_operands;

/// Columns of a slab, and the bytes of scratch memory, aligned to 64, that a thread needs for one.
void synann_synapse_slab_shape(synann_scalar_type scalar, long *columns, long *bytes);

/// The derivatives by the columns of the slabs first ..< end. `found_zero` is set where an element was left out.
void synann_synapse_gradient(synann_scalar_type scalar, const synann_synapse_gradient_operands *operands, long first,
                             long end, void *scratch, int *found_zero);

/// Adds what samples and outputs with a single factor of exactly 0 contribute: for these the derivative by that factor's
/// β and x is the product of all others; `slope` [batch, outputs] is the loss's derivative by P.
void synann_synapse_add_zero_factors(synann_scalar_type scalar, const synann_synapse_gradient_operands *operands,
                                     const void *slope);

#endif
