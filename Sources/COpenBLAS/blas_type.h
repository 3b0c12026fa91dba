#ifndef SYNANN_BLAS_TYPE_H
#define SYNANN_BLAS_TYPE_H

/// The scalar types of BLAS and LAPACK: float (S), double (D), complex float (C) and complex double (Z). The letter is
/// the first letter of the names of the routines for this type.
typedef enum { SYNANN_BLAS_S = 0, SYNANN_BLAS_D = 1, SYNANN_BLAS_C = 2, SYNANN_BLAS_Z = 3 } synann_blas_type;

#endif
