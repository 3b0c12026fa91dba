#ifndef SYNANN_RECURRENT_H
#define SYNANN_RECURRENT_H

#include "../Dispatch/scalar_type.h"

// One step of a recurrent cell for a block of samples, all that is not a matrix product. Matrices are row-major and
// dense, with one row for each sample; p is the input's share of the gates (x · Wᵀ + b), q the hidden state's
// (h · Uᵀ + c), h and h′ the state before and after the step.
typedef enum {
    /// h′ = tanh(p + q).
    SYNANN_TANH_CELL,
    /// h′ = max(0, p + q).
    SYNANN_RELU_CELL,
    /// Gates i, f, g, o; m′ = σ(f) m + σ(i) tanh(g), h′ = σ(o) tanh(m′).
    SYNANN_LSTM_CELL,
    /// Gates r, z, n; h′ = (1 − σ(z)) n + σ(z) h with n = tanh(p_n + σ(r) q_n).
    SYNANN_GRU_CELL,
} synann_recurrent_cell;

typedef struct {
    long rows, hidden;
    /// [rows, gates · hidden]: p without its bias; afterwards the gates themselves.
    void *gates;
    /// [gates · hidden]: p's bias; null for 0.
    const void *input_bias;
    /// [rows, gates · hidden]: q without its bias; null for 0.
    const void *recurrent;
    /// [gates · hidden]: q's bias; null for 0.
    const void *hidden_bias;
    /// [rows, hidden]: h and h′.
    const void *hidden_before;
    void *hidden_after;
    /// [rows, hidden]: m and m′ of an LSTM; of a GRU `memory_after` alone, where q_n is kept.
    const void *memory_before;
    void *memory_after;
} synann_recurrent_step_operands;

void synann_recurrent_step(synann_scalar_type scalar, synann_recurrent_cell cell,
                           const synann_recurrent_step_operands *operands);

/// The step's derivatives; the first members are what `synann_recurrent_step` left behind.
typedef struct {
    long rows, hidden;
    const void *gates;
    const void *hidden_before, *hidden_after;
    const void *memory_before, *memory_after;
    /// [rows, hidden]: the derivative by h′ as an output of its own; null for 0.
    const void *cotangent;
    /// [rows, hidden]: the derivative by h′ that later steps have sent back; afterwards, of a GRU, the share of h's
    /// that does not go through q, which is z · dh′.
    void *by_hidden;
    /// [rows, hidden]: of an LSTM the derivative by m′, afterwards by m.
    void *by_memory;
    /// The derivatives by p and q, which are the same but for a GRU's n: [rows, gates · hidden] in the order of the
    /// gates; of a GRU [rows, 4 · hidden]: by p_n, r, z, q_n, so that p's are the first three and q's the last three.
    void *gate_gradients;
} synann_recurrent_step_gradient_operands;

void synann_recurrent_step_gradient(synann_scalar_type scalar, synann_recurrent_cell cell,
                                    const synann_recurrent_step_gradient_operands *operands);

#endif
