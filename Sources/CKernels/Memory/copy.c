#include "copy.h"

#include "../Dispatch/wide.h"

#include <stdint.h>
#include <string.h>

typedef struct {
    uint64_t words[2];
} pair;

// From about 4 KiB on, glibc copies by the instruction `rep movsb`. On AMD's Zen 4 this instruction took ten times as long
// for a target 8 bytes after a multiple of 64. glibc copies pieces of this size by vectors, at the same speed for every
// alignment.
enum { PIECE = 2048 };

static void copy_bytes(size_t bytes, const char *from, char *to) {
    for (; bytes > PIECE; bytes -= PIECE, from += PIECE, to += PIECE)
        memcpy(to, from, PIECE);
    memcpy(to, from, bytes);
}

// The rows of a matrix whose rows have gaps between them are prefetched: the processor itself fetches ahead within a row
// only. Shorter rows would cost more than they gain, and a longer row would leave the first-level cache before it is read.
enum { SHORTEST_PREFETCHED_ROW = 1024, LONGEST_PREFETCHED_ROW = 8192, ROW_BLOCK = 128 };

// Copies rows of `bytes` bytes, and prefetches each block of the next row meanwhile.
#define COPY_ROWS                                                                               \
    for (long i = 0; i < rows; i++, from += from_step, to += to_step) {                         \
        const long from_next = i + 1 < rows ? from_step : 0, to_next = i + 1 < rows ? to_step : 0; \
        long j = 0;                                                                             \
        for (; j + ROW_BLOCK <= bytes; j += ROW_BLOCK) {                                        \
            for (long line = j; line < j + ROW_BLOCK; line += 64) {                             \
                __builtin_prefetch(from + from_next + line);                                    \
                __builtin_prefetch(to + to_next + line);                                        \
            }                                                                                   \
            memcpy(to + j, from + j, ROW_BLOCK);                                                \
        }                                                                                       \
        memcpy(to + j, from + j, (size_t)(bytes - j));                                          \
    }

static void copy_rows_portable(long rows, long bytes, const char *restrict from, long from_step, char *restrict to,
                               long to_step) {
    COPY_ROWS
}

#if defined(__x86_64__)
WIDE static void copy_rows_wide(long rows, long bytes, const char *restrict from, long from_step, char *restrict to,
                                long to_step) {
    COPY_ROWS
}
#endif

// Copies rows of `bytes` bytes that are `from_step` and `to_step` bytes apart.
static void copy_rows(long rows, long bytes, const char *from, long from_step, char *to, long to_step) {
    if (bytes < SHORTEST_PREFETCHED_ROW || bytes > LONGEST_PREFETCHED_ROW) {
        for (long i = 0; i < rows; i++)
            copy_bytes((size_t)bytes, from + i * from_step, to + i * to_step);
        return;
    }
    CALL_WIDE(copy_rows, rows, bytes, from, from_step, to, to_step)
}

#define COPY_STRIDED(type)                                                                      \
    for (long i = 0; i < count; i++)                                                            \
        ((type *)to)[i * to_stride] = ((const type *)from)[i * from_stride];                    \
    break;

// The compiler vectorizes the following loops.
#define FILL(type)                                                                              \
    {                                                                                           \
        const type value = *(const type *)from;                                                 \
        for (long i = 0; i < count; i++)                                                        \
            ((type *)to)[i] = value;                                                            \
    }                                                                                           \
    break;

#define FILL_BY_SIZE                                                                            \
    switch (size) {                                                                             \
    case 1: FILL(uint8_t)                                                                       \
    case 2: FILL(uint16_t)                                                                      \
    case 4: FILL(uint32_t)                                                                      \
    case 8: FILL(uint64_t)                                                                      \
    case 16: FILL(pair)                                                                         \
    }

#define COPY_REVERSED(type)                                                                     \
    for (long i = 0; i < count; i++)                                                            \
        ((type *)to)[i] = ((const type *)from)[-i];                                             \
    break;

#define COPY_REVERSED_BY_SIZE                                                                   \
    switch (size) {                                                                             \
    case 1: COPY_REVERSED(uint8_t)                                                              \
    case 2: COPY_REVERSED(uint16_t)                                                             \
    case 4: COPY_REVERSED(uint32_t)                                                             \
    case 8: COPY_REVERSED(uint64_t)                                                             \
    case 16: COPY_REVERSED(pair)                                                                \
    }

