// Selects the greatest or least elements of lines. The kernel keeps the best elements so far in order. In a long line,
// few elements are better than the last of the best elements. The kernel therefore compares four vectors at once with
// this element, and examines their elements one by one only if an element is better. For few elements of a long line, a
// first pass over the line finds a bound that hardly more elements reach than the kernel selects.

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

// Inserts an element if there are less than `count` elements so far, or if it precedes the last of them. `filled` is the
// number of elements so far. Returns the number of elements afterwards.
INLINE long NAME(offer_top)(KEY key, int64_t position, long filled, long count, KEY *keys, int64_t *positions) {
    if (filled < count) {
        NAME(insert_top)(key, position, filled, keys, positions);
        return filled + 1;
    }
    if (key < keys[count - 1])
        NAME(insert_top)(key, position, count - 1, keys, positions);
    return count;
}

// Inserts the element of x at `place` if it precedes the last of the best elements.
#define EXAMINE(place)                                                                 \
    {                                                                                  \
        const KEY key = NAME(key_of)(x[place], !least);                                \
        if (key < keys[count - 1]) {                                                   \
            NAME(insert_top)(key, place, count - 1, keys, positions);                  \
            last = broadcast(x[positions[count - 1]]);                                 \
        }                                                                              \
    }

// Inserts the element of x at `place`, which reaches the bound, unless `count` elements precede it.
#define OFFER(place)                                                                   \
    filled = NAME(offer_top)(NAME(key_of)(x[place], !least), place, filled, count, keys, positions);

// Runs ACTION(place) for the places from `start` on whose lanes are set.
#ifdef LANE_BITS
#define FOR_EACH_LANE(found, start, ACTION)                                            \
    for (uint32_t lanes = LANE_BITS(found); lanes; lanes &= lanes - 1)                 \
        ACTION((start) + __builtin_ctz(lanes))
#else
#define FOR_EACH_LANE(found, start, ACTION)                                            \
    for (long lane = 0; lane < LANES; lane++)                                          \
        if (found[lane])                                                               \
            ACTION((start) + lane)
#endif

INLINE vint NAME(reaches)(vreal x, vreal bound, int least) {
    return least ? (vint)(x <= bound) : (vint)(x >= bound);
}

// Returns the last of the `count` best among the extrema of 4 · LANES groups of elements. At least `count` elements reach
// this bound, unless a group contains NaN. `keys` and `positions` are scratch memory.
INLINE REAL NAME(bound_of_groups)(int least, long count, long length, const REAL *x, KEY *keys, int64_t *positions) {
    vreal bests[4];
    for (int part = 0; part < 4; part++)
        bests[part] = load(x + part * LANES);
    for (long i = 4 * LANES; i + 4 * LANES <= length; i += 4 * LANES)
        for (int part = 0; part < 4; part++) {
            const vreal value = load(x + i + part * LANES);
            const vint is_better = least ? (vint)(value < bests[part]) : (vint)(value > bests[part]);
            bests[part] = choose(is_better, value, bests[part]);
        }
    REAL extrema[4 * LANES];
    memcpy(extrema, bests, sizeof bests);
    for (long group = 0, filled = 0; group < 4 * LANES; group++)
        filled = NAME(offer_top)(NAME(key_of)(extrema[group], !least), group, filled, count, keys, positions);
    return extrema[positions[count - 1]];
}

// Does the work of top_line for few elements of a long line. Returns 0 if fewer than `count` elements reach the bound,
// because of NaN.
static int NAME(top_line_by_bound)(int least, long count, long length, const REAL *x, KEY *keys, int64_t *positions) {
    const REAL limit = NAME(bound_of_groups)(least, count, length, x, keys, positions);
    const vreal bound = broadcast(limit);
    long i = 0, filled = 0;
    for (; i + 4 * LANES <= length; i += 4 * LANES) {
        vint found[4];
        for (int part = 0; part < 4; part++)
            found[part] = NAME(reaches)(load(x + i + part * LANES), bound, least);
        if (!NAME(any_lane)((found[0] | found[1]) | (found[2] | found[3])))
            continue;
        for (int part = 0; part < 4; part++)
            FOR_EACH_LANE(found[part], i + part * LANES, OFFER)
    }
    for (; i < length; i++)
        if (least ? x[i] <= limit : x[i] >= limit)
            OFFER(i)
    return filled == count;
}

static void NAME(top_line)(int least, long count, long length, const REAL *x, KEY *keys, int64_t *positions) {
    if (2 * count <= 4 * LANES && length >= 32 * LANES
        && NAME(top_line_by_bound)(least, count, length, x, keys, positions))
        return;
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
            FOR_EACH_LANE(better[part], i + part * LANES, EXAMINE)
    }
    for (; i < length; i++)
        EXAMINE(i)
}

#undef EXAMINE
#undef OFFER
#undef FOR_EACH_LANE

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
