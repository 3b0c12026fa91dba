#include "../Vector/vector_math.h"

// The functions below compute `count` neighbouring units of a sample. The pointers point to the first of these units.
// `count` is LANES, or less at the end of the row. `gate` is the distance in elements between two gates of a unit.

// Returns the recurrent part q of a gate, including the bias, for `count` units from the offset `at` on.
INLINE vreal NAME(hidden_share)(const REAL *recurrent, const REAL *bias, long at, long count) {
    vreal share = {0};
    if (recurrent)
        share = load_some(recurrent + at, count);
    if (bias)
        share += load_some(bias + at, count);
    return share;
}

typedef struct {
    REAL *gates;
    const REAL *input_bias, *recurrent, *hidden_bias, *hidden_before, *memory_before;
    REAL *hidden_after, *memory_after;
} NAME(step_place);

// Returns the input part p of a gate, including the bias, for `count` units from the offset `at` on.
INLINE vreal NAME(input_share)(const NAME(step_place) *s, long at, long count) {
    vreal share = load_some(s->gates + at, count);
    return s->input_bias ? share + load_some(s->input_bias + at, count) : share;
}

INLINE vreal NAME(gate_sum)(const NAME(step_place) *s, long at, long count) {
    return NAME(input_share)(s, at, count) + NAME(hidden_share)(s->recurrent, s->hidden_bias, at, count);
}

INLINE void NAME(step_simple)(const NAME(step_place) *s, int is_relu, long count) {
    vreal sum = NAME(gate_sum)(s, 0, count);
    store_some(s->hidden_after, is_relu ? NAME(vrelu)(sum) : NAME(vtanh)(sum), count);
}

INLINE void NAME(step_lstm)(const NAME(step_place) *s, long gate, long count) {
    vreal i = NAME(vsigmoid)(NAME(gate_sum)(s, 0, count));
    vreal f = NAME(vsigmoid)(NAME(gate_sum)(s, gate, count));
    vreal g = NAME(vtanh)(NAME(gate_sum)(s, 2 * gate, count));
    vreal o = NAME(vsigmoid)(NAME(gate_sum)(s, 3 * gate, count));
    vreal memory = f * load_some(s->memory_before, count) + i * g;
    store_some(s->gates, i, count);
    store_some(s->gates + gate, f, count);
    store_some(s->gates + 2 * gate, g, count);
    store_some(s->gates + 3 * gate, o, count);
    store_some(s->memory_after, memory, count);
    store_some(s->hidden_after, o * NAME(vtanh)(memory), count);
}

INLINE void NAME(step_gru)(const NAME(step_place) *s, long gate, long count) {
    vreal r = NAME(vsigmoid)(NAME(gate_sum)(s, 0, count));
    vreal z = NAME(vsigmoid)(NAME(gate_sum)(s, gate, count));
    vreal q = NAME(hidden_share)(s->recurrent, s->hidden_bias, 2 * gate, count);
    vreal n = NAME(vtanh)(NAME(input_share)(s, 2 * gate, count) + r * q);
    store_some(s->gates, r, count);
    store_some(s->gates + gate, z, count);
    store_some(s->gates + 2 * gate, n, count);
    store_some(s->memory_after, q, count);
    store_some(s->hidden_after, n + z * (load_some(s->hidden_before, count) - n), count);
}

INLINE void NAME(step_units)(synann_recurrent_cell cell, const NAME(step_place) *s, long gate, long count) {
    switch (cell) {
    case SYNANN_LSTM_CELL: NAME(step_lstm)(s, gate, count); break;
    case SYNANN_GRU_CELL: NAME(step_gru)(s, gate, count); break;
    default: NAME(step_simple)(s, cell == SYNANN_RELU_CELL, count); break;
    }
}

static long NAME(gate_count)(synann_recurrent_cell cell) {
    return cell == SYNANN_LSTM_CELL ? 4 : cell == SYNANN_GRU_CELL ? 3 : 1;
}

static void NAME(recurrent_step)(synann_recurrent_cell cell, const synann_recurrent_step_operands *o) {
    long hidden = o->hidden;
    for (long row = 0; row < o->rows; row++) {
        long gates = row * hidden * NAME(gate_count)(cell), units = row * hidden;
        for (long j = 0; j < hidden; j += LANES) {
            NAME(step_place) s = {
                .gates = (REAL *)o->gates + gates + j,
                .input_bias = o->input_bias ? (const REAL *)o->input_bias + j : 0,
                .recurrent = o->recurrent ? (const REAL *)o->recurrent + gates + j : 0,
                .hidden_bias = o->hidden_bias ? (const REAL *)o->hidden_bias + j : 0,
                .hidden_before = (const REAL *)o->hidden_before + units + j,
                .memory_before = o->memory_before ? (const REAL *)o->memory_before + units + j : 0,
                .hidden_after = (REAL *)o->hidden_after + units + j,
                .memory_after = o->memory_after ? (REAL *)o->memory_after + units + j : 0,
            };
            if (j + LANES <= hidden)
                NAME(step_units)(cell, &s, hidden, LANES);
            else
                NAME(step_units)(cell, &s, hidden, hidden - j);
        }
    }
}

