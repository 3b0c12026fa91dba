#ifndef SYNANN_OPTIMIZE_H
#define SYNANN_OPTIMIZE_H

#include "../Dispatch/scalar_type.h"

// One step of an optimizer for `count` parameters w with gradients g. All arrays have `count` elements; w and the
// state arrays are updated in place, in one pass. Settings are double. The Swift types of the optimizers document the
// formulas and the settings.

/// Settings of SGD. On the first step the velocity becomes the gradient plus weight decay, without dampening.
typedef struct {
    double learning_rate, momentum, dampening, weight_decay;
    int nesterov, is_first_step;
} synann_sgd;

/// One step of SGD. If momentum is 0, `velocity` is not used and may be null.
void synann_sgd_step(synann_scalar_type scalar, const synann_sgd *settings, long count, void *w, const void *g,
                     void *velocity);

/// Settings of Adam. `step` is the number of this step, counted from 1. With `decouples_weight_decay` the step is
/// AdamW's.
typedef struct {
    double learning_rate, beta1, beta2, epsilon, weight_decay;
    int decouples_weight_decay;
    long step;
} synann_adam;

/// The state of Adam. `greatest` contains the greatest second moment so far, for AMSGrad. Without AMSGrad it is null.
typedef struct {
    void *first_moment, *second_moment, *greatest;
} synann_adam_state;

/// One step of Adam.
void synann_adam_step(synann_scalar_type scalar, const synann_adam *settings, long count, void *w, const void *g,
                      synann_adam_state state);

/// Settings of a step along both the gradient and its first moment:
///
///     g ← g + added_decay · w,   m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     w ← shrinkage · w − (gradient_rate · g + moment_rate · m) / (root_scale · √v + ε)
///
/// Without `divides_by_root` the divisor is 1.
typedef struct {
    double beta1, beta2, epsilon, added_decay, shrinkage, gradient_rate, moment_rate, root_scale;
    int divides_by_root;
} synann_moments;

/// One step of the formulas above. `first_moment` is m, `second_moment` is v.
void synann_moments_step(synann_scalar_type scalar, const synann_moments *settings, long count, void *w, const void *g,
                         void *first_moment, void *second_moment);

/// Settings of Lion: w ← (1 − learning_rate · weight_decay) w − learning_rate · sign(β₁ m + (1 − β₁) g), then
/// m ← β₂ m + (1 − β₂) g.
typedef struct {
    double learning_rate, beta1, beta2, weight_decay;
} synann_lion;

/// One step of Lion. `momentum` is m.
void synann_lion_step(synann_scalar_type scalar, const synann_lion *settings, long count, void *w, const void *g,
                      void *momentum);

/// Settings of Adagrad: g ← g + weight_decay · w, s ← s + g², w ← w − learning_rate · g / (√s + ε).
typedef struct {
    double learning_rate, epsilon, weight_decay;
} synann_adagrad;

/// One step of Adagrad. `sum_of_squares` is s.
void synann_adagrad_step(synann_scalar_type scalar, const synann_adagrad *settings, long count, void *w, const void *g,
                         void *sum_of_squares);

/// Settings of RMSprop. If `is_centered`, the variance (clamped at 0) replaces the mean square.
typedef struct {
    double learning_rate, alpha, epsilon, momentum, weight_decay;
    int is_centered;
} synann_rmsprop;

/// The state of RMSprop. `mean` may be null if `is_centered` is 0. `velocity` may be null if momentum is 0.
typedef struct {
    void *mean_square, *mean, *velocity;
} synann_rmsprop_state;

/// One step of RMSprop.
void synann_rmsprop_step(synann_scalar_type scalar, const synann_rmsprop *settings, long count, void *w, const void *g,
                         synann_rmsprop_state state);

/// One step of a moving average a of the parameters: a ← a + rate · (w − a).
void synann_average_step(synann_scalar_type scalar, double rate, long count, void *a, const void *w);

#endif
