// The derivatives of attention. With the weights p, the cotangent g of a result o, and d = g·o of a query:
//
//     ∂v = Σ p g over the queries      e = s p (g·v − d)      ∂q = Σ e k over the keys      ∂k = Σ e q over the queries
//
// The weights are computed again, as exp(score − lse).

static void NAME(attention_backward_scratch)(const synann_attention_head *head, long *elements) {
    const long depth = head->depth, value_depth = head->value_depth;
    const long blocks = (head->queries + SYNANN_ATTENTION_QUERIES - 1) / SYNANN_ATTENTION_QUERIES;
    *elements = NAME(packed_length)(depth, SYNANN_ATTENTION_KEYS) + NAME(packed_length)(SYNANN_ATTENTION_KEYS, depth)
        + NAME(packed_length)(value_depth, SYNANN_ATTENTION_KEYS)
        + blocks * (NAME(packed_length)(SYNANN_ATTENTION_QUERIES, depth)
                    + NAME(packed_length)(SYNANN_ATTENTION_QUERIES, value_depth))
        + 2 * TILE_ELEMENTS + head->queries;
}

// The memory of the kernel: the packed keys, the packed transposes of keys and values, the packed queries and
// cotangents of every block of queries, two tiles, and d for each query.
typedef struct {
    REAL *keys, *transposed_keys, *transposed_values, *queries, *cotangents, *weights, *slopes, *dots;
} NAME(attention_memory);

// Replaces the products q·k by the weights p, and the products g·v by e.
static void NAME(weights_and_slopes)(const synann_attention_head *head, NAME(attention_tile) tile, const REAL *lse,
                                     const REAL *dots, REAL *weights, REAL *slopes) {
    for (long row = 0; row < tile.rows; row++) {
        const long limit = NAME(row_limit)(head, tile, row);
        const vreal shift = broadcast(lse[row]), dot = broadcast(dots[row]), scale = broadcast((REAL)head->scale);
        REAL *weight = weights + row * SYNANN_ATTENTION_KEYS, *slope = slopes + row * SYNANN_ATTENTION_KEYS;
        for (long j = 0; j < limit; j += LANES) {
            vreal score = NAME(masked_score)(head, tile, row, j, limit, load(weight + j));
            vreal p = NAME(vexp)(score - shift);
            vreal difference = load(slope + j) - dot;
            store(weight + j, p);
            store(slope + j, p * difference * scale);
        }
        NAME(clear_after)(tile, limit, weight);
        NAME(clear_after)(tile, limit, slope);
    }
}

// Adds what a tile contributes to the derivatives. `packed` is the number of keys of the tile's block.
static void NAME(backward_of_tile)(const synann_attention_head *head, const synann_attention_gradient *gradient,
                                   NAME(attention_tile) tile, long packed, const NAME(attention_memory) *memory) {
    const long depth = head->depth, value_depth = head->value_depth, block = tile.first / SYNANN_ATTENTION_QUERIES;
    const REAL *queries = (const REAL *)head->q + tile.first * head->q_stride;
    const REAL *cotangents = (const REAL *)gradient->cotangent + tile.first * gradient->cotangent_stride;
    NAME(scores_of_tile)(tile.rows, depth, queries, head->q_stride, memory->transposed_keys, tile.width,
                         memory->weights);
    NAME(scores_of_tile)(tile.rows, value_depth, cotangents, gradient->cotangent_stride, memory->transposed_values,
                         tile.width, memory->slopes);
    NAME(weights_and_slopes)(head, tile, (const REAL *)gradient->lse + tile.first, memory->dots + tile.first,
                             memory->weights, memory->slopes);
    NAME(columns_times_packed)(
        tile.width, tile.rows, memory->weights, SYNANN_ATTENTION_KEYS,
        memory->cotangents + block * NAME(packed_length)(SYNANN_ATTENTION_QUERIES, value_depth), value_depth, 1,
        (REAL *)gradient->by_v + tile.start * gradient->by_v_stride, gradient->by_v_stride);
    NAME(columns_times_packed)(
        tile.width, tile.rows, memory->slopes, SYNANN_ATTENTION_KEYS,
        memory->queries + block * NAME(packed_length)(SYNANN_ATTENTION_QUERIES, depth), depth, 1,
        (REAL *)gradient->by_k + tile.start * gradient->by_k_stride, gradient->by_k_stride);
    NAME(rows_times_packed)(
        tile.rows, tile.width, memory->slopes, SYNANN_ATTENTION_KEYS, memory->keys, packed, depth, 1,
        (REAL *)gradient->by_q + tile.first * gradient->by_q_stride, gradient->by_q_stride);
}

