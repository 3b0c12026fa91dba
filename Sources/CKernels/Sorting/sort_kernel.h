// This kernel is a radix sort. Each element has a key, an unsigned integer, and the order of the keys is the order of
// the elements. The kernel sorts the keys by each of their bytes, from the least significant byte to the most
// significant byte. A first pass over the elements counts how often each value of each byte occurs. The kernel then
// skips a byte that is the same in all keys. Lines of at most INSERTION_LIMIT elements are sorted by insertion.

#undef KEY
#undef KEY_BYTES
#define KEY NAME(sort_key)
#define KEY_BYTES ((long)sizeof(KEY))
#if defined(IS_FLOAT)
typedef uint32_t KEY;
#elif defined(IS_DOUBLE)
typedef uint64_t KEY;
#else
typedef UNSIGNED KEY;
#endif

// Returns a key of an element. The order of the keys is the order of the elements, or the reverse order if `descending`
// is not 0. NaN has the greatest key in both cases, and −0 has the key of 0.
INLINE KEY NAME(key_of)(REAL value, int descending) {
    KEY key;
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    const KEY sign = (KEY)1 << (8 * KEY_BYTES - 1);
    if (value != value)
        return ~(KEY)0;
    value += 0;
    memcpy(&key, &value, sizeof key);
    key = key & sign ? ~key : key | sign;
    return descending ? ~key : key;
#else
    memcpy(&key, &value, sizeof key);
#ifndef IS_UNSIGNED
    key ^= (KEY)1 << (8 * KEY_BYTES - 1);
#endif
    return descending ? (KEY)~key : key;
#endif
}

// Sorts the keys by insertion, and moves each position together with its key. Equal keys keep their order.
INLINE void NAME(insertion_sort)(long count, KEY *keys, int64_t *positions) {
    for (long i = 1; i < count; i++) {
        const KEY key = keys[i];
        const int64_t position = positions[i];
        long place = i;
        for (; place > 0 && keys[place - 1] > key; place--)
            keys[place] = keys[place - 1], positions[place] = positions[place - 1];
        keys[place] = key, positions[place] = position;
    }
}

#ifndef INSERTION_LIMIT
#define INSERTION_LIMIT 48
#endif

// Sorts the keys, moves each position together with its key, and returns the sorted positions. The result is
// `positions` or `other_positions`. `other_keys` and `other_positions` are scratch memory for `count` numbers, and
// `counts` is scratch memory for 256 numbers for each byte of a key.
static int64_t *NAME(sort_positions)(long count, KEY *keys, KEY *other_keys, int64_t *positions,
                                     int64_t *other_positions, long *counts) {
    if (count <= INSERTION_LIMIT) {
        NAME(insertion_sort)(count, keys, positions);
        return positions;
    }
    memset(counts, 0, sizeof(long) * 256 * (size_t)KEY_BYTES);
    for (long i = 0; i < count; i++)
        for (long byte = 0; byte < KEY_BYTES; byte++)
            counts[byte * 256 + (keys[i] >> (8 * byte) & 255)]++;
    for (long byte = 0; byte < KEY_BYTES; byte++) {
        long *starts = counts + byte * 256, start = 0;
        if (starts[keys[0] >> (8 * byte) & 255] == count)
            continue;
        for (long digit = 0; digit < 256; digit++) {
            const long number = starts[digit];
            starts[digit] = start, start += number;
        }
        for (long i = 0; i < count; i++) {
            const long place = starts[keys[i] >> (8 * byte) & 255]++;
            other_keys[place] = keys[i], other_positions[place] = positions[i];
        }
        KEY *sorted_keys = other_keys;
        int64_t *sorted_positions = other_positions;
        other_keys = keys, keys = sorted_keys;
        other_positions = positions, positions = sorted_positions;
    }
    return positions;
}

