#ifndef SYNANN_MPI_CALLS_H
#define SYNANN_MPI_CALLS_H

// Functions that call MPI. Swift cannot import MPI's constants, because they are macros with casts. Swift also cannot
// use MPI's handles, because they are pointers in Open MPI and integers in MPICH. Here a handle is an integer that can
// contain both. A function without a comment calls the MPI function of the same name, and returns MPI's error code,
// which is 0 if the call succeeded. All calls that communicate are nonblocking: they return a request.

#include <stdint.h>

/// A communicator or a request of MPI.
typedef int64_t synann_mpi_handle;

/// The type of an element. The types from BITS_8 are only moved and have no reductions.
typedef enum {
    SYNANN_MPI_BOOL, SYNANN_MPI_INT8, SYNANN_MPI_INT16, SYNANN_MPI_INT32, SYNANN_MPI_INT64,
    SYNANN_MPI_UINT8, SYNANN_MPI_UINT16, SYNANN_MPI_UINT32, SYNANN_MPI_UINT64,
    SYNANN_MPI_FLOAT, SYNANN_MPI_DOUBLE, SYNANN_MPI_COMPLEX_FLOAT, SYNANN_MPI_COMPLEX_DOUBLE,
    SYNANN_MPI_FLOAT16, SYNANN_MPI_BFLOAT16,
} synann_mpi_type;

/// An operation of a reduction. The minimum and the maximum of real numbers are NaN if one of the numbers is NaN.
typedef enum {
    SYNANN_MPI_SUM, SYNANN_MPI_PRODUCT, SYNANN_MPI_MINIMUM, SYNANN_MPI_MAXIMUM, SYNANN_MPI_AND, SYNANN_MPI_OR,
} synann_mpi_operation;

/// The greatest length of a text that the functions write, with the final 0.
enum { SYNANN_MPI_TEXT_LENGTH = 1024 };

/// Initializes MPI for calls from several threads, unless the program has done so. `*is_threaded` is 0 if the library
/// cannot be called from several threads. From then on errors are returned and do not end the program.
int synann_mpi_initialize(int *is_threaded);
/// Returns 1 between MPI_Init and MPI_Finalize, otherwise 0.
int synann_mpi_is_running(void);
int synann_mpi_finalize(void);
/// Ends all processes of the job.
void synann_mpi_abort(int code);
/// Writes the text of an error code.
void synann_mpi_error_text(int code, char *text);
/// Writes the name of this machine.
int synann_mpi_host_name(char *text);
/// Writes the name and the version of the MPI library.
void synann_mpi_library_version(char *text);

synann_mpi_handle synann_mpi_world(void);
int synann_mpi_rank(synann_mpi_handle communicator, int *rank);
int synann_mpi_size(synann_mpi_handle communicator, int *size);
int synann_mpi_duplicate(synann_mpi_handle communicator, synann_mpi_handle *result);
/// Puts the ranks with the same color into a new communicator. A negative color stands for MPI_UNDEFINED: `*exists` is
/// then 0.
int synann_mpi_split(synann_mpi_handle communicator, int color, int key, synann_mpi_handle *result, int *exists);
/// Writes the rank of each process of a communicator in the world.
int synann_mpi_world_ranks(synann_mpi_handle communicator, int count, int *ranks);

/// Tests each of the requests that is not yet complete. `*is_finished` is 1 if all are complete.
int synann_mpi_test(synann_mpi_handle *requests, long count, int *is_finished);
/// Tests one request of a receive. If it is complete, `*byte_count` is the length of the message.
int synann_mpi_test_receive(synann_mpi_handle *request, int *is_finished, long *byte_count);

int synann_mpi_iallreduce(const void *from, void *to, int count, synann_mpi_type type, synann_mpi_operation operation,
                          synann_mpi_handle communicator, synann_mpi_handle *request);
int synann_mpi_ireduce(const void *from, void *to, int count, synann_mpi_type type, synann_mpi_operation operation,
                       int root, synann_mpi_handle communicator, synann_mpi_handle *request);
int synann_mpi_ireduce_scatter(const void *from, void *to, const int *counts, synann_mpi_type type,
                               synann_mpi_operation operation, synann_mpi_handle communicator,
                               synann_mpi_handle *request);
int synann_mpi_iallgatherv(const void *from, int count, void *to, const int *counts, const int *starts,
                           synann_mpi_type type, synann_mpi_handle communicator, synann_mpi_handle *request);
int synann_mpi_ibcast(void *data, int count, synann_mpi_type type, int root, synann_mpi_handle communicator,
                      synann_mpi_handle *request);
int synann_mpi_isend(const void *from, int count, synann_mpi_type type, int rank, int tag,
                     synann_mpi_handle communicator, synann_mpi_handle *request);
int synann_mpi_irecv(void *to, int count, synann_mpi_type type, int rank, int tag, synann_mpi_handle communicator,
                     synann_mpi_handle *request);
/// Looks for a message from any rank with any tag. `*is_found` is 1 if there is one.
int synann_mpi_probe(synann_mpi_handle communicator, int *is_found, int *rank, int *tag, int *byte_count);
/// Receives the bytes of a message that `synann_mpi_probe` has found.
int synann_mpi_receive(void *to, int byte_count, int rank, int tag, synann_mpi_handle communicator);

#endif
