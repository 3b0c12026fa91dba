// Sorts several lines together, with a different line in each lane of the vectors, by the sorting network of
// sort_network.h. If a line has more than NETWORK_LIMIT elements, or if the lines fill less than half of the lanes,
// sort_kernel.h sorts each line separately.
//
// The network compares keys instead of elements. A key is a signed integer, and the order of the keys is the order of
// the elements.

#include "sort_kernel.h"
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#include "../Vector/vector_transpose.h"
#endif

// The greatest length of a line that the network sorts. Longer lines do not fit into the second-level cache, and the
// network needs O(n log² n) comparisons for a line of n elements.
#ifndef NETWORK_LIMIT
#define NETWORK_LIMIT 4096
#endif

#undef MIN_KEY
#define MIN_KEY ((INTEGER)((KEY)1 << (8 * KEY_BYTES - 1)))
#undef LINE_OFFSET
#define LINE_OFFSET(layout, position, line) ((position) * (layout)->element_stride + (line) * (layout)->line_stride)

// ── Values ───────────────────────────────────────────────────────────────────────────────────────────────────────────

#undef ITEM
#undef ITEM_NAME
#undef EXCHANGE
#define ITEM vint
#define ITEM_NAME(f) NAME(f##_of_keys)
#define EXCHANGE(a, b)                                                                 \
    {                                                                                  \
        const vint least = __builtin_elementwise_min(a, b);                              \
        b = __builtin_elementwise_max(a, b), a = least;                                 \
    }
#include "sort_network.h"

// Returns the keys of the elements, for ascending order, or for descending order if `descending` is not 0. NaN has the
// greatest key in both orders. The keys of 0 and −0 differ.
INLINE vint NAME(keys_of)(vreal x, int descending) {
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    const vint bits = (vint)x, is_nan = (vint)(x != x), greatest = ~((vint){0} + MIN_KEY);
    const vint keys = bits ^ ((bits >> (8 * (long)sizeof(REAL) - 1)) & greatest);
    return ((descending ? ~keys : keys) & ~is_nan) | (greatest & is_nan);
#else
#ifdef IS_UNSIGNED
    const vint keys = (vint)x ^ ((vint){0} + MIN_KEY);
#else
    const vint keys = (vint)x;
#endif
    return descending ? ~keys : keys;
#endif
}

// Returns the elements that have these keys. Every NaN becomes the same NaN.
INLINE vreal NAME(elements_of)(vint keys, int descending) {
    keys = descending ? ~keys : keys;
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    const vreal elements = (vreal)(keys ^ ((keys >> (8 * (long)sizeof(REAL) - 1)) & ~((vint){0} + MIN_KEY)));
    return choose((vint)(elements == elements), elements, broadcast((REAL)NAN));
#elif defined(IS_UNSIGNED)
    return (vreal)(keys ^ ((vint){0} + MIN_KEY));
#else
    return (vreal)keys;
#endif
}

// Reads `lines` lines, `lines` ≤ LANES. The elements of a line are contiguous. Lane l of items[i] becomes element i of
// line l, or 0 if l ≥ `lines`. The items contain the bits of the elements, not their keys.
static void NAME(read_rows)(const synann_line_layout *layout, long lines, const REAL *x, vint *items) {
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    vreal tile[LANE_COUNT];
    FOR_EACH_VECTOR(i, length, layout->length, {
        for (long line = 0; line < LANES; line++)
            tile[line] = line < lines ? load_some(x + i + line * layout->line_stride, length) : (vreal){0};
        transpose_lanes(tile);
        for (long k = 0; k < length; k++)
            items[i + k] = (vint)tile[k];
    })
#else
    for (long line = 0; line < LANES; line++)
        for (long i = 0; i < layout->length; i++)
            ((REAL *)(items + i))[line] = line < lines ? x[i + line * layout->line_stride] : 0;
#endif
}

