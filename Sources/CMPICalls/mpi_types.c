#include <math.h>
#include <stdint.h>

#include "handles.h"

MPI_Datatype synann_mpi_datatype(synann_mpi_type type) {
    switch (type) {
    case SYNANN_MPI_BOOL: return MPI_C_BOOL;
    case SYNANN_MPI_INT8: return MPI_INT8_T;
    case SYNANN_MPI_INT16: return MPI_INT16_T;
    case SYNANN_MPI_INT32: return MPI_INT32_T;
    case SYNANN_MPI_INT64: return MPI_INT64_T;
    case SYNANN_MPI_UINT8: return MPI_UINT8_T;
    case SYNANN_MPI_UINT16: return MPI_UINT16_T;
    case SYNANN_MPI_UINT32: return MPI_UINT32_T;
    case SYNANN_MPI_UINT64: return MPI_UINT64_T;
    case SYNANN_MPI_FLOAT: return MPI_FLOAT;
    case SYNANN_MPI_DOUBLE: return MPI_DOUBLE;
    case SYNANN_MPI_COMPLEX_FLOAT: return MPI_C_FLOAT_COMPLEX;
    case SYNANN_MPI_COMPLEX_DOUBLE: return MPI_C_DOUBLE_COMPLEX;
    case SYNANN_MPI_FLOAT16:
    case SYNANN_MPI_BFLOAT16: return MPI_UINT16_T;
    }
    return MPI_DATATYPE_NULL;
}

// MPI does not say what its minimum and maximum are if one of the numbers is NaN: Open MPI can drop the NaN.
#define SYNANN_MPI_EXTREMUM_LOOP(real, relation)                                              \
    {                                                                                         \
        const real *a = from;                                                                 \
        real *b = to;                                                                         \
        for (int i = 0; i < *count; i++)                                                      \
            if (a[i] relation b[i] || isnan(a[i])) b[i] = a[i];                               \
    }
#define SYNANN_MPI_EXTREMUM(name, relation)                                                   \
    static void name(void *from, void *to, int *count, MPI_Datatype *type) {                  \
        if (*type == MPI_FLOAT)                                                               \
            SYNANN_MPI_EXTREMUM_LOOP(float, relation)                                         \
        else                                                                                  \
            SYNANN_MPI_EXTREMUM_LOOP(double, relation)                                        \
    }
SYNANN_MPI_EXTREMUM(minimum, <)
SYNANN_MPI_EXTREMUM(maximum, >)

static MPI_Op real_minimum, real_maximum;

int synann_mpi_create_operations(void) {
    int code = MPI_Op_create(minimum, 1, &real_minimum);
    return code == MPI_SUCCESS ? MPI_Op_create(maximum, 1, &real_maximum) : code;
}

MPI_Op synann_mpi_op(synann_mpi_type type, synann_mpi_operation operation) {
    int is_real = type == SYNANN_MPI_FLOAT || type == SYNANN_MPI_DOUBLE;
    switch (operation) {
    case SYNANN_MPI_SUM: return MPI_SUM;
    case SYNANN_MPI_PRODUCT: return MPI_PROD;
    case SYNANN_MPI_MINIMUM: return is_real ? real_minimum : MPI_MIN;
    case SYNANN_MPI_MAXIMUM: return is_real ? real_maximum : MPI_MAX;
    case SYNANN_MPI_AND: return MPI_LAND;
    case SYNANN_MPI_OR: return MPI_LOR;
    }
    return MPI_OP_NULL;
}
