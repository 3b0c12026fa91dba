#ifndef SYNANN_BLAS_TYPE_H
#define SYNANN_BLAS_TYPE_H

/// The scalar types of BLAS and LAPACK: float, double, complex float, complex double. Each is named by the letter that
/// begins the names of its routines.
typedef enum { SYNANN_BLAS_S = 0, SYNANN_BLAS_D = 1, SYNANN_BLAS_C = 2, SYNANN_BLAS_Z = 3 } synann_blas_type;

#endif
