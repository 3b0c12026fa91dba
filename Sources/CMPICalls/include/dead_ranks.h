#ifndef SYNANN_DEAD_RANKS_H
#define SYNANN_DEAD_RANKS_H

// Finds the ranks of a job that have died on this machine, by their process numbers.

/// Returns 1 if no process has this number or the process has ended, otherwise 0. Safe in a signal handler.
int synann_process_has_ended(int process);

/// Handles SIGTERM, with which mpirun ends the other ranks after a rank has died: the handler writes the sentence of each
/// process that has ended to standard error. Then the signal ends the process as without this handler. Does nothing if
/// the program handles SIGTERM itself. The function copies the arguments, and must be called only once.
void synann_name_dead_ranks_on_termination(long count, const int *processes, const char *const *sentences);

/// Installs the handler of `synann_name_dead_ranks_on_termination` again, in front of a handler that the program has
/// installed since. If SIGTERM arrives while no process has ended, the program's handler is called.
void synann_watch_termination_too(void);

/// Makes the handler write nothing, because this process has already reported why it ends.
void synann_stop_naming_dead_ranks(void);

#endif
