#ifndef SYNANN_MPI_HEADER_H
#define SYNANN_MPI_HEADER_H

// pkg-config gives the folder of this header and the name of the library: they differ between Open MPI and MPICH.

#include <mpi.h>

#endif
