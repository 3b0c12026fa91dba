#if defined(IS_FLOAT) || defined(IS_DOUBLE)

// The dispatch names all types. There are no random integers of a real type.
static void NAME(random_integers)(const synann_random_integers_operands *o, long count, REAL *out, long *used) {
    (void)o, (void)count, (void)out, (void)used;
}

#else

#if defined(IS_64_BIT)
#define WIDE unsigned __int128
#else
#define WIDE uint64_t
#endif

// Writes the numbers of GROUP blocks in the order of the stream.
static void NAME(words_of_group)(uint64_t seed, uint64_t block, uint64_t *numbers) {
    uint32_t words[4][GROUP];
    PHILOX_GROUP(words, seed, block, 0, GROUP)
    for (int i = 0; i < GROUP; i++) {
        numbers[2 * i] = words[0][i] | (uint64_t)words[1][i] << 32;
        numbers[2 * i + 1] = words[2][i] | (uint64_t)words[3][i] << 32;
    }
}

static void NAME(random_integers)(const synann_random_integers_operands *o, long count, REAL *out, long *used) {
    const UNSIGNED length = (UNSIGNED)o->length, lower = (UNSIGNED)o->lower;
    const UNSIGNED skipped = (UNSIGNED)((UNSIGNED)(0 - length) % length);
    uint64_t numbers[2 * GROUP];
    uint64_t block = o->block;
    long next = o->starts_at_second, written = 0, total = -next;
    while (written < count) {
        NAME(words_of_group)(o->seed, block, numbers);
        for (; next < 2 * GROUP && written < count; next++) {
            const WIDE product = (WIDE)(UNSIGNED)numbers[next] * length;
            if ((UNSIGNED)product >= skipped)
                out[written++] = (REAL)(UNSIGNED)(lower + (UNSIGNED)(product >> (8 * sizeof(UNSIGNED))));
        }
        total += next;
        next = 0, block += GROUP;
    }
    *used = total;
}

#undef WIDE

#endif
