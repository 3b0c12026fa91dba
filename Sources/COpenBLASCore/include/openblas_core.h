#ifndef SYNANN_OPENBLAS_CORE_H
#define SYNANN_OPENBLAS_CORE_H

// This target has no function to call. In a program that links it, openblas_core.c runs before main and makes OpenBLAS
// use the kernels that suit the processor.

#endif
