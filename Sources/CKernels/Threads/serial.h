#ifndef SYNANN_SERIAL_H
#define SYNANN_SERIAL_H

#include <stdbool.h>

/// Whether the calling thread must do its work without the helper threads of the library. The value belongs to the
/// calling thread and is false at first.
bool synann_is_serial(void);

/// Sets the value that `synann_is_serial` returns to the calling thread.
void synann_set_serial(bool is_serial);

#endif
