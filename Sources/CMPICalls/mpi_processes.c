#include <stdio.h>
#include <stdlib.h>

#include "handles.h"

int synann_mpi_initialize(int *is_threaded) {
    // A program without mpirun would otherwise start a daemon of Open MPI, which needs ssh in PATH and a network.
    setenv("OMPI_MCA_ess_singleton_isolated", "1", 0);
    int is_initialized, level, code = MPI_Initialized(&is_initialized);
    if (code != MPI_SUCCESS) return code;
    code = is_initialized ? MPI_Query_thread(&level) : MPI_Init_thread(NULL, NULL, MPI_THREAD_MULTIPLE, &level);
    if (code != MPI_SUCCESS) return code;
    *is_threaded = level == MPI_THREAD_MULTIPLE;
    code = MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    if (code != MPI_SUCCESS) return code;
    return synann_mpi_create_operations();
}

int synann_mpi_is_running(void) {
    int is_initialized = 0, is_finalized = 0;
    MPI_Initialized(&is_initialized);
    MPI_Finalized(&is_finalized);
    return is_initialized && !is_finalized;
}

int synann_mpi_finalize(void) { return MPI_Finalize(); }

void synann_mpi_abort(int code) { MPI_Abort(MPI_COMM_WORLD, code); }

void synann_mpi_error_text(int code, char *text) {
    char message[MPI_MAX_ERROR_STRING];
    int length;
    if (MPI_Error_string(code, message, &length) == MPI_SUCCESS)
        snprintf(text, SYNANN_MPI_TEXT_LENGTH, "%s", message);
    else
        snprintf(text, SYNANN_MPI_TEXT_LENGTH, "error %d", code);
}

int synann_mpi_host_name(char *text) {
    char name[MPI_MAX_PROCESSOR_NAME];
    int length, code = MPI_Get_processor_name(name, &length);
    if (code == MPI_SUCCESS) snprintf(text, SYNANN_MPI_TEXT_LENGTH, "%s", name);
    return code;
}

void synann_mpi_library_version(char *text) {
    static char name[MPI_MAX_LIBRARY_VERSION_STRING];
    int length;
    MPI_Get_library_version(name, &length);
    snprintf(text, SYNANN_MPI_TEXT_LENGTH, "%s", name);
}

synann_mpi_handle synann_mpi_world(void) { return synann_mpi_pack_communicator(MPI_COMM_WORLD); }

int synann_mpi_rank(synann_mpi_handle communicator, int *rank) {
    return MPI_Comm_rank(synann_mpi_communicator(communicator), rank);
}

int synann_mpi_size(synann_mpi_handle communicator, int *size) {
    return MPI_Comm_size(synann_mpi_communicator(communicator), size);
}

int synann_mpi_duplicate(synann_mpi_handle communicator, synann_mpi_handle *result) {
    MPI_Comm copy;
    int code = MPI_Comm_dup(synann_mpi_communicator(communicator), &copy);
    if (code != MPI_SUCCESS) return code;
    *result = synann_mpi_pack_communicator(copy);
    return MPI_Comm_set_errhandler(copy, MPI_ERRORS_RETURN);
}

int synann_mpi_split(synann_mpi_handle communicator, int color, int key, synann_mpi_handle *result, int *exists) {
    MPI_Comm part;
    int code = MPI_Comm_split(synann_mpi_communicator(communicator), color < 0 ? MPI_UNDEFINED : color, key, &part);
    if (code != MPI_SUCCESS) return code;
    *exists = part != MPI_COMM_NULL;
    if (!*exists) return code;
    *result = synann_mpi_pack_communicator(part);
    return MPI_Comm_set_errhandler(part, MPI_ERRORS_RETURN);
}

int synann_mpi_world_ranks(synann_mpi_handle communicator, int count, int *ranks) {
    MPI_Group group, world;
    int *own = malloc((size_t)count * sizeof *own);
    if (!own) return MPI_ERR_NO_MEM;
    for (int rank = 0; rank < count; rank++) own[rank] = rank;
    MPI_Comm_group(synann_mpi_communicator(communicator), &group);
    MPI_Comm_group(MPI_COMM_WORLD, &world);
    int code = MPI_Group_translate_ranks(group, count, own, world, ranks);
    MPI_Group_free(&group);
    MPI_Group_free(&world);
    free(own);
    return code;
}
