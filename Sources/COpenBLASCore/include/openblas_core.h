#ifndef SYNANN_OPENBLAS_CORE_H
#define SYNANN_OPENBLAS_CORE_H

// This target has no function to call. A program that links it runs openblas_core.c before main, which makes OpenBLAS use
// the kernels that suit the processor.

#endif
