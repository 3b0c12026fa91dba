#ifndef SYNANN_CZLIB_SHIM_H
#define SYNANN_CZLIB_SHIM_H

#include <zlib.h>

// zlib's initialisers are macros, which do not import into Swift.
static inline int synann_inflate_start(z_stream *stream) {
    // 15 bits of window, and 32: detect the gzip header.
    return inflateInit2(stream, 15 + 32);
}

static inline int synann_deflate_start(z_stream *stream) {
    // 16: write a gzip header.
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

// Without any header, as zip archives hold it: a negative number of bits.
static inline int synann_inflate_raw_start(z_stream *stream) {
    return inflateInit2(stream, -15);
}

static inline int synann_deflate_raw_start(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}

#endif