static void NAME(write_rows)(const synann_line_layout *layout, long lines, const vint *items, REAL *out) {
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    vreal tile[LANE_COUNT];
    FOR_EACH_VECTOR(i, length, layout->length, {
        for (long k = 0; k < LANES; k++)
            tile[k] = k < length ? (vreal)items[i + k] : (vreal){0};
        transpose_lanes(tile);
        for (long line = 0; line < lines; line++)
            store_some(out + i + line * layout->line_stride, tile[line], length);
    })
#else
    for (long line = 0; line < lines; line++)
        for (long i = 0; i < layout->length; i++)
            out[i + line * layout->line_stride] = ((const REAL *)(items + i))[line];
#endif
}

static void NAME(read_lines)(const synann_line_layout *layout, long lines, const REAL *x, vint *items) {
    if (layout->element_stride == 1)
        NAME(read_rows)(layout, lines, x, items);
    else if (layout->line_stride == 1)
        for (long i = 0; i < layout->length; i++)
            items[i] = (vint)load_some(x + i * layout->element_stride, lines);
    else
        for (long i = 0; i < layout->length; i++)
            for (long line = 0; line < LANES; line++)
                ((REAL *)(items + i))[line] = line < lines ? x[LINE_OFFSET(layout, i, line)] : 0;
}

static void NAME(write_lines)(const synann_line_layout *layout, long lines, const vint *items, REAL *out) {
    if (layout->element_stride == 1)
        NAME(write_rows)(layout, lines, items, out);
    else if (layout->line_stride == 1)
        for (long i = 0; i < layout->length; i++)
            store_some(out + i * layout->element_stride, (vreal)items[i], lines);
    else
        for (long i = 0; i < layout->length; i++)
            for (long line = 0; line < lines; line++)
                out[LINE_OFFSET(layout, i, line)] = ((const REAL *)(items + i))[line];
}

// Sorts `lines` lines by the network, `lines` ≤ LANES. Returns 0, without writing to `out`, if a line contains −0. The
// sort must keep the order of −0 and 0, because −0 equals 0. The network cannot keep this order, because the keys of −0
// and 0 differ.
static int NAME(sort_lanes)(int descending, const synann_line_layout *layout, long lines, const REAL *x, REAL *out,
                            vint *items) {
    const long padded = (layout->length + BASE - 1) / BASE * BASE;
    NAME(read_lines)(layout, lines, x, items);
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    vint has_negative_zero = {0};
    for (long i = 0; i < layout->length; i++)
        has_negative_zero |= (vint)(items[i] == (vint){0} + MIN_KEY);
    for (long line = 0; line < LANES; line++)
        if (has_negative_zero[line])
            return 0;
#endif
    for (long i = 0; i < layout->length; i++)
        items[i] = NAME(keys_of)((vreal)items[i], descending);
    for (long i = layout->length; i < padded; i++)
        items[i] = ~((vint){0} + MIN_KEY);
    NAME(sort_network_of_keys)(items, padded);
    for (long i = 0; i < layout->length; i++)
        items[i] = (vint)NAME(elements_of)(items[i], descending);
    NAME(write_lines)(layout, lines, items, out);
    return 1;
}

static void NAME(sort_lines)(int descending, const synann_line_layout *layout, const REAL *x, REAL *out, void *scratch) {
    for (long first = 0; first < layout->lines; first += LANES) {
        const long lines = layout->lines - first < LANES ? layout->lines - first : LANES;
        if (layout->length <= NETWORK_LIMIT && 2 * lines >= LANES)
            if (NAME(sort_lanes)(descending, layout, lines, x + first * layout->line_stride,
                                 out + first * layout->line_stride, scratch))
                continue;
        for (long line = first; line < first + lines; line++)
            NAME(sort)(descending, layout->length,
                       (synann_strided){x + line * layout->line_stride, layout->element_stride},
                       out + line * layout->line_stride, layout->element_stride, scratch);
    }
}

// ── Positions ────────────────────────────────────────────────────────────────────────────────────────────────────────

