#ifndef SYNANN_JPEG_READER_H
#define SYNANN_JPEG_READER_H

#include <stddef.h>
#include <stdint.h>

/// A reader of a JPEG file.
///
/// libjpeg reports errors by longjmp, which must not jump over Swift functions. Therefore only jpeg_reader.c calls
/// libjpeg.
typedef struct synann_jpeg_reader synann_jpeg_reader;

/// The size and format of a picture.
typedef struct {
    /// The size of the upright picture, after the orientation of the file's Exif data is applied.
    uint32_t width, height;
    /// The colour components in the file: 1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK.
    uint32_t components;
    /// The number of blocks of 8 × 8 samples in all components.
    uint64_t blocks;
    /// 1 if the file uses arithmetic coding, 0 if it uses Huffman coding.
    int has_arithmetic_coding;
} synann_jpeg_header;

/// Reads the file up to the first scan and writes its size and format to `header`. `bytes` must outlive the reader.
/// Returns NULL if there is not enough memory; check `synann_jpeg_fault` for all other errors. Free the reader with
/// `synann_jpeg_close`.
synann_jpeg_reader *synann_jpeg_open(const void *bytes, size_t count, synann_jpeg_header *header);

/// Divides the size of the decoded picture by 1, 2, 4 or 8, and writes the new size to `header`. The sides are rounded
/// up.
void synann_jpeg_divide(synann_jpeg_reader *reader, uint32_t divisor, synann_jpeg_header *header);

/// Writes all samples of the upright picture to `pixels`, in row-major order from the top: `width · height · channels`
/// bytes. `channels` is 1 for grey (luma) and 3 for RGB. Returns 1, or 0 after an error. Call this function only once
/// for a reader without an error.
int synann_jpeg_read(synann_jpeg_reader *reader, uint32_t channels, uint8_t *pixels);

/// Returns the message of the error that stopped the reader; NULL if there was no error.
const char *synann_jpeg_fault(const synann_jpeg_reader *reader);

/// Frees the reader. Accepts NULL.
void synann_jpeg_close(synann_jpeg_reader *reader);

#endif
