#include "attention.h"
#include "../MatrixProduct/panel.h"

#define KERNEL_SOURCE "../Attention/attention_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_attention_scratch(synann_scalar_type scalar, const synann_attention_head *head) {
    long elements = 0;
    DISPATCH_REAL(attention_scratch, scalar, head, &elements)
    return elements;
}

void synann_attention(synann_scalar_type scalar, const synann_attention_head *head, long first, long end, void *scratch,
                      void *out, long out_stride, void *lse) {
    DISPATCH_REAL(attention, scalar, head, first, end, scratch, out, out_stride, lse)
}

long synann_attention_backward_scratch(synann_scalar_type scalar, const synann_attention_head *head) {
    long elements = 0;
    DISPATCH_REAL(attention_backward_scratch, scalar, head, &elements)
    return elements;
}

void synann_attention_backward(synann_scalar_type scalar, const synann_attention_head *head,
                               const synann_attention_gradient *gradient, long first, long end, void *scratch) {
    DISPATCH_REAL(attention_backward, scalar, head, gradient, first, end, scratch)
}
