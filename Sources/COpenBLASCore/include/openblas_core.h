#ifndef SYNANN_OPENBLAS_CORE_H
#define SYNANN_OPENBLAS_CORE_H

// This target has no function to call. In a program that links this target, openblas_core.c runs before main. If
// OpenBLAS does not recognize the model of the processor, openblas_core.c makes OpenBLAS use the best kernels that the
// processor can run.

#endif
