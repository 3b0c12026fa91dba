#include "optimize.h"

#include <math.h>

#define KERNEL_SOURCE "../Optimizers/optimize_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_sgd_step(synann_scalar_type scalar, const synann_sgd *settings, long count, void *w, const void *g,
                     void *velocity) {
    DISPATCH_REAL(sgd_step, scalar, settings, count, w, g, velocity)
}

void synann_adam_step(synann_scalar_type scalar, const synann_adam *settings, long count, void *w, const void *g,
                      synann_adam_state state) {
    DISPATCH_REAL(adam_step, scalar, settings, count, w, g, state)
}

void synann_moments_step(synann_scalar_type scalar, const synann_moments *settings, long count, void *w, const void *g,
                         void *first_moment, void *second_moment) {
    DISPATCH_REAL(moments_step, scalar, settings, count, w, g, first_moment, second_moment)
}

void synann_lion_step(synann_scalar_type scalar, const synann_lion *settings, long count, void *w, const void *g,
                      void *momentum) {
    DISPATCH_REAL(lion_step, scalar, settings, count, w, g, momentum)
}

void synann_adagrad_step(synann_scalar_type scalar, const synann_adagrad *settings, long count, void *w, const void *g,
                         void *sum_of_squares) {
    DISPATCH_REAL(adagrad_step, scalar, settings, count, w, g, sum_of_squares)
}

void synann_average_step(synann_scalar_type scalar, double rate, long count, void *a, const void *w) {
    DISPATCH_REAL(average_step, scalar, rate, count, a, w)
}

void synann_rmsprop_step(synann_scalar_type scalar, const synann_rmsprop *settings, long count, void *w, const void *g,
                         synann_rmsprop_state state) {
    DISPATCH_REAL(rmsprop_step, scalar, settings, count, w, g, state)
}
