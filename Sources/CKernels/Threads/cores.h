#ifndef SYNANN_CORES_H
#define SYNANN_CORES_H

/// Returns the number of cores on which the system lets this process run. `taskset` and `mpirun` can give a process less
/// than all cores.
long synann_usable_core_count(void);

#endif
