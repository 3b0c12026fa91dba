#include "../Vector/vector_math.h"
#include "../MatrixProduct/panel_kernel.h"

#include "attention_tile.h"

static void NAME(attention_scratch)(const synann_attention_head *head, long *elements) {
    *elements = NAME(packed_length)(head->depth, head->keys)
        + NAME(blocks_of)(head->keys) * NAME(packed_length)(SYNANN_ATTENTION_KEYS, head->value_depth) + TILE_ELEMENTS;
}

// The state of the rows of a tile while the kernel walks over the keys: the greatest score so far, the sum of the
// exponentials of the scores minus this greatest score, and the factor that the last step of the walk applied to the
// earlier sums. `shift` is the greatest score, or 0 if it is −∞: the difference of two infinities would be NaN.
typedef struct {
    REAL greatest[SYNANN_ATTENTION_QUERIES], shift[SYNANN_ATTENTION_QUERIES], sum[SYNANN_ATTENTION_QUERIES];
    REAL factor[SYNANN_ATTENTION_QUERIES];
} NAME(attention_state);

// Replaces the scores of a tile by the exponentials of the scores minus the greatest score so far, and updates the
// state.
static void NAME(exponentials)(const synann_attention_head *head, NAME(attention_tile) tile, REAL *scores,
                               NAME(attention_state) *state) {
    for (long row = 0; row < tile.rows; row++) {
        const long limit = NAME(row_limit)(head, tile, row);
        vreal greatest = broadcast(state->greatest[row]);
        REAL *score = scores + row * SYNANN_ATTENTION_KEYS;
        for (long j = 0; j < limit; j += LANES) {
            vreal value = NAME(masked_score)(head, tile, row, j, limit, load(score + j));
            greatest = choose(value > greatest, value, greatest);
            store(score + j, value);
        }
        state->factor[row] = state->greatest[row];
        state->greatest[row] = NAME(greatest_lane)(greatest);
    }
    for (long row = 0; row < tile.rows; row += LANES) {
        vreal greatest = load_some(state->greatest + row, tile.rows - row);
        vreal shift = choose(greatest == -(REAL)__builtin_inf(), broadcast(0), greatest);
        vreal factor = NAME(vexp)(load_some(state->factor + row, tile.rows - row) - shift);
        store_some(state->shift + row, shift, tile.rows - row);
        store_some(state->factor + row, factor, tile.rows - row);
    }
    for (long row = 0; row < tile.rows; row++) {
        const long limit = NAME(row_limit)(head, tile, row);
        const vreal shift = broadcast(state->shift[row]);
        vreal sums = {0};
        REAL *score = scores + row * SYNANN_ATTENTION_KEYS;
        for (long j = 0; j < limit; j += LANES) {
            vreal value = NAME(vexp)(load(score + j) - shift);
            sums += value;
            store(score + j, value);
        }
        NAME(clear_after)(tile, limit, score);
        state->sum[row] = state->sum[row] * state->factor[row] + NAME(sum_of_lanes)(sums);
    }
}

static void NAME(scale_rows)(long rows, long columns, const REAL *factors, REAL *out, long out_stride) {
    for (long row = 0; row < rows; row++, out += out_stride) {
        const vreal factor = broadcast(factors[row]);
        FOR_EACH_VECTOR(j, length, columns, { store_some(out + j, load_some(out + j, length) * factor, length); })
    }
}

// Computes the results of the queries of a tile's rows. `keys` and `values` are the packed keys and values; `packed` is
// the number of packed keys.
static void NAME(attend)(const synann_attention_head *head, long first, long rows, long packed, const REAL *keys,
                         const REAL *values, REAL *scores, REAL *out, long out_stride, REAL *lse) {
    NAME(attention_state) state;
    for (long row = 0; row < rows; row++) {
        state.greatest[row] = -(REAL)__builtin_inf();
        state.sum[row] = 0;
    }
    const long end = NAME(visible_keys)(head, first + rows);
    for (long start = 0; start < end; start += SYNANN_ATTENTION_KEYS) {
        const long width = NAME(block_width)(end, start);
        const NAME(attention_tile) tile = {first, rows, start, width};
        const REAL *queries = (const REAL *)head->q + first * head->q_stride;
        NAME(scores_of_tile)(rows, head->depth, queries, head->q_stride, keys + start * head->depth, width, scores);
        NAME(exponentials)(head, tile, scores, &state);
        if (start > 0)
            NAME(scale_rows)(rows, head->value_depth, state.factor, out, out_stride);
        const REAL *block = values + start / SYNANN_ATTENTION_KEYS
            * NAME(packed_length)(SYNANN_ATTENTION_KEYS, head->value_depth);
        NAME(rows_times_packed)(rows, width, scores, SYNANN_ATTENTION_KEYS, block,
                                NAME(block_width)(packed, start), head->value_depth, start > 0, out, out_stride);
    }
    if (end == 0)
        for (long row = 0; row < rows; row++)
            for (long j = 0; j < head->value_depth; j++)
                out[row * out_stride + j] = (REAL)__builtin_nan("");
    for (long row = 0; row < rows; row += LANES) {
        vreal sum = load_some(state.sum + row, rows - row);
        // The result of a query without an allowed key is 0 / 0.
        store_some(state.factor + row, 1 / sum, rows - row);
        if (lse) {
            vreal value = load_some(state.greatest + row, rows - row) + NAME(vlog)(sum);
            store_some(lse + row, choose(sum == 0, broadcast((REAL)__builtin_nan("")), value), rows - row);
        }
    }
    NAME(scale_rows)(rows, head->value_depth, state.factor, out, out_stride);
}

static void NAME(attention)(const synann_attention_head *head, long first, long end, REAL *scratch, REAL *out,
                            long out_stride, REAL *lse) {
    const long keys_length = NAME(packed_length)(head->depth, head->keys);
    const long block_length = NAME(packed_length)(SYNANN_ATTENTION_KEYS, head->value_depth);
    REAL *keys = scratch, *values = keys + keys_length;
    REAL *scores = values + NAME(blocks_of)(head->keys) * block_length;
    const long visible = NAME(visible_keys)(head, end);
    NAME(panel_pack)(head->depth, visible, head->k, 1, head->k_stride, keys);
    for (long start = 0; start < visible; start += SYNANN_ATTENTION_KEYS) {
        NAME(panel_pack)(NAME(block_width)(visible, start), head->value_depth,
                         (const REAL *)head->v + start * head->v_stride, head->v_stride, 1,
                         values + start / SYNANN_ATTENTION_KEYS * block_length);
    }
    for (long row = first; row < end; row += SYNANN_ATTENTION_QUERIES) {
        const long rows = end - row < SYNANN_ATTENTION_QUERIES ? end - row : SYNANN_ATTENTION_QUERIES;
        NAME(attend)(head, row, rows, visible, keys, values, scores, out + row * out_stride, out_stride,
                     lse ? lse + row : lse);
    }
}

#include "attention_backward.h"
