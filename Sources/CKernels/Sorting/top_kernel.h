// Selects the greatest or least elements of lines. The kernel keeps the best elements so far in order. In a long line,
// few elements are better than the last of the best elements. The kernel therefore compares four vectors at once with
// this element, and examines their elements one by one only if an element is better.

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

static void NAME(top_line)(int least, long count, long length, const REAL *x, KEY *keys, int64_t *positions) {
    for (long i = 0; i < count; i++)
        NAME(insert_top)(NAME(key_of)(x[i], !least), i, i, keys, positions);
    vreal last = broadcast(x[positions[count - 1]]);
    const long block = 4 * LANES;
    for (long i = count; i < length;) {
        if (i + block <= length) {
            vint any = {0};
            for (int part = 0; part < 4; part++)
                any |= NAME(precedes)(load(x + i + part * LANES), last, least);
            if (!__builtin_reduce_or(any)) {
                i += block;
                continue;
            }
        }
        const long end = i + block < length ? i + block : length;
        for (; i < end; i++) {
            const KEY key = NAME(key_of)(x[i], !least);
            if (key < keys[count - 1]) {
                NAME(insert_top)(key, i, count - 1, keys, positions);
                last = broadcast(x[positions[count - 1]]);
            }
        }
    }
}

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
