#include "../Vector/vector_math.h"

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
        REAL gradient = g[i] + decay * w[i];
        velocity[i] = kept * velocity[i] + fresh * gradient;
        w[i] -= rate * (own * gradient + carried * velocity[i]);
    }
}

static void NAME(adam_step)(const synann_adam *s, long count, REAL *w, const REAL *g, synann_adam_state state) {
    REAL *first = state.first_moment, *second = state.second_moment, *greatest = state.greatest;
    const REAL beta1 = (REAL)s->beta1, beta2 = (REAL)s->beta2, epsilon = (REAL)s->epsilon;
    const REAL rest1 = (REAL)(1 - s->beta1), rest2 = (REAL)(1 - s->beta2);
    // The moments start at 0, so their averages are too small. The divisions by 1 − β₁ᵗ and 1 − β₂ᵗ, where t is the
    // number of the step, correct the averages.
    const REAL rate = (REAL)(s->learning_rate / (1 - pow(s->beta1, (double)s->step)));
    const REAL scale = (REAL)(1 / sqrt(1 - pow(s->beta2, (double)s->step)));
    const REAL added = s->decouples_weight_decay ? 0 : (REAL)s->weight_decay;
    const REAL shrink = s->decouples_weight_decay ? (REAL)(1 - s->learning_rate * s->weight_decay) : 1;
    long i = 0;
    for (; i + LANES <= count; i += LANES) {
        vreal weight = load(w + i) * shrink, gradient = load(g + i) + added * load(w + i);
        vreal m = beta1 * load(first + i) + rest1 * gradient;
        vreal v = beta2 * load(second + i) + rest2 * gradient * gradient;
        store(first + i, m);
        store(second + i, v);
        if (greatest) {
            v = NAME(vmax)(v, load(greatest + i));
            store(greatest + i, v);
        }
        store(w + i, weight - rate * m / (NAME(vsqrt)(v) * scale + epsilon));
    }
    for (; i < count; i++) {
        REAL gradient = g[i] + added * w[i];
        first[i] = beta1 * first[i] + rest1 * gradient;
        second[i] = beta2 * second[i] + rest2 * gradient * gradient;
        REAL v = second[i];
        if (greatest)
            v = greatest[i] = v <= greatest[i] ? greatest[i] : v;
        w[i] = w[i] * shrink - rate * first[i] / ((REAL)sqrt((double)v) * scale + epsilon);
    }
}

static void NAME(moments_step)(const synann_moments *s, long count, REAL *w, const REAL *g, REAL *first, REAL *second) {
    const REAL beta1 = (REAL)s->beta1, beta2 = (REAL)s->beta2, epsilon = (REAL)s->epsilon;
    const REAL rest1 = (REAL)(1 - s->beta1), rest2 = (REAL)(1 - s->beta2);
    const REAL added = (REAL)s->added_decay, shrink = (REAL)s->shrinkage, scale = (REAL)s->root_scale;
    const REAL by_gradient = (REAL)s->gradient_rate, by_moment = (REAL)s->moment_rate;
    for (long i = 0; i < count; i += LANES) {
        const long rest = count - i;
        vreal weight = load_some(w + i, rest), gradient = load_some(g + i, rest) + added * weight;
        vreal m = beta1 * load_some(first + i, rest) + rest1 * gradient;
        vreal v = beta2 * load_some(second + i, rest) + rest2 * gradient * gradient;
        store_some(first + i, m, rest);
        store_some(second + i, v, rest);
        vreal step = by_gradient * gradient + by_moment * m;
        if (s->divides_by_root)
            step /= NAME(vsqrt)(v) * scale + epsilon;
        store_some(w + i, shrink * weight - step, rest);
    }
}

static void NAME(lion_step)(const synann_lion *s, long count, REAL *w, const REAL *g, REAL *momentum) {
    const REAL beta1 = (REAL)s->beta1, rest1 = (REAL)(1 - s->beta1), rate = (REAL)s->learning_rate;
    const REAL beta2 = (REAL)s->beta2, rest2 = (REAL)(1 - s->beta2);
    const REAL shrink = (REAL)(1 - s->learning_rate * s->weight_decay);
    for (long i = 0; i < count; i += LANES) {
        const long rest = count - i;
        vreal gradient = load_some(g + i, rest), m = load_some(momentum + i, rest);
        vreal blend = beta1 * m + rest1 * gradient;
        // The sign of 0 is 0, and the sign of NaN is NaN.
        vreal sign = choose((vint)(blend > 0), broadcast(1), choose((vint)(blend < 0), broadcast(-1), blend));
        store_some(momentum + i, beta2 * m + rest2 * gradient, rest);
        store_some(w + i, shrink * load_some(w + i, rest) - rate * sign, rest);
    }
}

static void NAME(adagrad_step)(const synann_adagrad *s, long count, REAL *w, const REAL *g, REAL *sum) {
    const REAL rate = (REAL)s->learning_rate, epsilon = (REAL)s->epsilon, decay = (REAL)s->weight_decay;
    for (long i = 0; i < count; i += LANES) {
        const long rest = count - i;
        vreal weight = load_some(w + i, rest), gradient = load_some(g + i, rest) + decay * weight;
        vreal total = load_some(sum + i, rest) + gradient * gradient;
        store_some(sum + i, total, rest);
        store_some(w + i, weight - rate * gradient / (NAME(vsqrt)(total) + epsilon), rest);
    }
}

static void NAME(rmsprop_step)(const synann_rmsprop *s, long count, REAL *w, const REAL *g,
                               synann_rmsprop_state state) {
    REAL *mean_square = state.mean_square, *mean = state.mean, *velocity = state.velocity;
    const REAL alpha = (REAL)s->alpha, rest = (REAL)(1 - s->alpha), decay = (REAL)s->weight_decay;
    for (long i = 0; i < count; i++) {
        REAL gradient = g[i] + decay * w[i];
        mean_square[i] = alpha * mean_square[i] + rest * gradient * gradient;
        double variance = mean_square[i];
        if (s->is_centered) {
            mean[i] = alpha * mean[i] + rest * gradient;
            variance -= (double)mean[i] * mean[i];
        }
        REAL step = gradient / (REAL)(sqrt(variance > 0 ? variance : 0) + s->epsilon);
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
