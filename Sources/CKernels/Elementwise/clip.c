#include "clip.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Elementwise/clip_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_clip(synann_scalar_type scalar, long count, synann_strided x, synann_strided lower, synann_strided upper,
                 void *out) {
    DISPATCH_ANY(clip, scalar, count, x, lower, upper, out)
}
