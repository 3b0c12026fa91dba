#ifndef SYNANN_OPTIMIZE_H
#define SYNANN_OPTIMIZE_H

#include "../Dispatch/scalar_type.h"

// Each function computes a step of an optimizer for `count` parameters w with gradients g. All arrays have `count`
// elements. The function updates w and the state arrays in place, in a single pass. Settings are double. The Swift
// types of the optimizers document the formulas and the settings.

/// Settings of SGD. In the first step the velocity becomes the gradient plus weight_decay · w, without dampening.
typedef struct {
    double learning_rate, momentum, dampening, weight_decay;
    int nesterov, is_first_step;
} synann_sgd;

/// Computes a step of SGD. If momentum is 0, `velocity` is not used and may be null.
void synann_sgd_step(synann_scalar_type scalar, const synann_sgd *settings, long count, void *w, const void *g,
                     void *velocity);

/// Settings of Adam. `step` is the number of this step, counted from 1. If `decouples_weight_decay` is not 0, the step
/// is a step of AdamW.
typedef struct {
    double learning_rate, beta1, beta2, epsilon, weight_decay;
    int decouples_weight_decay;
    long step;
} synann_adam;

/// The state of Adam, which is 0 before the first step. For AMSGrad, `greatest` contains the greatest second moment of
/// all steps up to now. Otherwise `greatest` is null.
typedef struct {
    void *first_moment, *second_moment, *greatest;
} synann_adam_state;

/// Computes a step of Adam.
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

/// Settings of Lion. With the momentum m: w ← (1 − learning_rate · weight_decay) w − learning_rate · sign(β₁ m + (1 −
/// β₁) g), then m ← β₂ m + (1 − β₂) g. The sign of 0 is 0, and the sign of NaN is NaN.
typedef struct {
    double learning_rate, beta1, beta2, weight_decay;
} synann_lion;

/// Computes a step of Lion. `momentum` is m.
void synann_lion_step(synann_scalar_type scalar, const synann_lion *settings, long count, void *w, const void *g,
                      void *momentum);

/// Settings of Adagrad. With the sum of squares s: g ← g + weight_decay · w, s ← s + g², w ← w − learning_rate · g /
/// (√s + ε). The array g itself is not changed.
typedef struct {
    double learning_rate, epsilon, weight_decay;
} synann_adagrad;

/// Computes a step of Adagrad. `sum_of_squares` is s.
void synann_adagrad_step(synann_scalar_type scalar, const synann_adagrad *settings, long count, void *w, const void *g,
                         void *sum_of_squares);

/// Settings of RMSprop. If `is_centered` is not 0, the step divides by the root of the variance instead of the root of
/// the mean square. A negative variance, which is a rounding error, counts as 0.
typedef struct {
    double learning_rate, alpha, epsilon, momentum, weight_decay;
    int is_centered;
} synann_rmsprop;

/// The state of RMSprop. `mean` may be null if `is_centered` is 0, and `velocity` may be null if momentum is 0.
typedef struct {
    void *mean_square, *mean, *velocity;
} synann_rmsprop_state;

/// Computes a step of RMSprop.
void synann_rmsprop_step(synann_scalar_type scalar, const synann_rmsprop *settings, long count, void *w, const void *g,
                         synann_rmsprop_state state);

/// Computes a step of a moving average a of the parameters w: a ← a + rate · (w − a).
void synann_average_step(synann_scalar_type scalar, double rate, long count, void *a, const void *w);

#endif
