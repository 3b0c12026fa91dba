#ifndef SYNANN_ATTENTION_H
#define SYNANN_ATTENTION_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

// Scaled dot-product attention: for each query q, the mean Σ p v of the values v, weighted by p = softmax(s q·k + b)
// over the keys k, where s is the scale and b a bias. The kernels compute the matrix of the weights in tiles that stay
// in the cache. Source: T. Dao et al., "FlashAttention", NeurIPS 2022.

/// The operands of one head. Rows are contiguous; the strides are the distances between rows, in elements.
typedef struct {
    /// The numbers of queries and keys, the length of a query and of a key, and the length of a value.
    long queries, keys, depth, value_depth;
    /// The factor s of the products q·k.
    double scale;
    /// Whether query i may attend only to the keys 0 ... i (0 means no).
    int is_causal;
    /// The matrices [queries, depth], [keys, depth] and [keys, value_depth].
    const void *q, *k, *v;
    long q_stride, k_stride, v_stride;
    /// Whether query i may attend to key j: allowed[i · allowed_stride + j] is 1 or 0. Null if every query may attend
    /// to every key.
    const uint8_t *allowed;
    long allowed_stride;
    /// The bias b of query i and key j: added[i · added_stride + j]. Null for no bias.
    const void *added;
    long added_stride;
} synann_attention_head;

/// Returns the number of elements of memory that synann_attention needs.
long synann_attention_scratch(synann_scalar_type scalar, const synann_attention_head *head);

/// Computes the results of the queries first ..< end. Row i of `out` is the result of query i, a row of value_depth
/// elements. lse[i] is the logarithm of the sum of the exponentials of query i; `lse` may be null. A query without an
/// allowed key has the result NaN, and its lse is NaN. The result of a query does not depend on the range of queries.
void synann_attention(synann_scalar_type scalar, const synann_attention_head *head, long first, long end, void *scratch,
                      void *out, long out_stride, void *lse);

/// The cotangent and the derivatives of one head.
typedef struct {
    /// The result of synann_attention and the derivative of the loss with respect to it: [queries, value_depth].
    const void *out, *cotangent;
    long out_stride, cotangent_stride;
    /// The number that synann_attention wrote for each query.
    const void *lse;
    /// The derivatives with respect to q, k and v, in the shapes of these operands.
    void *by_q, *by_k, *by_v;
    long by_q_stride, by_k_stride, by_v_stride;
} synann_attention_gradient;

/// Returns the number of elements of memory that synann_attention_backward needs.
long synann_attention_backward_scratch(synann_scalar_type scalar, const synann_attention_head *head);

/// Computes the derivatives for the keys first ..< end: the rows first ..< end of by_k and by_v, and the sum over these
/// keys of the derivative with respect to q. `first` must be a multiple of SYNANN_ATTENTION_KEYS.
void synann_attention_backward(synann_scalar_type scalar, const synann_attention_head *head,
                               const synann_attention_gradient *gradient, long first, long end, void *scratch);

/// The numbers of queries and keys of a tile.
#define SYNANN_ATTENTION_QUERIES 48
#define SYNANN_ATTENTION_KEYS 128

#endif