typedef struct {
    const REAL *gates, *hidden_before, *hidden_after, *memory_before, *memory_after, *cotangent;
    REAL *by_hidden, *by_memory, *gate_gradients;
} NAME(gradient_place);

INLINE vreal NAME(hidden_gradient)(const NAME(gradient_place) *s, long count) {
    vreal total = load_some(s->by_hidden, count);
    return s->cotangent ? total + load_some(s->cotangent, count) : total;
}

INLINE void NAME(gradient_simple)(const NAME(gradient_place) *s, int is_relu, long count) {
    vreal d = NAME(hidden_gradient)(s, count), h = load_some(s->hidden_after, count);
    // The derivative of ReLU is 0 where h ≤ 0 and 1 elsewhere, also where h is NaN.
    store_some(s->gate_gradients, is_relu ? choose(h <= 0, broadcast(0), d) : d * (1 - h * h), count);
}

INLINE void NAME(gradient_lstm)(const NAME(gradient_place) *s, long gate, long count) {
    vreal i = load_some(s->gates, count), f = load_some(s->gates + gate, count);
    vreal g = load_some(s->gates + 2 * gate, count), o = load_some(s->gates + 3 * gate, count);
    vreal d = NAME(hidden_gradient)(s, count);
    vreal squashed = NAME(vtanh)(load_some(s->memory_after, count));
    vreal m = load_some(s->by_memory, count) + d * o * (1 - squashed * squashed);
    store_some(s->gate_gradients, m * g * i * (1 - i), count);
    store_some(s->gate_gradients + gate, m * load_some(s->memory_before, count) * f * (1 - f), count);
    store_some(s->gate_gradients + 2 * gate, m * i * (1 - g * g), count);
    store_some(s->gate_gradients + 3 * gate, d * squashed * o * (1 - o), count);
    store_some(s->by_memory, m * f, count);
}

INLINE void NAME(gradient_gru)(const NAME(gradient_place) *s, long gate, long count) {
    vreal r = load_some(s->gates, count), z = load_some(s->gates + gate, count);
    vreal n = load_some(s->gates + 2 * gate, count);
    vreal d = NAME(hidden_gradient)(s, count);
    vreal by_n = d * (1 - z) * (1 - n * n);
    store_some(s->gate_gradients, by_n, count);
    store_some(s->gate_gradients + gate, by_n * load_some(s->memory_after, count) * r * (1 - r), count);
    store_some(s->gate_gradients + 2 * gate, d * (load_some(s->hidden_before, count) - n) * z * (1 - z), count);
    store_some(s->gate_gradients + 3 * gate, by_n * r, count);
    store_some(s->by_hidden, d * z, count);
}

INLINE void NAME(gradient_units)(synann_recurrent_cell cell, const NAME(gradient_place) *s, long gate, long count) {
    switch (cell) {
    case SYNANN_LSTM_CELL: NAME(gradient_lstm)(s, gate, count); break;
    case SYNANN_GRU_CELL: NAME(gradient_gru)(s, gate, count); break;
    default: NAME(gradient_simple)(s, cell == SYNANN_RELU_CELL, count); break;
    }
}

static void NAME(recurrent_step_gradient)(synann_recurrent_cell cell,
                                          const synann_recurrent_step_gradient_operands *o) {
    long hidden = o->hidden, gate_count = NAME(gate_count)(cell), gradient_count = gate_count == 1 ? 1 : 4;
    for (long row = 0; row < o->rows; row++) {
        long gates = row * hidden * gate_count, units = row * hidden, gate_gradients = row * hidden * gradient_count;
        for (long j = 0; j < hidden; j += LANES) {
            NAME(gradient_place) s = {
                .gates = (const REAL *)o->gates + gates + j,
                .hidden_before = (const REAL *)o->hidden_before + units + j,
                .hidden_after = (const REAL *)o->hidden_after + units + j,
                .memory_before = o->memory_before ? (const REAL *)o->memory_before + units + j : 0,
                .memory_after = o->memory_after ? (const REAL *)o->memory_after + units + j : 0,
                .cotangent = o->cotangent ? (const REAL *)o->cotangent + units + j : 0,
                .by_hidden = (REAL *)o->by_hidden + units + j,
                .by_memory = o->by_memory ? (REAL *)o->by_memory + units + j : 0,
                .gate_gradients = (REAL *)o->gate_gradients + gate_gradients + j,
            };
            if (j + LANES <= hidden)
                NAME(gradient_units)(cell, &s, hidden, LANES);
            else
                NAME(gradient_units)(cell, &s, hidden, hidden - j);
        }
    }
}
