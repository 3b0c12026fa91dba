#ifndef SYNANN_RECURRENT_H
#define SYNANN_RECURRENT_H

#include "../Dispatch/scalar_type.h"

// The elementwise part of one step of a recurrent cell, after its matrix products, for a block of samples. Matrices
// are row-major and dense, with one row for each sample.

/// The recurrent cells. The gates are computed from p = x · Wᵀ + b and q = h · Uᵀ + c. h and h′ are the hidden state
/// before and after the step, m and m′ the memory of an LSTM. σ is the sigmoid.
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

/// Operands and results of a step.
typedef struct {
    long rows, hidden;
    /// [rows, gates · hidden]: p without its bias. An LSTM and a GRU replace it by the activated gates.
    void *gates;
    /// [gates · hidden]: the bias b of p; null for 0.
    const void *input_bias;
    /// [rows, gates · hidden]: q without its bias; null for 0.
    const void *recurrent;
    /// [gates · hidden]: the bias c of q; null for 0.
    const void *hidden_bias;
    /// [rows, hidden]: h and h′.
    const void *hidden_before;
    void *hidden_after;
    /// [rows, hidden]. LSTM: m and m′. GRU: only `memory_after`, which receives q_n for the derivative. Other cells:
    /// null.
    const void *memory_before;
    void *memory_after;
} synann_recurrent_step_operands;

/// Computes h′ and the memory of one step from p, q, h and the memory before it.
void synann_recurrent_step(synann_scalar_type scalar, synann_recurrent_cell cell,
                           const synann_recurrent_step_operands *operands);

/// Operands and results of the derivative of a step. The members up to `memory_after` are as `synann_recurrent_step`
/// left them.
typedef struct {
    long rows, hidden;
    const void *gates;
    const void *hidden_before, *hidden_after;
    const void *memory_before, *memory_after;
    /// [rows, hidden]: the gradient with respect to h′ as an output of the layer; null for 0.
    const void *cotangent;
    /// [rows, hidden]: the gradient dh′ with respect to h′ from later steps. A GRU replaces it by z · dh′, the part of
    /// the gradient with respect to h that does not pass through q.
    void *by_hidden;
    /// [rows, hidden], only for an LSTM: the gradient with respect to m′, which the function replaces by the gradient
    /// with respect to m.
    void *by_memory;
    /// The gradients with respect to p and q. They differ only for the gate n of a GRU. GRU: [rows, 4 · hidden] in the
    /// order p_n, r, z, q_n. The first three belong to p, the last three to q. Other cells: [rows, gates · hidden] in
    /// the order of the gates.
    void *gate_gradients;
} synann_recurrent_step_gradient_operands;

/// Computes the gradients of one step with respect to p, q, h and the memory before it.
void synann_recurrent_step_gradient(synann_scalar_type scalar, synann_recurrent_cell cell,
                                    const synann_recurrent_step_gradient_operands *operands);

#endif
