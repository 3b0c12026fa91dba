#include "serial.h"

static _Thread_local bool is_serial_here;

bool synann_is_serial(void) { return is_serial_here; }

void synann_set_serial(bool is_serial) { is_serial_here = is_serial; }