static void fill_portable(long size, long count, const void *restrict from, void *restrict to) { FILL_BY_SIZE }

static void copy_reversed_portable(long size, long count, const void *restrict from, void *restrict to) {
    COPY_REVERSED_BY_SIZE
}

#if defined(__x86_64__)

WIDE static void fill_wide(long size, long count, const void *restrict from, void *restrict to) { FILL_BY_SIZE }

WIDE static void copy_reversed_wide(long size, long count, const void *restrict from, void *restrict to) {
    COPY_REVERSED_BY_SIZE
}

#endif

// Writes the element at `from` to `count` elements.
static void fill(long size, long count, const void *from, void *to) { CALL_WIDE(fill, size, count, from, to) }

static void copy_reversed(long size, long count, const void *from, void *to) {
    CALL_WIDE(copy_reversed, size, count, from, to)
}

void synann_copy(long size, long count, const void *from, long from_stride, void *to,
                      long to_stride) {
    if (from_stride == 1 && to_stride == 1) {
        copy_bytes((size_t)(size * count), from, to);
        return;
    }
    if (from_stride == 0 && to_stride == 1 && count > 0) {
        fill(size, count, from, to);
        return;
    }
    if (from_stride == -1 && to_stride == 1) {
        copy_reversed(size, count, from, to);
        return;
    }
    switch (size) {
    case 1: COPY_STRIDED(uint8_t)
    case 2: COPY_STRIDED(uint16_t)
    case 4: COPY_STRIDED(uint32_t)
    case 8: COPY_STRIDED(uint64_t)
    case 16: COPY_STRIDED(pair)
    }
}

// The side of the square tiles in which a matrix is transposed. A tile is small, so the cache lines of the tile stay in
// the first-level cache until all elements are read.
enum { TILE = 16 };

#define COPY_TILE(type, height, width, direction)                                               \
    for (long i = i0; i < i0 + (height); i++)                                                   \
        for (long j = j0; j < j0 + (width); j++)                                                \
            ((type *)to)[i * to_stride + j] = ((const type *)from)[j * from_stride + i * (direction)];

// 4 × 4 elements of 4 bytes, and 2 × 2 elements of 8 bytes, are transposed in vectors of 16 bytes by shuffles. If the
// direction is −1, a vector is read in the reverse order.
typedef uint32_t words __attribute__((vector_size(16)));
typedef uint64_t longs __attribute__((vector_size(16)));

static inline words read_words(const uint32_t *from, long direction) {
    words v;
    memcpy(&v, direction > 0 ? from : from - 3, sizeof v);
    return direction > 0 ? v : __builtin_shufflevector(v, v, 3, 2, 1, 0);
}

static inline longs read_longs(const uint64_t *from, long direction) {
    longs v;
    memcpy(&v, direction > 0 ? from : from - 1, sizeof v);
    return direction > 0 ? v : __builtin_shufflevector(v, v, 1, 0);
}

// Writes to[i * to_stride + j] = from[j * from_stride + i * direction] for i, j < 4.
static inline void transpose_words(const uint32_t *from, long from_stride, uint32_t *to, long to_stride,
                                   long direction) {
    const words a = read_words(from, direction), b = read_words(from + from_stride, direction);
    const words c = read_words(from + 2 * from_stride, direction), d = read_words(from + 3 * from_stride, direction);
    const words ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const words high_ab = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const words high_cd = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    const words rows[4] = {
        __builtin_shufflevector(ab, cd, 0, 1, 4, 5), __builtin_shufflevector(ab, cd, 2, 3, 6, 7),
        __builtin_shufflevector(high_ab, high_cd, 0, 1, 4, 5), __builtin_shufflevector(high_ab, high_cd, 2, 3, 6, 7),
    };
    for (int i = 0; i < 4; i++)
        memcpy(to + i * to_stride, &rows[i], sizeof rows[i]);
}

// Writes to[i * to_stride + j] = from[j * from_stride + i * direction] for i, j < 2.
static inline void transpose_longs(const uint64_t *from, long from_stride, uint64_t *to, long to_stride,
                                   long direction) {
    const longs a = read_longs(from, direction), b = read_longs(from + from_stride, direction);
    const longs rows[2] = {__builtin_shufflevector(a, b, 0, 2), __builtin_shufflevector(a, b, 1, 3)};
    memcpy(to, &rows[0], sizeof rows[0]);
    memcpy(to + to_stride, &rows[1], sizeof rows[1]);
}

