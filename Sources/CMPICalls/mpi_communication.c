#include "handles.h"

// Calls a nonblocking function of MPI, and stores its request. The request is the last argument of the function.
#define SYNANN_MPI_START(function, ...)                 \
    {                                                   \
        MPI_Request started = MPI_REQUEST_NULL;         \
        int code = function(__VA_ARGS__, &started);     \
        synann_mpi_pack_request(started, request);      \
        return code;                                    \
    }

int synann_mpi_test(synann_mpi_handle *requests, long count, int *is_finished) {
    *is_finished = 1;
    for (long i = 0; i < count; i++) {
        MPI_Request request = synann_mpi_request(requests[i]);
        int is_complete = 1;
        if (request == MPI_REQUEST_NULL) continue;
        int code = MPI_Test(&request, &is_complete, MPI_STATUS_IGNORE);
        synann_mpi_pack_request(request, &requests[i]);
        if (code != MPI_SUCCESS) return code;
        *is_finished &= is_complete;
    }
    return MPI_SUCCESS;
}

int synann_mpi_test_receive(synann_mpi_handle *handle, int *is_finished, long *byte_count) {
    MPI_Request request = synann_mpi_request(*handle);
    MPI_Status status;
    int count, code = MPI_Test(&request, is_finished, &status);
    synann_mpi_pack_request(request, handle);
    if (code != MPI_SUCCESS || !*is_finished) return code;
    code = MPI_Get_count(&status, MPI_BYTE, &count);
    *byte_count = count;
    return code;
}

int synann_mpi_iallreduce(const void *from, void *to, int count, synann_mpi_type type, synann_mpi_operation operation,
                          synann_mpi_handle communicator, synann_mpi_handle *request) {
    SYNANN_MPI_START(MPI_Iallreduce, from, to, count, synann_mpi_datatype(type), synann_mpi_op(type, operation),
                     synann_mpi_communicator(communicator))
}

int synann_mpi_ireduce(const void *from, void *to, int count, synann_mpi_type type, synann_mpi_operation operation,
                       int root, synann_mpi_handle communicator, synann_mpi_handle *request) {
    SYNANN_MPI_START(MPI_Ireduce, from, to, count, synann_mpi_datatype(type), synann_mpi_op(type, operation), root,
                     synann_mpi_communicator(communicator))
}

int synann_mpi_ireduce_scatter(const void *from, void *to, const int *counts, synann_mpi_type type,
                               synann_mpi_operation operation, synann_mpi_handle communicator,
                               synann_mpi_handle *request) {
    SYNANN_MPI_START(MPI_Ireduce_scatter, from, to, counts, synann_mpi_datatype(type), synann_mpi_op(type, operation),
                     synann_mpi_communicator(communicator))
}

int synann_mpi_iallgatherv(const void *from, int count, void *to, const int *counts, const int *starts,
                           synann_mpi_type type, synann_mpi_handle communicator, synann_mpi_handle *request) {
    SYNANN_MPI_START(MPI_Iallgatherv, from, count, synann_mpi_datatype(type), to, counts, starts,
                     synann_mpi_datatype(type), synann_mpi_communicator(communicator))
}

int synann_mpi_ibcast(void *data, int count, synann_mpi_type type, int root, synann_mpi_handle communicator,
                      synann_mpi_handle *request) {
    SYNANN_MPI_START(MPI_Ibcast, data, count, synann_mpi_datatype(type), root, synann_mpi_communicator(communicator))
}

int synann_mpi_isend(const void *from, int count, synann_mpi_type type, int rank, int tag,
                     synann_mpi_handle communicator, synann_mpi_handle *request) {
    SYNANN_MPI_START(MPI_Isend, from, count, synann_mpi_datatype(type), rank, tag,
                     synann_mpi_communicator(communicator))
}

int synann_mpi_irecv(void *to, int count, synann_mpi_type type, int rank, int tag, synann_mpi_handle communicator,
                     synann_mpi_handle *request) {
    SYNANN_MPI_START(MPI_Irecv, to, count, synann_mpi_datatype(type), rank, tag, synann_mpi_communicator(communicator))
}

int synann_mpi_probe(synann_mpi_handle communicator, int *is_found, int *rank, int *tag, int *byte_count) {
    MPI_Status status;
    int code = MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, synann_mpi_communicator(communicator), is_found, &status);
    if (code != MPI_SUCCESS || !*is_found) return code;
    *rank = status.MPI_SOURCE;
    *tag = status.MPI_TAG;
    return MPI_Get_count(&status, MPI_BYTE, byte_count);
}

int synann_mpi_receive(void *to, int byte_count, int rank, int tag, synann_mpi_handle communicator) {
    return MPI_Recv(to, byte_count, MPI_BYTE, rank, tag, synann_mpi_communicator(communicator), MPI_STATUS_IGNORE);
}
