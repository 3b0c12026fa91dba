// Packed planes of depthwise convolution, and the positions of their pixels.
//
// There is no include guard, as in vector.h.

#include "../Vector/vector_interleave.h"

// The kernel copies bands of a plane to a packed plane, together with the padding. A packed row has one part for each
// phase of the stride: the pixels x of the padded row with x mod stride = 0, then those with x mod stride = 1, and so
// on. Therefore neighbouring windows read neighbouring elements at any stride, and a vector holds LANES results.

// Copies `count` elements. The last vector overlaps the vector before it.
INLINE void NAME(copy_pixels)(const REAL *from, REAL *to, long count) {
    if (count < LANES) {
#ifdef MASKED
        store_some(to, load_some(from, count), count);
#else
        for (long i = 0; i < count; i++)
            to[i] = from[i];
#endif
        return;
    }
    for (long block = 0; block < count; block += LANES) {
        const long i = block + LANES <= count ? block : count - LANES;
        store(to + i, load(from + i));
    }
}

// Copies the pixels from[i · stride] to to[i], i < count.
INLINE void NAME(copy_phase)(const REAL *from, long stride, REAL *to, long count) {
    if (stride == 1) {
        NAME(copy_pixels)(from, to, count);
    } else if (stride == 2 && count >= LANES) {
        for (long block = 0; block < count; block += LANES) {
            const long i = block + LANES <= count ? block : count - LANES;
            store(to + i, NAME(load_every_second)(from + 2 * i));
        }
    } else {
        for (long i = 0; i < count; i++)
            to[i] = from[i * stride];
    }
}

// Copies the rows top ..< top + rows of a plane, from column `left` on, which is negative if the rows begin with
// padding. Pixels outside of the plane are 0.
INLINE void NAME(pack_band)(const REAL *plane, long height, long width, long top, long left, long rows,
                            const long stride, const band_layout *layout, REAL *band) {
    const long length = layout->phase_length;
    for (long phase = 0; phase < stride; phase++, left++, band += length) {
        // The elements low ..< high of each row are inside the plane.
        const long before = left < 0 ? (-left + stride - 1) / stride : 0;
        const long inside = width - left <= 0 ? 0 : (width - left - 1) / stride + 1;
        const long low = before < length ? before : length;
        const long until = inside < length ? inside : length, high = until < low ? low : until;
        REAL *to = band;
        for (long y = top; y < top + rows; y++, to += layout->row_length) {
            if (y < 0 || y >= height) {
                memset(to, 0, (size_t)length * sizeof(REAL));
                continue;
            }
            if (length >= LANES && low <= LANES && length - high <= LANES) {
                // The copy overwrites the zeros inside the row. Loops of variable length would become calls of memset.
                store(to, broadcast(0));
                store(to + length - LANES, broadcast(0));
            } else {
                memset(to, 0, (size_t)length * sizeof(REAL));
            }
            NAME(copy_phase)(plane + y * width + left + low * stride, stride, to + low, high - low);
        }
    }
}

// A band of an image, for the windows of some rows of results.
typedef struct {
    const REAL *first;
    /// The distance between the rows of windows, in elements.
    long distance;
} NAME(band);

// Whether the windows can read the image itself: there is no padding, and a vector of results reads whole rows.
INLINE int NAME(reads_image)(const synann_window *w) {
    return w->stride_width == 1 && w->padding_height == 0 && w->padding_width == 0 && w->output_width >= LANES;
}

// Writes the offsets of the taps in the bands of an image.
INLINE void NAME(write_offsets)(const synann_window *w, const band_layout *layout, long *offsets) {
    const long row_length = NAME(reads_image)(w) ? w->width : layout->row_length;
    for (long ky = 0; ky < w->kernel_height; ky++)
        for (long kx = 0; kx < w->kernel_width; kx++) {
            const long x = kx * w->dilation_width;
            *offsets++ = ky * w->dilation_height * row_length + x % w->stride_width * layout->phase_length
                + x / w->stride_width;
        }
}

// Returns the band of the rows first ..< first + rows of windows.
INLINE NAME(band) NAME(image_band)(const synann_window *w, const band_layout *layout, const REAL *plane, long first,
                                   long rows, REAL *memory) {
    const long top = first * w->stride_height;
    if (NAME(reads_image)(w))
        return (NAME(band)){plane + top * w->width, w->stride_height * w->width};
    NAME(pack_band)(plane, w->height, w->width, top - w->padding_height, -w->padding_width,
                    (rows - 1) * w->stride_height + (w->kernel_height - 1) * w->dilation_height + 1, w->stride_width,
                    layout, memory);
    return (NAME(band)){memory, w->stride_height * layout->row_length};
}
