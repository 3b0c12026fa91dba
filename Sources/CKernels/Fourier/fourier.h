#ifndef SYNANN_FOURIER_H
#define SYNANN_FOURIER_H

#include "../Dispatch/scalar_type.h"

/// The n-th roots of unity, e^(−2πi·m/n) for 0 ≤ m < n, as products of two: root m is high[m >> shift]·low[m & mask]
/// with mask = 2^shift − 1. Complex numbers are pairs of doubles, real part first.
typedef struct {
    const double *high;
    const double *low;
    int shift;
    /// Whether the roots are e^(+2πi·m/n).
    int conjugates;
} synann_roots;

/// x[row·pitch + k] ← x[row·pitch + k] · root((first + row)·k) for row < rows and k < count. `x` contains complex
/// numbers of the scalar type, `pitch` counts complex numbers. (first + rows − 1)·(count − 1) must be below n.
void synann_twiddle(synann_scalar_type scalar, const synann_roots *roots, long first, long rows, long count, long pitch,
                    void *x);

/// Completes the spectrum of a real signal: x[n − k] ← conj(x[k]) for 0 < k < n/2, given x[0], …, x[n/2] (rounded
/// down). If `conjugates` is not 0, the whole spectrum is conjugated, which is that of the opposite direction.
void synann_complete_spectrum(synann_scalar_type scalar, long n, int conjugates, void *x);

/// to[k] ← conj(from[count − 1 − k]) for k < count, of complex numbers. The arrays must not overlap.
void synann_mirror(synann_scalar_type scalar, long count, const void *from, void *to);

#endif
