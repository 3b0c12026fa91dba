#ifndef SYNANN_OPTIMIZE_H
#define SYNANN_OPTIMIZE_H

#include "../Dispatch/scalar_type.h"

// Each function computes a step of an optimizer for `count` parameters w with the gradients g. All arrays have `count`
// elements and the type `scalar`; the settings are double. The function updates w and the state arrays in place, in a
// single pass. The function does not change the array g: g ← … in the formulas below means the changed gradient. The
// Swift types of the optimizers document the settings.

/// Settings of SGD. With the velocity v the step is
///
///     g ← g + weight_decay · w,   v ← momentum · v + (1 − dampening) · g,   w ← w − learning_rate · v
///
/// If `is_first_step` is not 0, v ← g replaces the formula for v. If `nesterov` is not 0, g + momentum · v replaces v
/// in the formula for w.
typedef struct {
    double learning_rate, momentum, dampening, weight_decay;
    int nesterov, is_first_step;
} synann_sgd;

/// Computes a step of SGD by the formulas of `synann_sgd`. `velocity` is v. If momentum is 0, `velocity` is not used
/// and may be null, and g replaces v in the formula for w.
void synann_sgd_step(synann_scalar_type scalar, const synann_sgd *settings, long count, void *w, const void *g,
                     void *velocity);

/// Settings of Adam. With the moments m and v, and the number t of the step, the step is
///
///     g ← g + weight_decay · w,   m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     w ← w − learning_rate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
///
/// t is `step` and counts from 1. If `decouples_weight_decay` is not 0, the step is a step of AdamW: the formula
/// w ← (1 − learning_rate · weight_decay) w replaces the formula g ← g + weight_decay · w.
typedef struct {
    double learning_rate, beta1, beta2, epsilon, weight_decay;
    int decouples_weight_decay;
    long step;
} synann_adam;

/// The state of Adam, which is 0 before the first step. `first_moment` is m, and `second_moment` is v. For AMSGrad,
/// `greatest` contains the greatest v of all steps up to now, which replaces v in the formula for w. Otherwise
/// `greatest` is null.
typedef struct {
    void *first_moment, *second_moment, *greatest;
} synann_adam_state;

/// Computes a step of Adam by the formulas of `synann_adam`.
void synann_adam_step(synann_scalar_type scalar, const synann_adam *settings, long count, void *w, const void *g,
                      synann_adam_state state);

/// Settings of a step along the gradient g and its first moment m, with the second moment v:
///
///     g ← g + added_decay · w,   m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     w ← shrinkage · w − (gradient_rate · g + moment_rate · m) / (root_scale · √v + ε)
///
/// If `divides_by_root` is 0, the divisor is 1.
typedef struct {
    double beta1, beta2, epsilon, added_decay, shrinkage, gradient_rate, moment_rate, root_scale;
    int divides_by_root;
} synann_moments;

/// Computes a step by the formulas of `synann_moments`. `first_moment` is m, and `second_moment` is v.
void synann_moments_step(synann_scalar_type scalar, const synann_moments *settings, long count, void *w, const void *g,
                         void *first_moment, void *second_moment);

/// Settings of Lion. With the momentum m the step is
///
///     w ← (1 − learning_rate · weight_decay) w − learning_rate · sign(β₁ m + (1 − β₁) g)
///     m ← β₂ m + (1 − β₂) g
///
/// The sign of 0 is 0, and the sign of NaN is NaN.
typedef struct {
    double learning_rate, beta1, beta2, weight_decay;
} synann_lion;

/// Computes a step of Lion by the formulas of `synann_lion`. `momentum` is m.
void synann_lion_step(synann_scalar_type scalar, const synann_lion *settings, long count, void *w, const void *g,
                      void *momentum);

/// Settings of Adagrad. With the sum of squares s the step is
///
///     g ← g + weight_decay · w,   s ← s + g²,   w ← w − learning_rate · g / (√s + ε)
typedef struct {
    double learning_rate, epsilon, weight_decay;
} synann_adagrad;

/// Computes a step of Adagrad by the formulas of `synann_adagrad`. `sum_of_squares` is s.
void synann_adagrad_step(synann_scalar_type scalar, const synann_adagrad *settings, long count, void *w, const void *g,
                         void *sum_of_squares);

/// Settings of RMSprop. With the mean square s and α = `alpha` the step is
///
///     g ← g + weight_decay · w,   s ← α s + (1 − α) g²,   w ← w − learning_rate · g / (√s + ε)
///
/// If `is_centered` is not 0, the step also computes the mean m ← α m + (1 − α) g, and the variance s − m² replaces s
/// in the root. A negative variance, which is a rounding error, counts as 0. If momentum is not 0, the step also
/// computes the velocity v ← momentum · v + g / (√s + ε), and v replaces the quotient in the formula for w.
typedef struct {
    double learning_rate, alpha, epsilon, momentum, weight_decay;
    int is_centered;
} synann_rmsprop;

/// The state of RMSprop: the mean square s, the mean m and the velocity v of the formulas of `synann_rmsprop`, all 0
/// before the first step. `mean` may be null if `is_centered` is 0, and `velocity` may be null if momentum is 0.
typedef struct {
    void *mean_square, *mean, *velocity;
} synann_rmsprop_state;

/// Computes a step of RMSprop by the formulas of `synann_rmsprop`.
void synann_rmsprop_step(synann_scalar_type scalar, const synann_rmsprop *settings, long count, void *w, const void *g,
                         synann_rmsprop_state state);

/// Computes a step of the moving average `a` of the parameters `w`: a ← a + rate · (w − a).
void synann_average_step(synann_scalar_type scalar, double rate, long count, void *a, const void *w);

#endif
