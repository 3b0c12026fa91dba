#ifndef SYNANN_PNG_READER_H
#define SYNANN_PNG_READER_H

#include <stddef.h>
#include <stdint.h>

/// Reads a PNG file's samples as they are stored: without gamma conversion, compositing or loss of bits.
///
/// libpng reports errors by longjmp, which must not cross Swift's frames: all calls of libpng are in png_reader.c.
typedef struct synann_png_reader synann_png_reader;

typedef struct {
    uint32_t width, height;
    /// The samples of a pixel from `synann_png_read`: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
    uint32_t channels;
    /// The bits of a sample from `synann_png_read`: 8, or 16 with the high byte first.
    uint32_t bit_depth;
    /// The bits of a pixel in the file.
    uint32_t stored_bits;
    /// The file's gAMA times 100 000; 0 without gAMA, or with an sRGB chunk, which overrides it.
    uint32_t gamma;
} synann_png_header;

/// Reads the file up to the first pixel. `bytes` must outlive the reader. NULL where memory is exhausted; other faults
/// are in `synann_png_fault`.
synann_png_reader *synann_png_open(const void *bytes, size_t count, synann_png_header *header);

/// All samples in row-major order from the top: `width · height · channels · bit_depth/8` bytes, which the reader owns.
/// NULL on a fault. Call it once.
const uint8_t *synann_png_read(synann_png_reader *reader);

/// libpng's message about a fault; NULL where there is none.
const char *synann_png_fault(const synann_png_reader *reader);

/// Frees the reader and its samples.
void synann_png_close(synann_png_reader *reader);

#endif
