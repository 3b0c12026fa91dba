#define _GNU_SOURCE
#include "cores.h"

#include <sched.h>
#include <unistd.h>

long synann_usable_core_count(void) {
#ifdef __linux__
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
    return sysconf(_SC_NPROCESSORS_ONLN);
}
