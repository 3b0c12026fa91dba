#include "fourier.h"

#define KERNEL_SOURCE "../Fourier/fourier_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_twiddle(synann_scalar_type scalar, const synann_roots *roots, long first, long rows, long count, long pitch,
                    void *x) {
    DISPATCH_REAL(twiddle, scalar, roots, first, rows, count, pitch, x)
}

void synann_complete_spectrum(synann_scalar_type scalar, long n, int conjugates, void *x) {
    DISPATCH_REAL(complete_spectrum, scalar, n, conjugates, x)
}

void synann_mirror(synann_scalar_type scalar, long count, const void *from, void *to) {
    DISPATCH_REAL(mirror, scalar, count, from, to)
}
