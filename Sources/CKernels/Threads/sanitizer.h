#ifndef SYNANN_SANITIZER_H
#define SYNANN_SANITIZER_H

/// Tells the thread sanitizer that this thread has taken a lock (`synann_lock_taken`) or is about to release it
/// (`synann_lock_releasing`). The sanitizer cannot see the standard library's `Mutex`, which waits by a system call. In
/// builds without the sanitizer the functions do nothing.
void synann_lock_taken(void *lock);
void synann_lock_releasing(void *lock);

#endif