#define TILE_OF_BLOCKS(type, block, transpose, direction)                                       \
    for (long i = i0; i < i0 + TILE; i += block)                                                \
        for (long j = j0; j < j0 + TILE; j += block)                                            \
            transpose((const type *)from + j * from_stride + i * (direction), from_stride,      \
                      (type *)to + i * to_stride + j, to_stride, direction);

#define TILE_OF_ELEMENTS(type, direction) COPY_TILE(type, TILE, TILE, direction)
#define TILE_OF_WORDS(type, direction) TILE_OF_BLOCKS(type, 4, transpose_words, direction)
#define TILE_OF_LONGS(type, direction) TILE_OF_BLOCKS(type, 2, transpose_longs, direction)

// The sides of a whole tile are constants, so that the compiler unrolls the loops.
#define TRANSPOSE(type, whole_tile, direction)                                                  \
    for (long i0 = 0; i0 < rows; i0 += TILE)                                                    \
        for (long j0 = 0; j0 < columns; j0 += TILE) {                                           \
            const long height = rows - i0 < TILE ? rows - i0 : TILE;                            \
            const long width = columns - j0 < TILE ? columns - j0 : TILE;                       \
            if (height == TILE && width == TILE) {                                              \
                whole_tile(type, direction)                                                     \
            } else {                                                                            \
                COPY_TILE(type, height, width, direction)                                       \
            }                                                                                   \
        }                                                                                       \
    break;

#define TRANSPOSE_SIZES(direction)                                                              \
    switch (size) {                                                                             \
    case 1: TRANSPOSE(uint8_t, TILE_OF_ELEMENTS, direction)                                     \
    case 2: TRANSPOSE(uint16_t, TILE_OF_ELEMENTS, direction)                                    \
    case 4: TRANSPOSE(uint32_t, TILE_OF_WORDS, direction)                                       \
    case 8: TRANSPOSE(uint64_t, TILE_OF_LONGS, direction)                                       \
    case 16: TRANSPOSE(pair, TILE_OF_ELEMENTS, direction)                                       \
    }

void synann_transpose(long size, long rows, long columns, const void *from, long from_stride, void *to,
                      long to_stride) {
    TRANSPOSE_SIZES(1)
}

// Writes to[i * to_stride + j] = from[j * from_stride - i] for i < rows and j < columns. Elements have `size` bytes.
static void transpose_reversed(long size, long rows, long columns, const void *from, long from_stride, void *to,
                               long to_stride) {
    TRANSPOSE_SIZES(-1)
}

#define REPEAT_TIMES(type, times)                                                               \
    for (long i = 0; i < rows; i++) {                                                           \
        const type value = ((const type *)from)[i * from_stride];                               \
        for (long j = 0; j < (times); j++)                                                      \
            ((type *)to)[i * to_stride + j] = value;                                            \
    }

#define REPEAT_TWICE(type)                                                                      \
    for (long i = 0; i < rows; i++) {                                                           \
        const type value = ((const type *)from)[i];                                             \
        ((type *)to)[2 * i] = value, ((type *)to)[2 * i + 1] = value;                           \
    }

// With a constant number of repetitions the compiler unrolls the inner loop.
#define REPEAT(type)                                                                            \
    if (columns == 2 && from_stride == 1 && to_stride == 2)                                     \
        REPEAT_TWICE(type)                                                                      \
    else if (columns == 2)                                                                      \
        REPEAT_TIMES(type, 2)                                                                   \
    else if (columns == 3)                                                                      \
        REPEAT_TIMES(type, 3)                                                                   \
    else if (columns == 4)                                                                      \
        REPEAT_TIMES(type, 4)                                                                   \
    else                                                                                        \
        REPEAT_TIMES(type, columns)                                                             \
    break;

// Writes element i of `from`, i < rows, to the `columns` elements of row i of `to`.
static void repeat(long size, long rows, long columns, const void *from, long from_stride, void *to, long to_stride) {
    switch (size) {
    case 1: REPEAT(uint8_t)
    case 2: REPEAT(uint16_t)
    case 4: REPEAT(uint32_t)
    case 8: REPEAT(uint64_t)
    case 16: REPEAT(pair)
    }
}