static void NAME(argsort)(int descending, long count, synann_strided x, int64_t *out, long out_stride, void *scratch) {
    const REAL *values = x.data;
    KEY *keys = scratch, *other_keys = (KEY *)((char *)scratch + 8 * count);
    int64_t *positions = (int64_t *)scratch + 2 * count, *other_positions = positions + count;
    for (long i = 0; i < count; i++)
        keys[i] = NAME(key_of)(values[i * x.stride], descending), positions[i] = i;
    const int64_t *sorted = NAME(sort_positions)(
        count, keys, other_keys, positions, other_positions, (long *)(positions + 2 * count));
    for (long i = 0; i < count; i++)
        out[i * out_stride] = sorted[i];
}

// Sorts the elements of `from` in place by their keys. `other` is scratch memory for `count` elements, and `counts` is
// scratch memory for 256 numbers for each byte of a key. The sort moves the elements, not their keys, because a key
// does not determine its element: 0 and −0 have the same key, and all NaN have the same key.
static void NAME(sort_elements)(long count, int descending, REAL *from, REAL *other, long *counts) {
    memset(counts, 0, sizeof(long) * 256 * (size_t)KEY_BYTES);
    for (long i = 0; i < count; i++) {
        const KEY key = NAME(key_of)(from[i], descending);
        for (long byte = 0; byte < KEY_BYTES; byte++)
            counts[byte * 256 + (key >> (8 * byte) & 255)]++;
    }
    REAL *const target = from;
    const KEY first = NAME(key_of)(from[0], descending);
    for (long byte = 0; byte < KEY_BYTES; byte++) {
        long *starts = counts + byte * 256, start = 0;
        if (starts[first >> (8 * byte) & 255] == count)
            continue;
        for (long digit = 0; digit < 256; digit++) {
            const long number = starts[digit];
            starts[digit] = start, start += number;
        }
        for (long i = 0; i < count; i++) {
            const REAL value = from[i];
            other[starts[NAME(key_of)(value, descending) >> (8 * byte) & 255]++] = value;
        }
        REAL *sorted = other;
        other = from, from = sorted;
    }
    if (from != target)
        memcpy(target, from, (size_t)count * sizeof(REAL));
}

static void NAME(sort)(int descending, long count, synann_strided x, REAL *out, long out_stride, void *scratch) {
    const REAL *values = x.data;
    REAL *elements = scratch;
    if (count == 0)
        return;
    for (long i = 0; i < count; i++)
        elements[i] = values[i * x.stride];
    if (count <= INSERTION_LIMIT)
        for (long i = 1; i < count; i++) {
            const REAL value = elements[i];
            const KEY key = NAME(key_of)(value, descending);
            long place = i;
            for (; place > 0 && NAME(key_of)(elements[place - 1], descending) > key; place--)
                elements[place] = elements[place - 1];
            elements[place] = value;
        }
    else
        NAME(sort_elements)(count, descending, elements, (REAL *)((char *)scratch + 8 * count),
                            (long *)((char *)scratch + 16 * count));
    for (long i = 0; i < count; i++)
        out[i * out_stride] = elements[i];
}

static void NAME(search_sorted)(int right, long length, const REAL *sorted, long count, const REAL *values,
                                int64_t *positions) {
    for (long i = 0; i < count; i++) {
        const KEY key = NAME(key_of)(values[i], 0);
        long low = 0, remaining = length;
        while (remaining > 0) {
            const long half = remaining / 2;
            const KEY other = NAME(key_of)(sorted[low + half], 0);
            const int is_before = right ? other <= key : other < key;
            low = is_before ? low + half + 1 : low;
            remaining = is_before ? remaining - half - 1 : half;
        }
        positions[i] = low;
    }
}

static void NAME(find_runs)(long count, const REAL *x, const int64_t *order, int64_t *starts, int64_t *runs,
                            long *found) {
    long number = 0;
    REAL former = 0;
    for (long place = 0; place < count; place++) {
        const REAL value = x[order[place]];
        starts[number] = place;
        number += place == 0 || value != former;
        runs[order[place]] = number - 1;
        former = value;
    }
    *found = number;
}
