#include "jpeg_reader.h"

#include "exif_orientation.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

struct synann_jpeg_reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf recovery;
    /// The orientation of the Exif data, 1 to 8. 1 is upright.
    int orientation;
    /// The decoded samples before they are turned upright.
    uint8_t *lying;
    char fault[JMSG_LENGTH_MAX];
};

static void stop(synann_jpeg_reader *reader, const char *message) {
    snprintf(reader->fault, sizeof reader->fault, "%s", message);
    longjmp(reader->recovery, 1);
}

static void stop_with_message(j_common_ptr jpeg) {
    char message[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, message);
    stop(jpeg->client_data, message);
}

// libjpeg only warns of damaged data, and fills the rest of the picture with grey. Here such a warning is an error.
// Two warnings do not concern the samples.
static void judge_message(j_common_ptr jpeg, int level) {
    int code = jpeg->err->msg_code;
    if (level >= 0 || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR) return;
    if (code == JWRN_JPEG_EOF) stop(jpeg->client_data, "the file ends within the picture");
    stop_with_message(jpeg);
}

static void ignore_output(j_common_ptr jpeg) { (void)jpeg; }

// A short progressive file can have many scans, each of which passes over the whole picture. Ordinary files have about
// ten.
static void limit_scans(j_common_ptr jpeg) {
    const int scan_limit = 500;
    if (((j_decompress_ptr)jpeg)->input_scan_number > scan_limit)
        stop(jpeg->client_data, "a progressive file may have at most 500 scans");
}

static void describe(synann_jpeg_reader *reader, synann_jpeg_header *header, uint32_t width, uint32_t height) {
    int lies = reader->orientation >= 5;
    header->width = lies ? height : width;
    header->height = lies ? width : height;
}

static void read_header(synann_jpeg_reader *reader, const void *bytes, size_t count, synann_jpeg_header *header) {
    j_decompress_ptr jpeg = &reader->jpeg;
    jpeg_create_decompress(jpeg);
    jpeg->client_data = reader;
    jpeg->progress = &reader->progress;
    jpeg_mem_src(jpeg, bytes, count);
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(jpeg, TRUE);
    for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker && reader->orientation == 0; marker = marker->next)
        reader->orientation = synann_exif_orientation(marker->data, marker->data_length);
    if (reader->orientation == 0) reader->orientation = 1;
    describe(reader, header, jpeg->image_width, jpeg->image_height);
    header->components = (uint32_t)jpeg->num_components;
    header->has_arithmetic_coding = jpeg->arith_code;
    for (int i = 0; i < jpeg->num_components; i++)
        header->blocks += (uint64_t)jpeg->comp_info[i].width_in_blocks * jpeg->comp_info[i].height_in_blocks;
}

synann_jpeg_reader *synann_jpeg_open(const void *bytes, size_t count, synann_jpeg_header *header) {
    synann_jpeg_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) return NULL;
    memset(header, 0, sizeof *header);
    reader->jpeg.err = jpeg_std_error(&reader->errors);
    reader->jpeg.client_data = reader;
    reader->errors.error_exit = stop_with_message;
    reader->errors.emit_message = judge_message;
    reader->errors.output_message = ignore_output;
    reader->progress.progress_monitor = limit_scans;
    if (setjmp(reader->recovery) == 0) read_header(reader, bytes, count, header);
    return reader;
}

void synann_jpeg_divide(synann_jpeg_reader *reader, uint32_t divisor, synann_jpeg_header *header) {
    j_decompress_ptr jpeg = &reader->jpeg;
    jpeg->scale_num = 1;
    jpeg->scale_denom = divisor;
    if (setjmp(reader->recovery) != 0) return;
    jpeg_calc_output_dimensions(jpeg);
    describe(reader, header, jpeg->output_width, jpeg->output_height);
}

static uint8_t divided_by_255(uint32_t product) {
    // Rounds product / 255 to nearest, for products up to 255².
    uint32_t sum = product + 128;
    return (uint8_t)((sum + (sum >> 8)) >> 8);
}

/// Converts a row of CMYK samples. As Adobe's programs write them, a sample of 255 means no ink.
static void convert_inks(const uint8_t *inks, uint32_t width, uint32_t channels, uint8_t *pixels) {
    for (uint32_t x = 0; x < width; x++, inks += 4, pixels += channels) {
        uint8_t rgb[3];
        for (int i = 0; i < 3; i++) rgb[i] = divided_by_255((uint32_t)inks[i] * inks[3]);
        if (channels == 3) memcpy(pixels, rgb, 3);
        else *pixels = (uint8_t)((19595u * rgb[0] + 38470u * rgb[1] + 7471u * rgb[2] + 0x8000u) >> 16);
    }
}

