#include "../Vector/vector_math.h"

#include "matrix_stack_lanes.h"
#include "matrix_stack_product.h"
#include "matrix_stack_elimination.h"
#include "matrix_stack_orthogonal.h"
#include "matrix_stack_jacobi.h"
