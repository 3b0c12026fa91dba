#ifndef SYNANN_CPNG_SHIM_H
#define SYNANN_CPNG_SHIM_H

#include <png.h>

#endif
