#ifndef SYNANN_MPI_HANDLES_H
#define SYNANN_MPI_HANDLES_H

#include <mpi.h>
#include <string.h>

#include "mpi_calls.h"

_Static_assert(sizeof(MPI_Comm) <= sizeof(synann_mpi_handle), "a communicator must fit into a handle");
_Static_assert(sizeof(MPI_Request) <= sizeof(synann_mpi_handle), "a request must fit into a handle");

static inline synann_mpi_handle synann_mpi_pack_communicator(MPI_Comm communicator) {
    synann_mpi_handle handle = 0;
    memcpy(&handle, &communicator, sizeof communicator);
    return handle;
}

static inline MPI_Comm synann_mpi_communicator(synann_mpi_handle handle) {
    MPI_Comm communicator;
    memcpy(&communicator, &handle, sizeof communicator);
    return communicator;
}

static inline void synann_mpi_pack_request(MPI_Request request, synann_mpi_handle *handle) {
    *handle = 0;
    memcpy(handle, &request, sizeof request);
}

static inline MPI_Request synann_mpi_request(synann_mpi_handle handle) {
    MPI_Request request;
    memcpy(&request, &handle, sizeof request);
    return request;
}

MPI_Datatype synann_mpi_datatype(synann_mpi_type type);
MPI_Op synann_mpi_op(synann_mpi_type type, synann_mpi_operation operation);
/// Creates the operations that MPI does not have.
int synann_mpi_create_operations(void);

#endif
