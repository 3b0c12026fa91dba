// A tile of the matrix of scores: the queries first ..< first + rows and the keys start ..< start + width. The rows of
// a tile are SYNANN_ATTENTION_KEYS elements apart. This number is a multiple of the width of every panel, so that the
// last vector of a row may be written as a whole.
//
// There is no include guard, as in vector.h.

#undef TILE_ELEMENTS
#define TILE_ELEMENTS (SYNANN_ATTENTION_QUERIES * SYNANN_ATTENTION_KEYS)

typedef struct {
    long first, rows, start, width;
} NAME(attention_tile);

// Returns the number of elements of a packed matrix [inner, columns].
INLINE long NAME(packed_length)(long inner, long columns) {
    return (columns + TILE_WIDTH - 1) / TILE_WIDTH * TILE_WIDTH * inner;
}

// Returns the number of blocks of SYNANN_ATTENTION_KEYS keys.
INLINE long NAME(blocks_of)(long keys) {
    return (keys + SYNANN_ATTENTION_KEYS - 1) / SYNANN_ATTENTION_KEYS;
}

// Returns the number of keys of the block that starts at `start`, of keys 0 ..< end.
INLINE long NAME(block_width)(long end, long start) {
    return end - start < SYNANN_ATTENTION_KEYS ? end - start : SYNANN_ATTENTION_KEYS;
}

// Returns the number of keys to which at least one of the queries before `end` may attend.
INLINE long NAME(visible_keys)(const synann_attention_head *head, long end) {
    return head->is_causal && end < head->keys ? end : head->keys;
}

// Returns the number of keys of a tile to which the query of a row may attend, as far as causality is concerned.
INLINE long NAME(row_limit)(const synann_attention_head *head, NAME(attention_tile) tile, long row) {
    if (!head->is_causal)
        return tile.width;
    const long limit = tile.first + row + 1 - tile.start;
    return limit < 0 ? 0 : limit < tile.width ? limit : tile.width;
}

// Returns true for the lanes before `count`.
INLINE vint NAME(lanes_before)(long count) {
    vint lanes;
    for (long lane = 0; lane < LANES; lane++)
        lanes[lane] = (INTEGER)lane;
    return lanes < (INTEGER)count;
}

// Returns the scores of the keys j ..< j + LANES of a row, computed from the products q·k. The scores of keys that are
// not allowed, or not before `limit`, are −∞.
INLINE vreal NAME(masked_score)(const synann_attention_head *head, NAME(attention_tile) tile, long row, long j,
                                long limit, vreal product) {
    const vreal nothing = broadcast(-(REAL)__builtin_inf());
    vreal score = product * (REAL)head->scale;
    if (head->added)
        score += load_some((const REAL *)head->added + (tile.first + row) * head->added_stride + tile.start + j,
                           limit - j);
    if (head->allowed) {
        const uint8_t *allowed = head->allowed + (tile.first + row) * head->allowed_stride + tile.start + j;
        typedef uint8_t NAME(bytes) __attribute__((vector_size(VECTOR_BYTES / sizeof(REAL))));
        NAME(bytes) bytes = {0};
        memcpy(&bytes, allowed, limit - j < LANES ? (size_t)(limit - j) : (size_t)LANES);
        score = choose(__builtin_convertvector(bytes, vint) != 0, score, nothing);
    }
    return limit - j < LANES ? choose(NAME(lanes_before)(limit - j), score, nothing) : score;
}

// Sets the elements of a row of a tile to 0, from the first vector that contains no key before `limit`.
INLINE void NAME(clear_after)(NAME(attention_tile) tile, long limit, REAL *row) {
    for (long j = (limit + LANES - 1) / LANES * LANES; j < tile.width; j += LANES)
        store(row + j, (vreal){0});
}

INLINE REAL NAME(greatest_lane)(vreal x) {
    REAL greatest = x[0];
    for (long lane = 1; lane < LANES; lane++)
        greatest = x[lane] > greatest ? x[lane] : greatest;
    return greatest;
}

INLINE REAL NAME(sum_of_lanes)(vreal x) {
    REAL parts[LANES];
    store(parts, x);
    for (long half = LANES / 2; half > 0; half /= 2)
        for (long lane = 0; lane < half; lane++)
            parts[lane] += parts[lane + half];
    return parts[0];
}

// Multiplies the rows of the matrix a [rows, inner] by a packed matrix with `packed_inner` rows, of which the first
// `inner` are used: c [rows, columns].
static void NAME(rows_times_packed)(long rows, long inner, const REAL *a, long a_stride, const REAL *packed,
                                    long packed_inner, long columns, int adds, REAL *c, long c_stride) {
    for (long first = 0; first < columns; first += TILE_WIDTH, packed += TILE_WIDTH * packed_inner)
        NAME(multiply_panel)(rows, inner, a, a_stride, 1, packed, adds, c + first, c_stride, columns - first);
}

// Multiplies the transpose of the matrix a [inner, rows] by a packed matrix: c [rows, columns].
static void NAME(columns_times_packed)(long rows, long inner, const REAL *a, long a_stride, const REAL *packed,
                                       long columns, int adds, REAL *c, long c_stride) {
    for (long first = 0; first < columns; first += TILE_WIDTH, packed += TILE_WIDTH * inner)
        NAME(multiply_panel)(rows, inner, a, 1, a_stride, packed, adds, c + first, c_stride, columns - first);
}

// Computes the products of the rows of `a` and the first `width` packed vectors. The function writes whole vectors of a
// tile, so the elements of a row behind `width` are overwritten.
INLINE void NAME(scores_of_tile)(long rows, long depth, const REAL *a, long a_stride, const REAL *packed, long width,
                                 REAL *tile) {
    NAME(rows_times_packed)(rows, depth, a, a_stride, packed, depth, (width + LANES - 1) / LANES * LANES, 0, tile,
                            SYNANN_ATTENTION_KEYS);
}
