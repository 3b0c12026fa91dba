#ifndef SYNANN_OPTIMIZE_H
#define SYNANN_OPTIMIZE_H

#include "scalar_type.h"

// One step of an optimizer for `count` parameters w with gradients g, in one pass. Numbers are double and are rounded
// to the element type once. The formulas, and what the names mean, stand with the Swift types.

typedef struct {
    double learning_rate, momentum, dampening, weight_decay;
    int nesterov, is_first_step;
} synann_sgd;

/// `velocity` is not touched, and may be null, where momentum is 0.
void synann_sgd_step(synann_scalar_type scalar, const synann_sgd *settings, long count, void *w, const void *g,
                     void *velocity);

typedef struct {
    double learning_rate, beta1, beta2, epsilon, weight_decay;
    int decouples_weight_decay;
    long step;
} synann_adam;

void synann_adam_step(synann_scalar_type scalar, const synann_adam *settings, long count, void *w, const void *g,
                      void *first_moment, void *second_moment);

typedef struct {
    double learning_rate, alpha, epsilon, momentum, weight_decay;
    int is_centered;
} synann_rmsprop;

/// `mean` may be null where the variance is not centred, `velocity` where momentum is 0.
void synann_rmsprop_step(synann_scalar_type scalar, const synann_rmsprop *settings, long count, void *w, const void *g,
                         void *mean_square, void *mean, void *velocity);

/// One step of a moving average a of the parameters: a ← a + rate · (w − a).
void synann_average_step(synann_scalar_type scalar, double rate, long count, void *a, const void *w);

#endif
