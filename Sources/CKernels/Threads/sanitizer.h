#ifndef SYNANN_SANITIZER_H
#define SYNANN_SANITIZER_H

/// These tell the thread sanitizer that this thread has taken a lock, or is about to release it. The sanitizer cannot
/// see the standard library's `Mutex`, which waits by a system call. In builds without the sanitizer they do nothing.
void synann_lock_taken(void *lock);
void synann_lock_releasing(void *lock);

#endif
