#ifndef SYNANN_STEPS_H
#define SYNANN_STEPS_H

#include "../Dispatch/scalar_type.h"

/// Writes out[i] = start + (first + i) · step for i < count. For real types, first + i, the product and the sum are each
/// rounded to the type; integers wrap around. `start`, `step` and `out` point to numbers of the type `scalar`.
void synann_steps(synann_scalar_type scalar, long first, long count, const void *start, const void *step, void *out);

/// `count` numbers at equal distances from `start` to `end`.
typedef struct {
    double start, end;
    long count;
} synann_linear_space_operands;

/// Writes the numbers `first`, first + 1, …, `length` of them: out[i] = start + (end − start) · (first + i)/(count − 1),
/// each operation rounded to the type. The last number of all is `end` itself. Float and double only.
void synann_linear_space(synann_scalar_type scalar, const synann_linear_space_operands *operands, long first, long length,
                         void *out);

#endif
