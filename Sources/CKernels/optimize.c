#include "optimize.h"

#include <math.h>

#define KERNEL_SOURCE "optimize_kernel.h"
#include "instantiate.h"

void synann_sgd_step(synann_scalar_type scalar, const synann_sgd *settings, long count, void *w, const void *g,
                     void *velocity) {
    DISPATCH_REAL(sgd_step, scalar, settings, count, w, g, velocity)
}

void synann_adam_step(synann_scalar_type scalar, const synann_adam *settings, long count, void *w, const void *g,
                      void *first_moment, void *second_moment) {
    DISPATCH_REAL(adam_step, scalar, settings, count, w, g, first_moment, second_moment)
}

void synann_average_step(synann_scalar_type scalar, double rate, long count, void *a, const void *w) {
    DISPATCH_REAL(average_step, scalar, rate, count, a, w)
}

void synann_rmsprop_step(synann_scalar_type scalar, const synann_rmsprop *settings, long count, void *w, const void *g,
                         void *mean_square, void *mean, void *velocity) {
    DISPATCH_REAL(rmsprop_step, scalar, settings, count, w, g, mean_square, mean, velocity)
}
