#ifndef SYNANN_PNG_READER_H
#define SYNANN_PNG_READER_H

#include <stddef.h>
#include <stdint.h>

/// A reader of a PNG file. It returns the samples without gamma conversion, compositing or loss of bits.
///
/// libpng reports errors by longjmp, which must not jump over Swift functions. Therefore only png_reader.c calls
/// libpng.
typedef struct synann_png_reader synann_png_reader;

/// The size and format of a picture.
typedef struct {
    uint32_t width, height;
    /// The samples per pixel that `synann_png_read` returns: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
    uint32_t channels;
    /// The bits per sample that `synann_png_read` returns: 8, or 16 with the high byte first.
    uint32_t bit_depth;
    /// The bits per pixel in the file.
    uint32_t stored_bits;
    /// The gamma of the file's gAMA chunk, times 100 000. It is 0 if there is no gAMA chunk, or if there is an sRGB
    /// chunk, which overrides the gAMA chunk.
    uint32_t gamma;
} synann_png_header;

/// Reads the file up to the first pixel and writes its size and format to `header`. `bytes` must outlive the reader.
/// Returns NULL if there is not enough memory; check `synann_png_fault` for all other errors. Free the reader with
/// `synann_png_close`.
synann_png_reader *synann_png_open(const void *bytes, size_t count, synann_png_header *header);

/// Writes all samples to `samples` in row-major order from the top: `width · height · channels · bit_depth/8` bytes.
/// Returns 1, or 0 after an error. Call this function only once for a reader without an error.
int synann_png_read(synann_png_reader *reader, uint8_t *samples);

/// Returns the message of the error that stopped the reader; NULL if there was no error.
const char *synann_png_fault(const synann_png_reader *reader);

/// Frees the reader. Accepts NULL.
void synann_png_close(synann_png_reader *reader);

#endif
