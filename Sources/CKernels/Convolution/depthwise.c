#include "depthwise.h"

// A band of a packed plane has about this number of elements, which fit in the first-level cache.
#define BAND_ELEMENTS 6144

// The number of bytes of a vector of the widest instruction set.
#define WIDEST_VECTOR 64

static long rounded_up(long count, long unit) {
    return (count + unit - 1) / unit * unit;
}

// The layout of the bands of a packed plane, and of the workspace. See depthwise_kernel.h.
typedef struct {
    /// The number of elements of a row of the packed plane, and of each of its phases.
    long row_length, phase_length;
    /// The number of rows of results in a band.
    long rows;
    /// The number of elements of a band.
    long elements;
} band_layout;

// The bands of the image that the forward pass and the gradient with respect to the weights read.
static band_layout image_bands(const synann_window *w) {
    const long width = (w->output_width - 1) * w->stride_width + (w->kernel_width - 1) * w->dilation_width + 1;
    const long phase_length = (width + w->stride_width - 1) / w->stride_width;
    const long row_length = phase_length * w->stride_width, reach = (w->kernel_height - 1) * w->dilation_height;
    const long most = (BAND_ELEMENTS / row_length - reach - 1) / w->stride_height + 1;
    const long rows = most < 1 ? 1 : most < w->output_height ? most : w->output_height;
    return (band_layout){row_length, phase_length, rows, ((rows - 1) * w->stride_height + reach + 1) * row_length};
}

// The bands of the cotangent that the gradient with respect to the image reads. Results are rows of the image, in units
// of the stride.
static band_layout cotangent_bands(const synann_window *w) {
    const long reach_height = (w->kernel_height - 1) * w->dilation_height / w->stride_height;
    const long reach_width = (w->kernel_width - 1) * w->dilation_width / w->stride_width;
    const long row_length = (w->width - 1 + w->padding_width) / w->stride_width - w->padding_width / w->stride_width + 1
        + reach_width;
    const long height = (w->height - 1 + w->padding_height) / w->stride_height - w->padding_height / w->stride_height
        + 1;
    const long most = BAND_ELEMENTS / row_length - reach_height;
    const long rows = most < 1 ? 1 : most < height ? most : height;
    return (band_layout){row_length, row_length, rows, (rows + reach_height) * row_length};
}

// The parts of a workspace.
typedef struct {
    /// For each weight of a filter: the distance from the first pixel of a window to the pixel of the weight.
    long *offsets;
    /// For each weight of a filter, ordered by the phase of the stride: the position of the weight in the filter, and
    /// the distance from the first element of the cotangent.
    long *order, *pixel_offsets;
    /// For each phase: the number of weights of this phase and of the phases before.
    long *phase_ends;
    /// The weights of a filter, ordered by the phase of the stride.
    void *weights;
    /// For each phase of the horizontal stride: a row of results.
    void *rows;
    /// Sums over the images, a vector of the widest instruction set for each element of by_weights.
    void *sums;
    /// A band of a packed plane, followed by a vector of arbitrary numbers.
    void *band;
    long bytes;
} workspace_parts;

// The distance between the rows of results of neighbouring phases.
static long phase_row_length(const synann_window *w) {
    return w->width / w->stride_width + 1 + WIDEST_VECTOR / (long)sizeof(float);
}

static workspace_parts parts_of(void *workspace, const synann_window *w, long filters, long element) {
    const long taps = w->kernel_height * w->kernel_width;
    const long row = phase_row_length(w) * element;
    const long image = image_bands(w).elements, cotangent = cotangent_bands(w).elements;
    char *start = workspace;
    long end = 0;
    workspace_parts parts;
#define PART(name, size)                    \
    parts.name = (void *)(start + end);     \
    end += rounded_up(size, WIDEST_VECTOR);
    PART(offsets, taps * (long)sizeof(long))
    PART(order, taps * (long)sizeof(long))
    PART(pixel_offsets, taps * (long)sizeof(long))
    PART(phase_ends, w->stride_height * w->stride_width * (long)sizeof(long))
    PART(weights, taps * element)
    PART(rows, w->stride_width * row)
    PART(sums, filters * (taps + 1) * WIDEST_VECTOR)
    PART(band, (image > cotangent ? image : cotangent) * element + WIDEST_VECTOR)
#undef PART
    parts.bytes = end;
    return parts;
}

#define KERNEL_SOURCE "../Convolution/depthwise_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_depthwise_workspace(synann_scalar_type scalar, const synann_window *window, long filters) {
    // Only the distances between the parts matter, so any address will do.
    static char start;
    const long element = scalar == SYNANN_DOUBLE ? (long)sizeof(double) : (long)sizeof(float);
    return parts_of(&start, window, filters, element).bytes;
}

void synann_depthwise(synann_scalar_type scalar, const synann_depthwise_operands *operands, long first, long end) {
    DISPATCH_REAL(depthwise, scalar, operands, first, end)
}

void synann_depthwise_gradient(synann_scalar_type scalar, const synann_depthwise_gradient_operands *operands) {
    DISPATCH_REAL(depthwise_gradient, scalar, operands)
}