void synann_copy_matrix(long size, long rows, long columns, const void *from, synann_matrix_strides from_strides,
                        void *to, synann_matrix_strides to_strides) {
    if (to_strides.row == 1 && to_strides.column != 1 && columns > 1) {
        // The code copies the same elements with rows and columns exchanged.
        const synann_matrix_strides from_exchanged = {from_strides.column, from_strides.row};
        const synann_matrix_strides to_exchanged = {to_strides.column, to_strides.row};
        synann_copy_matrix(size, columns, rows, from, from_exchanged, to, to_exchanged);
    } else if (to_strides.column == 1 && from_strides.column == 0) {
        repeat(size, rows, columns, from, from_strides.row, to, to_strides.row);
    } else if (to_strides.column == 1 && from_strides.column != 1 && from_strides.row == 1) {
        synann_transpose(size, rows, columns, from, from_strides.column, to, to_strides.row);
    } else if (to_strides.column == 1 && from_strides.column != 1 && from_strides.row == -1) {
        transpose_reversed(size, rows, columns, from, from_strides.column, to, to_strides.row);
    } else if (to_strides.column == 1 && from_strides.column == 1) {
        copy_rows(rows, columns * size, from, from_strides.row * size, to, to_strides.row * size);
    } else {
        for (long i = 0; i < rows; i++)
            synann_copy(size, columns, (const char *)from + i * from_strides.row * size, from_strides.column,
                        (char *)to + i * to_strides.row * size, to_strides.column);
    }
}

// The loop reads both elements. If it read only the selected element, the compiler would use branches, which a processor
// cannot predict for an irregular mask.
#define SELECT_LOOP(type, mask_stride, a_stride, b_stride)                                      \
    for (long i = 0; i < count; i++) {                                                          \
        const type first = ((const type *)a.data)[i * (a_stride)];                              \
        const type second = ((const type *)b.data)[i * (b_stride)];                             \
        ((type *)out)[i] = takes_first[i * (mask_stride)] ? first : second;                     \
    }

// With constant strides the compiler vectorizes the loop.
#define SELECT(type)                                                                            \
    if (mask.stride == 1 && a.stride == 1 && b.stride == 1)                                     \
        SELECT_LOOP(type, 1, 1, 1)                                                              \
    else if (mask.stride == 1 && a.stride == 1 && b.stride == 0)                                \
        SELECT_LOOP(type, 1, 1, 0)                                                              \
    else if (mask.stride == 1 && a.stride == 0 && b.stride == 1)                                \
        SELECT_LOOP(type, 1, 0, 1)                                                              \
    else                                                                                        \
        SELECT_LOOP(type, mask.stride, a.stride, b.stride)                                      \
    break;

void synann_select(long size, long count, synann_strided mask, synann_strided a, synann_strided b, void *out) {
    const uint8_t *takes_first = mask.data;
    switch (size) {
    case 1: SELECT(uint8_t)
    case 2: SELECT(uint16_t)
    case 4: SELECT(uint32_t)
    case 8: SELECT(uint64_t)
    case 16: SELECT(pair)
    }
}

#define REPEAT_VALUE(number)                                                                    \
    for (long k = 0; k < (number); k++)                                                         \
        *target++ = value;

// The elements to the right of a row and to the left of the next row are neighbours, so they are written together.
#define PAD(type)                                                                               \
    {                                                                                           \
        const type value = *(const type *)filler, *source = from;                               \
        type *target = to;                                                                      \
        REPEAT_VALUE(padding.above * width + (rows > 0 ? padding.left : 0))                     \
        for (long i = 0; i < rows; i++) {                                                       \
            memcpy(target, source, (size_t)columns * sizeof(type));                             \
            target += columns, source += columns;                                               \
            const long between = padding.right + padding.left;                                  \
            REPEAT_VALUE(i + 1 < rows ? between : padding.right)                                \
        }                                                                                       \
        REPEAT_VALUE(padding.below * width)                                                     \
    }                                                                                           \
    break;

void synann_pad_matrix(long size, long rows, long columns, const void *from, synann_matrix_padding padding,
                       const void *filler, void *to) {
    const long width = padding.left + columns + padding.right;
    switch (size) {
    case 1: PAD(uint8_t)
    case 2: PAD(uint16_t)
    case 4: PAD(uint32_t)
    case 8: PAD(uint64_t)
    case 16: PAD(pair)
    }
}
