#include "vector_math.h"

static void NAME(sgd_step)(const synann_sgd *s, long count, REAL *w, const REAL *g, REAL *velocity) {
    const REAL rate = (REAL)s->learning_rate, decay = (REAL)s->weight_decay, momentum = (REAL)s->momentum;
    const REAL fresh = s->is_first_step ? 1 : (REAL)(1 - s->dampening), kept = s->is_first_step ? 0 : momentum;
    if (momentum == 0) {
        for (long i = 0; i < count; i++)
            w[i] -= rate * (g[i] + decay * w[i]);
        return;
    }
    const REAL own = s->nesterov ? 1 : 0, carried = s->nesterov ? momentum : 1;
    for (long i = 0; i < count; i++) {
        REAL slope = g[i] + decay * w[i];
        velocity[i] = kept * velocity[i] + fresh * slope;
        w[i] -= rate * (own * slope + carried * velocity[i]);
    }
}

static void NAME(adam_step)(const synann_adam *s, long count, REAL *w, const REAL *g, REAL *first, REAL *second) {
    const REAL beta1 = (REAL)s->beta1, beta2 = (REAL)s->beta2, epsilon = (REAL)s->epsilon;
    const REAL rest1 = (REAL)(1 - s->beta1), rest2 = (REAL)(1 - s->beta2);
    // The moments start at 0; dividing by 1 − βᵗ takes that bias away.
    const REAL rate = (REAL)(s->learning_rate / (1 - pow(s->beta1, (double)s->step)));
    const REAL scale = (REAL)(1 / sqrt(1 - pow(s->beta2, (double)s->step)));
    const REAL added = s->decouples_weight_decay ? 0 : (REAL)s->weight_decay;
    const REAL shrink = s->decouples_weight_decay ? (REAL)(1 - s->learning_rate * s->weight_decay) : 1;
    long i = 0;
    for (; i + LANES <= count; i += LANES) {
        vreal weight = load(w + i) * shrink, slope = load(g + i) + added * load(w + i);
        vreal m = beta1 * load(first + i) + rest1 * slope, v = beta2 * load(second + i) + rest2 * slope * slope;
        store(first + i, m);
        store(second + i, v);
        store(w + i, weight - rate * m / (NAME(vsqrt)(v) * scale + epsilon));
    }
    for (; i < count; i++) {
        REAL slope = g[i] + added * w[i];
        first[i] = beta1 * first[i] + rest1 * slope;
        second[i] = beta2 * second[i] + rest2 * slope * slope;
        w[i] = w[i] * shrink - rate * first[i] / ((REAL)sqrt((double)second[i]) * scale + epsilon);
    }
}

static void NAME(rmsprop_step)(const synann_rmsprop *s, long count, REAL *w, const REAL *g, REAL *mean_square,
                               REAL *mean, REAL *velocity) {
    const REAL alpha = (REAL)s->alpha, rest = (REAL)(1 - s->alpha), decay = (REAL)s->weight_decay;
    for (long i = 0; i < count; i++) {
        REAL slope = g[i] + decay * w[i];
        mean_square[i] = alpha * mean_square[i] + rest * slope * slope;
        double variance = mean_square[i];
        if (s->is_centered) {
            mean[i] = alpha * mean[i] + rest * slope;
            variance -= (double)mean[i] * mean[i];
        }
        REAL step = slope / (REAL)(sqrt(variance > 0 ? variance : 0) + s->epsilon);
        if (s->momentum != 0)
            step = velocity[i] = (REAL)s->momentum * velocity[i] + step;
        w[i] -= (REAL)s->learning_rate * step;
    }
}

static void NAME(average_step)(double rate, long count, REAL *a, const REAL *w) {
    const REAL fraction = (REAL)rate;
    for (long i = 0; i < count; i++)
        a[i] += fraction * (w[i] - a[i]);
}
