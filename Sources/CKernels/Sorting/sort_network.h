// Sorts an array of vectors, separately in each lane, by a bitonic sorting network: Knuth, "The Art of Computer
// Programming", volume 3, section 5.3.4. A sorting network compares the same positions for any values of the elements.
// All lanes can therefore use the same instructions, and no branch depends on an element.
//
// The file that includes this file defines three macros:
//
// - ITEM: the type of an item of the array, a vector or a structure of vectors.
// - ITEM_NAME(f): the name of the function f for this type.
// - EXCHANGE(a, b): puts the lesser of the items a and b into a and the greater into b, separately in each lane.
//
// The number of items is a multiple of BASE. A network for the next power of two would also compare items with
// positions after the end of the array. These positions count as +∞, which always stays at the later position. The code
// therefore omits these comparisons.
//
// There is no include guard, because each type of item includes this file.

#undef BASE
#define BASE 8

// Sorts the BASE items from v on in registers, with 19 exchanges: Knuth, section 5.3.4, figure 49.
INLINE void ITEM_NAME(sort_base)(ITEM *v) {
    ITEM a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
    EXCHANGE(a, c) EXCHANGE(b, d) EXCHANGE(e, g) EXCHANGE(f, h)
    EXCHANGE(a, e) EXCHANGE(b, f) EXCHANGE(c, g) EXCHANGE(d, h)
    EXCHANGE(a, b) EXCHANGE(c, d) EXCHANGE(e, f) EXCHANGE(g, h)
    EXCHANGE(c, e) EXCHANGE(d, f)
    EXCHANGE(b, e) EXCHANGE(d, g)
    EXCHANGE(b, c) EXCHANGE(d, e) EXCHANGE(f, g)
    v[0] = a, v[1] = b, v[2] = c, v[3] = d, v[4] = e, v[5] = f, v[6] = g, v[7] = h;
}

// Does the last three steps of a merge for the BASE items from v on, in registers. The distances between the compared
// items are 4, 2 and 1.
INLINE void ITEM_NAME(merge_base)(ITEM *v) {
    ITEM a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
    EXCHANGE(a, e) EXCHANGE(b, f) EXCHANGE(c, g) EXCHANGE(d, h)
    EXCHANGE(a, c) EXCHANGE(b, d) EXCHANGE(e, g) EXCHANGE(f, h)
    EXCHANGE(a, b) EXCHANGE(c, d) EXCHANGE(e, f) EXCHANGE(g, h)
    v[0] = a, v[1] = b, v[2] = c, v[3] = d, v[4] = e, v[5] = f, v[6] = g, v[7] = h;
}

// Puts the lesser of the items at i and j at i, and the greater at j, separately in each lane.
INLINE void ITEM_NAME(exchange_in_memory)(ITEM *v, long i, long j) {
    ITEM low = v[i], high = v[j];
    EXCHANGE(low, high)
    v[i] = low, v[j] = high;
}

// Does two steps of a merge together, for the items first … first + 4 · distance − 1. The distance between the compared
// items is 2 · `distance` in the first step, and `distance` in the second step. Items exist only before `end`.
static void ITEM_NAME(merge_two_steps)(ITEM *v, long first, long distance, long end) {
    for (long i = first; i < first + distance; i++) {
        const long j = i + distance, k = j + distance, l = k + distance;
        if (l < end) {
            ITEM a = v[i], b = v[j], c = v[k], d = v[l];
            EXCHANGE(a, c) EXCHANGE(b, d) EXCHANGE(a, b) EXCHANGE(c, d)
            v[i] = a, v[j] = b, v[k] = c, v[l] = d;
        } else {
            if (k < end)
                ITEM_NAME(exchange_in_memory)(v, i, k);
            if (j < end)
                ITEM_NAME(exchange_in_memory)(v, i, j);
        }
    }
}

// Sorts the items first … first + size − 1, whose two halves are sorted. Items exist only before `end`. The first step
// compares each item of the second half with its mirror image in the first half. The distance between the compared
// items is then size / 4, and half as much after each step.
static void ITEM_NAME(merge)(ITEM *v, long first, long size, long end) {
    const long middle = first + size / 2, limit = first + size < end ? first + size : end;
    for (long j = middle; j < limit; j++)
        ITEM_NAME(exchange_in_memory)(v, 2 * middle - 1 - j, j);
    long distance = size / 4;
    for (; distance / 2 >= BASE; distance /= 4)
        for (long block = first; block < limit; block += 2 * distance)
            ITEM_NAME(merge_two_steps)(v, block, distance / 2, end);
    for (; distance >= BASE; distance /= 2)
        for (long block = first; block < limit; block += 2 * distance)
            for (long i = block; i < block + distance && i + distance < end; i++)
                ITEM_NAME(exchange_in_memory)(v, i, i + distance);
    for (long block = first; block < limit; block += BASE)
        ITEM_NAME(merge_base)(v + block);
}

// Sorts the items first … first + size − 1. Items exist only before `end`. `size` is BASE times a power of two. The
// function sorts each half completely before it merges the halves, so that most steps work on items in the first-level
// cache.
static void ITEM_NAME(sort_items)(ITEM *v, long first, long size, long end) {
    if (size <= BASE) {
        ITEM_NAME(sort_base)(v + first);
        return;
    }
    ITEM_NAME(sort_items)(v, first, size / 2, end);
    if (first + size / 2 >= end)
        return;
    ITEM_NAME(sort_items)(v, first + size / 2, size / 2, end);
    ITEM_NAME(merge)(v, first, size, end);
}

// Sorts the first `count` items of v. `count` must be a multiple of BASE.
static void ITEM_NAME(sort_network)(ITEM *v, long count) {
    long size = BASE;
    while (size < count)
        size *= 2;
    ITEM_NAME(sort_items)(v, 0, size, count);
}
