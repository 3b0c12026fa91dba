#ifndef SYNANN_SCALAR_TYPE_H
#define SYNANN_SCALAR_TYPE_H

/// The element types for which arithmetic kernels are compiled. Kernels for real numbers are compiled only for
/// SYNANN_FLOAT and SYNANN_DOUBLE.
typedef enum {
    SYNANN_FLOAT = 0,
    SYNANN_DOUBLE = 1,
    SYNANN_INT8 = 2,
    SYNANN_INT16 = 3,
    SYNANN_INT32 = 4,
    SYNANN_INT64 = 5,
    SYNANN_UINT8 = 6,
    SYNANN_UINT16 = 7,
    SYNANN_UINT32 = 8,
    SYNANN_UINT64 = 9,
} synann_scalar_type;

/// An operand whose element i is data[i * stride]. The stride counts elements. A stride of 0 repeats a single element.
typedef struct {
    const void *data;
    long stride;
} synann_strided;

/// The lines of an array along an axis: element i of line l is at the offset i · element_stride + l · line_stride,
/// i < length, l < lines. The source and the result of a kernel have the same strides.
typedef struct {
    long length;
    long lines;
    long element_stride;
    long line_stride;
} synann_line_layout;

#endif
