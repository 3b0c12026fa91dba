#include "count.h"

#define KERNEL_SOURCE "../Reductions/count_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_count_true(long count, const void *bytes) {
    long total = 0;
    DISPATCH_SET(count_true, float, count, bytes, &total)
    return total;
}

int synann_contains(long count, const void *bytes, int value) {
    int found = 0;
    DISPATCH_SET(contains, float, count, bytes, value, &found)
    return found;
}
