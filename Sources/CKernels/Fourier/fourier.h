#ifndef SYNANN_FOURIER_H
#define SYNANN_FOURIER_H

#include "../Dispatch/scalar_type.h"

/// The n-th roots of unity, e^(−2πi·m/n) for 0 ≤ m < n, as products of two numbers from two tables. Root m is high[m >>
/// shift]·low[m & mask] with mask = 2^shift − 1. The tables contain complex numbers, which are pairs of doubles with
/// the real part first.
typedef struct {
    const double *high;
    const double *low;
    int shift;
    /// Whether the roots are conjugated to e^(+2πi·m/n) (0 means no).
    int conjugates;
} synann_roots;

/// Computes x[row·pitch + k] ← x[row·pitch + k] · root((first + row)·k) for row < rows and k < count, where root(m) is
/// root m of `roots`. `x` contains complex numbers of the scalar type, and `pitch` counts complex numbers. (first +
/// rows − 1)·(count − 1) must be less than the number of roots.
void synann_twiddle(synann_scalar_type scalar, const synann_roots *roots, long first, long rows, long count, long pitch,
                    void *x);

/// Completes the spectrum of a real signal of length n. x contains n complex numbers, of which the first ⌊n/2⌋ + 1 are
/// given: x[n − k] ← conj(x[k]) for 0 < k < n/2. If `conjugates` is not 0, the function conjugates the whole spectrum,
/// which gives the spectrum of the transform in the opposite direction.
void synann_complete_spectrum(synann_scalar_type scalar, long n, int conjugates, void *x);

/// Writes to[k] ← conj(from[count − 1 − k]) for k < count. The arrays contain complex numbers of the scalar type and
/// must not overlap.
void synann_mirror(synann_scalar_type scalar, long count, const void *from, void *to);

#endif
