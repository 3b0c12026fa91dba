#include "png_reader.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct synann_png_reader {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t count, position;
    synann_png_header header;
    int has_palette;
    char fault[160];
};

static void keep_fault(png_structp png, png_const_charp message) {
    synann_png_reader *reader = png_get_error_ptr(png);
    snprintf(reader->fault, sizeof reader->fault, "%s", message);
    png_longjmp(png, 1);
}

// Ignores libpng's warnings, because they concern only chunks that do not change the samples.
static void ignore_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void copy_bytes(png_structp png, png_bytep target, size_t count) {
    synann_png_reader *reader = png_get_io_ptr(png);
    if (count > reader->count - reader->position) png_error(png, "the file ends within the picture");
    memcpy(target, reader->bytes + reader->position, count);
    reader->position += count;
}

static uint32_t channels_of(png_byte color_type, int has_transparency) {
    uint32_t colors = color_type & PNG_COLOR_MASK_COLOR ? 3 : 1;
    return colors + ((color_type & PNG_COLOR_MASK_ALPHA) || has_transparency ? 1 : 0);
}

static void read_header(synann_png_reader *reader) {
    png_structp png = reader->png;
    png_infop info = reader->info;
    synann_png_header *header = &reader->header;
    // Raises libpng's limits of width and height to the limits of the format. The caller checks the size.
    png_set_user_limits(png, 0x7FFFFFFF, 0x7FFFFFFF);
    png_read_info(png, info);
    header->width = png_get_image_width(png, info);
    header->height = png_get_image_height(png, info);
    png_byte color_type = png_get_color_type(png, info), depth = png_get_bit_depth(png, info);
    header->stored_bits = (uint32_t)png_get_channels(png, info) * depth;
    header->channels = channels_of(color_type, png_get_valid(png, info, PNG_INFO_tRNS) != 0);
    header->bit_depth = depth == 16 ? 16 : 8;
    reader->has_palette = color_type == PNG_COLOR_TYPE_PALETTE;
    png_fixed_point gamma = 0;
    if (!png_get_valid(png, info, PNG_INFO_sRGB) && png_get_gAMA_fixed(png, info, &gamma) && gamma > 0)
        header->gamma = (uint32_t)gamma;
    if (reader->has_palette) {
        png_set_packing(png);
    } else {
        // Expands 1, 2 and 4 bits of grey to 8, and a transparent colour to an alpha channel.
        png_set_expand(png);
    }
}

/// Converts palette indices to colours. An index that is not in the palette is an error here; libpng would read such an
/// index as black.
static void apply_palette(synann_png_reader *reader, const uint8_t *indices, uint8_t *target) {
    png_colorp palette = NULL;
    png_bytep alpha = NULL;
    int colors = 0, alphas = 0;
    png_get_PLTE(reader->png, reader->info, &palette, &colors);
    png_get_tRNS(reader->png, reader->info, &alpha, &alphas, NULL);
    uint32_t channels = reader->header.channels;
    for (size_t i = 0, n = (size_t)reader->header.width * reader->header.height; i < n; i++, target += channels) {
        int index = indices[i];
        if (index >= colors) png_error(reader->png, "a pixel has a colour that is not in the palette");
        target[0] = palette[index].red;
        target[1] = palette[index].green;
        target[2] = palette[index].blue;
        if (channels == 4) target[3] = index < alphas ? alpha[index] : 255;
    }
}

static void read_rows(synann_png_reader *reader, uint8_t *target) {
    int passes = png_set_interlace_handling(reader->png);
    png_read_update_info(reader->png, reader->info);
    size_t length = png_get_rowbytes(reader->png, reader->info);
    for (int pass = 0; pass < passes; pass++)
        for (size_t row = 0; row < reader->header.height; row++)
            png_read_row(reader->png, target + row * length, NULL);
    png_read_end(reader->png, NULL);
}

synann_png_reader *synann_png_open(const void *bytes, size_t count, synann_png_header *header) {
    synann_png_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) return NULL;
    reader->bytes = bytes;
    reader->count = count;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, keep_fault, ignore_warning);
    if (reader->png != NULL) reader->info = png_create_info_struct(reader->png);
    if (reader->info == NULL) {
        synann_png_close(reader);
        return NULL;
    }
    png_set_read_fn(reader->png, reader, copy_bytes);
    if (setjmp(png_jmpbuf(reader->png)) == 0) read_header(reader);
    *header = reader->header;
    return reader;
}

int synann_png_read(synann_png_reader *reader, uint8_t *samples) {
    uint8_t *volatile indices = NULL;
    if (setjmp(png_jmpbuf(reader->png)) == 0) {
        if (reader->has_palette) {
            indices = malloc((size_t)reader->header.width * reader->header.height);
            if (indices == NULL) png_error(reader->png, "there is not enough memory for the picture");
            read_rows(reader, indices);
            apply_palette(reader, indices, samples);
        } else {
            read_rows(reader, samples);
        }
    }
    free(indices);
    return reader->fault[0] == 0;
}

const char *synann_png_fault(const synann_png_reader *reader) {
    return reader->fault[0] == 0 ? NULL : reader->fault;
}

void synann_png_close(synann_png_reader *reader) {
    if (reader == NULL) return;
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    free(reader);
}