// The network must also sort the positions of the elements. If an element has at most 4 bytes, an integer of 8 bytes
// contains its key and, in the lower half, its position. If an element has 8 bytes, the key and the position are
// separate integers, and the network compares the positions of equal keys. No two items are equal, so equal elements
// keep their order.

#undef LONG_LANES
#define LONG_LANES ((long)(VECTOR_BYTES / 8))
typedef int64_t NAME(vlong) __attribute__((vector_size(VECTOR_BYTES)));

#undef ITEM
#undef ITEM_NAME
#undef EXCHANGE
#define ITEM_NAME(f) NAME(f##_of_positions)
#if defined(IS_64_BIT)
#define ITEM NAME(key_and_position)
typedef struct {
    NAME(vlong) key, position;
} NAME(key_and_position);
#define EXCHANGE(a, b)                                                                 \
    {                                                                                  \
        const NAME(vlong) swap = (NAME(vlong))(a.key > b.key)                          \
                                 | ((NAME(vlong))(a.key == b.key) & (NAME(vlong))(a.position > b.position)); \
        const NAME(vlong) keys = (a.key ^ b.key) & swap, positions = (a.position ^ b.position) & swap; \
        a.key ^= keys, b.key ^= keys, a.position ^= positions, b.position ^= positions; \
    }
#else
#define ITEM NAME(vlong)
#define EXCHANGE(a, b)                                                                 \
    {                                                                                  \
        const NAME(vlong) least = __builtin_elementwise_min(a, b);                       \
        b = __builtin_elementwise_max(a, b), a = least;                                 \
    }
#endif
#include "sort_network.h"

INLINE void NAME(set_item)(ITEM *item, long line, REAL value, int descending, int64_t position) {
    const uint64_t key = NAME(key_of)(value, descending), sign = (uint64_t)1 << 63;
#ifdef IS_64_BIT
    ((int64_t *)&item->key)[line] = (int64_t)(key ^ sign), ((int64_t *)&item->position)[line] = position;
#else
    ((int64_t *)item)[line] = (int64_t)((key << 32 | (uint64_t)position) ^ sign);
#endif
}

INLINE int64_t NAME(position_of)(const ITEM *item, long line) {
#ifdef IS_64_BIT
    return ((const int64_t *)&item->position)[line];
#else
    return ((const int64_t *)item)[line] & 0xFFFFFFFF;
#endif
}

static void NAME(argsort_lanes)(int descending, const synann_line_layout *layout, long lines, const REAL *x,
                                int64_t *out, ITEM *items) {
    const long padded = (layout->length + BASE - 1) / BASE * BASE;
    for (long i = 0; i < layout->length; i++)
        for (long line = 0; line < LONG_LANES; line++)
            NAME(set_item)(items + i, line, line < lines ? x[LINE_OFFSET(layout, i, line)] : 0, descending, i);
    for (int64_t *word = (int64_t *)(items + layout->length); word < (int64_t *)(items + padded); word++)
        *word = INT64_MAX;
    NAME(sort_network_of_positions)(items, padded);
    for (long i = 0; i < layout->length; i++)
        for (long line = 0; line < lines; line++)
            out[LINE_OFFSET(layout, i, line)] = NAME(position_of)(items + i, line);
}

static void NAME(argsort_lines)(int descending, const synann_line_layout *layout, const REAL *x, int64_t *out,
                                void *scratch) {
    for (long first = 0; first < layout->lines; first += LONG_LANES) {
        const long lines = layout->lines - first < LONG_LANES ? layout->lines - first : LONG_LANES;
        if (layout->length <= NETWORK_LIMIT && 2 * lines >= LONG_LANES) {
            NAME(argsort_lanes)(descending, layout, lines, x + first * layout->line_stride,
                                out + first * layout->line_stride, scratch);
            continue;
        }
        for (long line = first; line < first + lines; line++)
            NAME(argsort)(descending, layout->length,
                          (synann_strided){x + line * layout->line_stride, layout->element_stride},
                          out + line * layout->line_stride, layout->element_stride, scratch);
    }
}
