#ifndef SYNANN_RECURRENT_H
#define SYNANN_RECURRENT_H

#include "../Dispatch/scalar_type.h"

// The elementwise part of a step of a recurrent cell, after its matrix products, for a block of samples. Matrices are
// row-major and dense. Each row belongs to a sample.

/// The recurrent cells. In a step with the input x, the gates are computed from p = x · Wᵀ + b and q = h · Uᵀ + c,
/// where W and U are the weights and b and c the biases. h and h′ are the hidden states before and after the step. m
/// and m′ are the memories of an LSTM before and after the step. σ is the sigmoid function. A gate i, f, g, … in a
/// formula is p + q of this gate.
typedef enum {
    /// h′ = tanh(p + q).
    SYNANN_TANH_CELL,
    /// h′ = max(0, p + q).
    SYNANN_RELU_CELL,
    /// Gates i, f, g, o; m′ = σ(f) m + σ(i) tanh(g), h′ = σ(o) tanh(m′).
    SYNANN_LSTM_CELL,
    /// Gates r, z, n; h′ = (1 − σ(z)) n̂ + σ(z) h with n̂ = tanh(p_n + σ(r) q_n), where p_n and q_n are p and q of gate
    /// n.
    SYNANN_GRU_CELL,
} synann_recurrent_cell;

/// Operands and results of a step. The comment of `synann_recurrent_cell` defines the symbols. `rows` is the number of
/// samples, `hidden` the number of hidden units, and `gates` in a shape the number of gates: 4 for an LSTM, 3 for a GRU
/// and 1 for the other cells.
typedef struct {
    long rows, hidden;
    /// [rows, gates · hidden]: p without its bias. For an LSTM and a GRU the function replaces p by the activated
    /// gates: the sigmoid or hyperbolic tangent of each gate.
    void *gates;
    /// [gates · hidden]: the bias b of p. A null pointer means 0.
    const void *input_bias;
    /// [rows, gates · hidden]: q without its bias. A null pointer means 0.
    const void *recurrent;
    /// [gates · hidden]: the bias c of q. A null pointer means 0.
    const void *hidden_bias;
    /// [rows, hidden]: h, which is read, and h′, which is written.
    const void *hidden_before;
    void *hidden_after;
    /// [rows, hidden]. For an LSTM the members are m, which is read, and m′, which is written. For a GRU
    /// `memory_before` is null and `memory_after` receives q_n for the derivative. For the other cells both members are
    /// null.
    const void *memory_before;
    void *memory_after;
} synann_recurrent_step_operands;

/// Computes the hidden state h′ after a step from p, q and the hidden state h before the step. For an LSTM the function
/// also computes the memory m′ from p, q and m.
void synann_recurrent_step(synann_scalar_type scalar, synann_recurrent_cell cell,
                           const synann_recurrent_step_operands *operands);

/// Operands and results of the derivative of a step. The comment of `synann_recurrent_cell` defines the symbols. The
/// members `gates` to `memory_after` have the contents that `synann_recurrent_step` left.
typedef struct {
    long rows, hidden;
    const void *gates;
    const void *hidden_before, *hidden_after;
    const void *memory_before, *memory_after;
    /// [rows, hidden]: the gradient of the loss with respect to h′ as an output of the layer. A null pointer means 0.
    const void *cotangent;
    /// [rows, hidden]: the gradient dh′ of the loss with respect to h′, from later steps. For a GRU the function
    /// replaces dh′ by z · d, where z is the activated gate z, and d is the sum of `cotangent` and dh′. This product is
    /// the part of the gradient with respect to h that does not pass through q. For the other cells the array is
    /// unchanged.
    void *by_hidden;
    /// [rows, hidden], only for an LSTM: the gradient with respect to m′. The function replaces this gradient by the
    /// gradient with respect to m. For the other cells the pointer is null.
    void *by_memory;
    /// The array to which the function writes the gradients with respect to p and q. For a GRU the shape is [rows, 4 ·
    /// hidden] in the order p_n, r, z, q_n. The parts p_n, r, z are the gradient with respect to p, in the order n, r,
    /// z. The parts r, z, q_n are the gradient with respect to q. For the other cells the gradients with respect to p
    /// and q are equal, and the shape is [rows, gates · hidden] in the order of the gates.
    void *gate_gradients;
} synann_recurrent_step_gradient_operands;

/// Computes the gradients of the loss with respect to p and q of a step, and for an LSTM with respect to m. For a GRU
/// the function also computes the part of the gradient with respect to h that does not pass through q.
void synann_recurrent_step_gradient(synann_scalar_type scalar, synann_recurrent_cell cell,
                                    const synann_recurrent_step_gradient_operands *operands);

#endif