static void read_rows(synann_jpeg_reader *reader, uint32_t channels, uint8_t *pixels) {
    enum { ROWS = 8 };
    j_decompress_ptr jpeg = &reader->jpeg;
    size_t length = (size_t)jpeg->output_width * channels;
    JSAMPARRAY inks = NULL;
    if (jpeg->out_color_space == JCS_CMYK)
        inks = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE, jpeg->output_width * 4, 1);
    while (jpeg->output_scanline < jpeg->output_height) {
        uint8_t *row = pixels + jpeg->output_scanline * length;
        if (inks != NULL) {
            jpeg_read_scanlines(jpeg, inks, 1);
            convert_inks(inks[0], jpeg->output_width, channels, row);
            continue;
        }
        JSAMPROW rows[ROWS];
        JDIMENSION left = jpeg->output_height - jpeg->output_scanline, some = left < ROWS ? left : ROWS;
        for (JDIMENSION i = 0; i < some; i++) rows[i] = row + i * length;
        jpeg_read_scanlines(jpeg, rows, some);
    }
}

// libjpeg fills a component without a scan with grey, and shows the coefficients of a progressive file as far as its
// scans describe them. A component gets its quantization table with its first scan.
static void check_scans(synann_jpeg_reader *reader) {
    j_decompress_ptr jpeg = &reader->jpeg;
    for (int i = 0; i < jpeg->num_components; i++) {
        if (jpeg->comp_info[i].quant_table == NULL) stop(reader, "a colour component has no scan");
        if (!jpeg->progressive_mode || jpeg->coef_bits == NULL) continue;
        for (int k = 0; k < DCTSIZE2; k++)
            if (jpeg->coef_bits[i][k] > 0) stop(reader, "the last scans of the progressive file are missing");
    }
}

/// Writes the lying picture to `pixels` so that it is upright. The orientations are numbered by the sides of the
/// upright picture at which row 0 and column 0 of the stored picture are (Exif 2.32, tag Orientation).
static void turn_upright(const synann_jpeg_reader *reader, uint32_t channels, uint8_t *pixels) {
    ptrdiff_t width = reader->jpeg.output_width, height = reader->jpeg.output_height;
    int orientation = reader->orientation, lies = orientation >= 5;
    ptrdiff_t row_step = lies ? 1 : width, column_step = lies ? height : 1, start = 0;
    if (orientation == 3 || orientation == 4) row_step = -width;
    if (orientation == 2 || orientation == 3) column_step = -1;
    if (orientation == 6 || orientation == 7) row_step = -1;
    if (orientation == 7 || orientation == 8) column_step = -height;
    if (row_step < 0) start -= row_step * (height - 1);
    if (column_step < 0) start -= column_step * (width - 1);
    const uint8_t *source = reader->lying;
    for (ptrdiff_t y = 0; y < height; y++) {
        uint8_t *target = pixels + (start + y * row_step) * channels;
        for (ptrdiff_t x = 0; x < width; x++, source += channels, target += column_step * channels)
            for (uint32_t i = 0; i < channels; i++) target[i] = source[i];
    }
}

static void read_picture(synann_jpeg_reader *reader, uint32_t channels, uint8_t *pixels) {
    j_decompress_ptr jpeg = &reader->jpeg;
    jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(jpeg);
    if (reader->orientation != 1) {
        reader->lying = malloc((size_t)jpeg->output_width * jpeg->output_height * channels);
        if (reader->lying == NULL) stop(reader, "there is not enough memory for the picture");
    }
    read_rows(reader, channels, reader->lying ? reader->lying : pixels);
    check_scans(reader);
    // Reads to the end of the file's picture, and warns if the end is missing.
    jpeg_finish_decompress(jpeg);
    if (reader->lying) turn_upright(reader, channels, pixels);
}

int synann_jpeg_read(synann_jpeg_reader *reader, uint32_t channels, uint8_t *pixels) {
    if (setjmp(reader->recovery) == 0) read_picture(reader, channels, pixels);
    return reader->fault[0] == 0;
}

const char *synann_jpeg_fault(const synann_jpeg_reader *reader) {
    return reader->fault[0] == 0 ? NULL : reader->fault;
}

void synann_jpeg_close(synann_jpeg_reader *reader) {
    if (reader == NULL) return;
    jpeg_destroy_decompress(&reader->jpeg);
    free(reader->lying);
    free(reader);
}
