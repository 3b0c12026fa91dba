#ifndef SYNANN_FFTW_BY_TYPE_H
#define SYNANN_FFTW_BY_TYPE_H

// These functions call FFTW's functions for the precision in their first argument.

#include <fftw3.h>
#include <stdlib.h>

/// The precision of a transform. FFTW has a separate library for each precision.
typedef enum { SYNANN_FFT_SINGLE = 0, SYNANN_FFT_DOUBLE = 1 } synann_fft_precision;

/// The kind of a transform. The kinds FORWARD and BACKWARD transform n complex numbers. The factor between input j and
/// output k is e^(−2πi·jk/n) for FORWARD, and e^(+2πi·jk/n) for BACKWARD. REAL_TO_COMPLEX transforms n real numbers
/// forward to n/2 + 1 (rounded down) complex numbers, and COMPLEX_TO_REAL transforms such numbers backward.
typedef enum {
    SYNANN_FFT_FORWARD = 0,
    SYNANN_FFT_BACKWARD = 1,
    SYNANN_FFT_REAL_TO_COMPLEX = 2,
    SYNANN_FFT_COMPLEX_TO_REAL = 3,
} synann_fft_kind;

/// The memory layout of `count` transforms with `length` points. A stride is the distance between consecutive numbers
/// of a line, and a distance is the distance between consecutive lines. Both are counted in elements of the array,
/// which are real or complex numbers.
typedef struct {
    long length, from_stride, to_stride;
    long count, from_distance, to_distance;
} synann_fft_lines;

#define SYNANN_FFT_PLAN(prefix, real)                                                                          \
    {                                                                                                          \
        prefix##_iodim64 line = {lines->length, lines->from_stride, lines->to_stride};                         \
        prefix##_iodim64 batch = {lines->count, lines->from_distance, lines->to_distance};                     \
        switch (kind) {                                                                                        \
        case SYNANN_FFT_REAL_TO_COMPLEX:                                                                       \
            return prefix##_plan_guru64_dft_r2c(1, &line, 1, &batch, (real *)from, (prefix##_complex *)to, flags); \
        case SYNANN_FFT_COMPLEX_TO_REAL:                                                                       \
            return prefix##_plan_guru64_dft_c2r(1, &line, 1, &batch, (prefix##_complex *)from, (real *)to, flags); \
        default:                                                                                               \
            return prefix##_plan_guru64_dft(1, &line, 1, &batch, (prefix##_complex *)from,                     \
                                            (prefix##_complex *)to,                                            \
                                            kind == SYNANN_FFT_BACKWARD ? FFTW_BACKWARD : FFTW_FORWARD, flags); \
        }                                                                                                      \
    }

/// Plans a transform whose input and output are different arrays. FFTW does not measure, so the algorithm depends only
/// on the arguments. If `is_aligned` is 1, the plan may be executed only on aligned addresses: see
/// `synann_fft_is_aligned`. Returns NULL if FFTW has no plan. Not thread-safe.
static inline void *synann_fft_plan(synann_fft_precision precision, synann_fft_kind kind, const synann_fft_lines *lines,
                                    int is_aligned, void *from, void *to) {
    const unsigned flags = FFTW_ESTIMATE | FFTW_PRESERVE_INPUT | (is_aligned ? 0u : FFTW_UNALIGNED);
    if (precision == SYNANN_FFT_DOUBLE) SYNANN_FFT_PLAN(fftw, double)
    SYNANN_FFT_PLAN(fftwf, float)
}

#define SYNANN_FFT_EXECUTE(prefix, real)                                                                       \
    switch (kind) {                                                                                            \
    case SYNANN_FFT_REAL_TO_COMPLEX:                                                                           \
        prefix##_execute_dft_r2c((prefix##_plan)plan, (real *)from, (prefix##_complex *)to);                   \
        return;                                                                                                \
    case SYNANN_FFT_COMPLEX_TO_REAL:                                                                           \
        prefix##_execute_dft_c2r((prefix##_plan)plan, (prefix##_complex *)from, (real *)to);                   \
        return;                                                                                                \
    default: prefix##_execute_dft((prefix##_plan)plan, (prefix##_complex *)from, (prefix##_complex *)to); return; \
    }

/// Executes a plan on arrays that have the planned layout and alignment. Thread-safe.
static inline void synann_fft_execute(synann_fft_precision precision, synann_fft_kind kind, const void *plan,
                                      const void *from, void *to) {
    if (precision == SYNANN_FFT_DOUBLE) SYNANN_FFT_EXECUTE(fftw, double)
    SYNANN_FFT_EXECUTE(fftwf, float)
}

/// Frees a plan. Not thread-safe.
static inline void synann_fft_destroy(synann_fft_precision precision, void *plan) {
    if (precision == SYNANN_FFT_DOUBLE)
        fftw_destroy_plan((fftw_plan)plan);
    else
        fftwf_destroy_plan((fftwf_plan)plan);
}

/// Returns 1 if an address is aligned for FFTW's vectors, otherwise 0.
static inline int synann_fft_is_aligned(synann_fft_precision precision, const void *address) {
    return precision == SYNANN_FFT_DOUBLE ? fftw_alignment_of((double *)address) == 0
                                          : fftwf_alignment_of((float *)address) == 0;
}

/// Returns FFTW's memory of earlier plans as text, or NULL if FFTW cannot make the text. The caller frees the text.
/// This memory can change later plans.
static inline char *synann_fft_wisdom(synann_fft_precision precision) {
    return precision == SYNANN_FFT_DOUBLE ? fftw_export_wisdom_to_string() : fftwf_export_wisdom_to_string();
}

/// Replaces FFTW's memory of earlier plans by `wisdom`, or clears the memory if `wisdom` is NULL.
static inline void synann_fft_set_wisdom(synann_fft_precision precision, const char *wisdom) {
    if (precision == SYNANN_FFT_DOUBLE) {
        fftw_forget_wisdom();
        if (wisdom) fftw_import_wisdom_from_string(wisdom);
    } else {
        fftwf_forget_wisdom();
        if (wisdom) fftwf_import_wisdom_from_string(wisdom);
    }
}

#endif
