#ifndef SYNANN_PNG_READER_H
#define SYNANN_PNG_READER_H

#include <stddef.h>
#include <stdint.h>

/// A PNG file whose samples are read as they are stored: no gamma conversion, no compositing, no loss of bits.
///
/// libpng reports errors by longjmp, which must not leap over Swift's frames: every call of libpng stays in this file's C.
typedef struct synann_png_reader synann_png_reader;

typedef struct {
    uint32_t width, height;
    /// Of the samples that `synann_png_read` gives: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
    uint32_t channels;
    /// 8 or 16 (high byte first).
    uint32_t bit_depth;
    /// Bits of a pixel in the file.
    uint32_t stored_bits;
    /// The file's gAMA times 100 000; 0 where there is none or an sRGB chunk stands above it.
    uint32_t gamma;
} synann_png_header;

/// Reads up to the first pixels. `bytes` must outlive the reader. NULL where there is no memory.
synann_png_reader *synann_png_open(const void *bytes, size_t count, synann_png_header *header);

/// All samples, row after row from the top: `width · height · channels · bit_depth/8` bytes, freed by the reader. NULL on a
/// fault. Call it once.
const uint8_t *synann_png_read(synann_png_reader *reader);

/// What libpng says of a fault; NULL where there is none.
const char *synann_png_fault(const synann_png_reader *reader);

void synann_png_close(synann_png_reader *reader);

#endif
