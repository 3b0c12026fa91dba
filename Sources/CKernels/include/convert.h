#ifndef SYNANN_CONVERT_H
#define SYNANN_CONVERT_H

#include "scalar_type.h"

/// to[i] = (type of to) from[i] for i < count, as C converts: towards zero from real to integer.
void synann_convert(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from, void *to);

#endif