INLINE void NAME(clear_rows)(long rows, long columns, REAL *to, long stride) {
    for (long row = 0; row < rows; row++)
        memset(to + row * stride, 0, (size_t)columns * sizeof(REAL));
}

// Packs the queries and the cotangents, and computes d for each query.
static void NAME(prepare_queries)(const synann_attention_head *head, const synann_attention_gradient *gradient,
                                  const NAME(attention_memory) *memory) {
    const long depth = head->depth, value_depth = head->value_depth;
    REAL *queries = memory->queries, *cotangents = memory->cotangents;
    for (long first = 0; first < head->queries; first += SYNANN_ATTENTION_QUERIES) {
        const long left = head->queries - first;
        const long rows = left < SYNANN_ATTENTION_QUERIES ? left : SYNANN_ATTENTION_QUERIES;
        const REAL *g = (const REAL *)gradient->cotangent + first * gradient->cotangent_stride;
        const REAL *o = (const REAL *)gradient->out + first * gradient->out_stride;
        NAME(panel_pack)(rows, depth, (const REAL *)head->q + first * head->q_stride, head->q_stride, 1, queries);
        NAME(panel_pack)(rows, value_depth, g, gradient->cotangent_stride, 1, cotangents);
        queries += NAME(packed_length)(SYNANN_ATTENTION_QUERIES, depth);
        cotangents += NAME(packed_length)(SYNANN_ATTENTION_QUERIES, value_depth);
        for (long row = 0; row < rows; row++, g += gradient->cotangent_stride, o += gradient->out_stride) {
            vreal sums = {0};
            FOR_EACH_VECTOR(j, length, value_depth, { sums += load_some(g + j, length) * load_some(o + j, length); })
            memory->dots[first + row] = NAME(sum_of_lanes)(sums);
        }
    }
}

static void NAME(attention_backward)(const synann_attention_head *head, const synann_attention_gradient *gradient,
                                     long first, long end, REAL *scratch) {
    const long depth = head->depth, value_depth = head->value_depth;
    const long blocks = (head->queries + SYNANN_ATTENTION_QUERIES - 1) / SYNANN_ATTENTION_QUERIES;
    NAME(attention_memory) memory;
    memory.transposed_keys = scratch;
    memory.keys = memory.transposed_keys + NAME(packed_length)(depth, SYNANN_ATTENTION_KEYS);
    memory.transposed_values = memory.keys + NAME(packed_length)(SYNANN_ATTENTION_KEYS, depth);
    memory.queries = memory.transposed_values + NAME(packed_length)(value_depth, SYNANN_ATTENTION_KEYS);
    memory.cotangents = memory.queries + blocks * NAME(packed_length)(SYNANN_ATTENTION_QUERIES, depth);
    memory.weights = memory.cotangents + blocks * NAME(packed_length)(SYNANN_ATTENTION_QUERIES, value_depth);
    memory.slopes = memory.weights + TILE_ELEMENTS;
    memory.dots = memory.slopes + TILE_ELEMENTS;
    NAME(prepare_queries)(head, gradient, &memory);
    NAME(clear_rows)(head->queries, depth, gradient->by_q, gradient->by_q_stride);
    NAME(clear_rows)(end - first, depth, (REAL *)gradient->by_k + first * gradient->by_k_stride, gradient->by_k_stride);
    NAME(clear_rows)(end - first, value_depth, (REAL *)gradient->by_v + first * gradient->by_v_stride,
                     gradient->by_v_stride);
    for (long start = first; start < end; start += SYNANN_ATTENTION_KEYS) {
        const long width = NAME(block_width)(end, start);
        const REAL *k = (const REAL *)head->k + start * head->k_stride;
        const REAL *v = (const REAL *)head->v + start * head->v_stride;
        NAME(panel_pack)(depth, width, k, 1, head->k_stride, memory.transposed_keys);
        NAME(panel_pack)(value_depth, width, v, 1, head->v_stride, memory.transposed_values);
        // The queries of the earlier blocks may not attend to any of these keys.
        const long earliest = head->is_causal ? start / SYNANN_ATTENTION_QUERIES * SYNANN_ATTENTION_QUERIES : 0;
        NAME(panel_pack)(width, depth, k, head->k_stride, 1, memory.keys);
        for (long query = earliest; query < head->queries; query += SYNANN_ATTENTION_QUERIES) {
            const long left = head->queries - query;
            const long rows = left < SYNANN_ATTENTION_QUERIES ? left : SYNANN_ATTENTION_QUERIES;
            const long visible = NAME(visible_keys)(head, query + rows) - start;
            const NAME(attention_tile) tile = {query, rows, start, visible < width ? visible : width};
            if (tile.width > 0)
                NAME(backward_of_tile)(head, gradient, tile, width, &memory);
        }
    }
}
