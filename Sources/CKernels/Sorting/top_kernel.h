// Selects the greatest or least elements of lines. The kernel keeps the best elements so far in order. In a long line,
// few elements are better than the last of the best elements. The kernel therefore compares four vectors at once with
// this element, and examines their elements one by one only if an element is better.

#include "../Vector/vector_lanes.h"
#include "sort_lines_kernel.h"

// Inserts an element into the first `filled` elements of `keys` and `positions`, before the first element with a
// greater key. Elements with an equal key stay before the inserted element.
INLINE void NAME(insert_top)(KEY key, int64_t position, long filled, KEY *keys, int64_t *positions) {
    long place = filled;
    for (; place > 0 && keys[place - 1] > key; place--)
        keys[place] = keys[place - 1], positions[place] = positions[place - 1];
    keys[place] = key, positions[place] = position;
}

// Returns a mask of the lanes whose element precedes `last`: the element is less than `last` if `least` is not 0, and
// greater otherwise. Every number precedes NaN.
INLINE vint NAME(precedes)(vreal x, vreal last, int least) {
    const vint is_better = least ? (vint)(x < last) : (vint)(x > last);
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    return is_better | ((vint)(last != last) & (vint)(x == x));
#else
    return is_better;
#endif
}

// Inserts element i of x if it precedes the last of the best elements.
#define EXAMINE(place)                                                                 \
    {                                                                                  \
        const KEY key = NAME(key_of)(x[place], !least);                                \
        if (key < keys[count - 1]) {                                                   \
            NAME(insert_top)(key, place, count - 1, keys, positions);                  \
            last = broadcast(x[positions[count - 1]]);                                 \
        }                                                                              \
    }

// Examines the elements from `start` on whose lanes are set.
#ifdef LANE_BITS
#define EXAMINE_LANES(found, start)                                                    \
    for (uint32_t lanes = LANE_BITS(found); lanes; lanes &= lanes - 1)                 \
        EXAMINE((start) + __builtin_ctz(lanes))
#else
#define EXAMINE_LANES(found, start)                                                    \
    for (long lane = 0; lane < LANES; lane++)                                          \
        if (found[lane])                                                               \
            EXAMINE((start) + lane)
#endif

static void NAME(top_line)(int least, long count, long length, const REAL *x, KEY *keys, int64_t *positions) {
    for (long i = 0; i < count; i++)
        NAME(insert_top)(NAME(key_of)(x[i], !least), i, i, keys, positions);
    vreal last = broadcast(x[positions[count - 1]]);
    long i = count;
    for (; i + 4 * LANES <= length; i += 4 * LANES) {
        vint better[4];
        for (int part = 0; part < 4; part++)
            better[part] = NAME(precedes)(load(x + i + part * LANES), last, least);
        if (!NAME(any_lane)((better[0] | better[1]) | (better[2] | better[3])))
            continue;
        for (int part = 0; part < 4; part++)
            EXAMINE_LANES(better[part], i + part * LANES)
    }
    for (; i < length; i++)
        EXAMINE(i)
}

#undef EXAMINE
#undef EXAMINE_LANES

static void NAME(top_lines)(int least, long count, const synann_line_layout *layout, const REAL *x,
                            synann_top_positions out, void *scratch) {
    int64_t *positions = scratch;
    KEY *keys = (KEY *)(positions + count);
    REAL *copy = (REAL *)(positions + 2 * count);
    for (long line = 0; line < layout->lines && count > 0; line++) {
        const REAL *elements = x + line * layout->line_stride;
        if (layout->element_stride != 1) {
            for (long i = 0; i < layout->length; i++)
                copy[i] = elements[i * layout->element_stride];
            elements = copy;
        }
        NAME(top_line)(least, count, layout->length, elements, keys, positions);
        for (long i = 0; i < count; i++)
            out.data[i * layout->element_stride + line * out.line_stride] = positions[i];
    }
}
