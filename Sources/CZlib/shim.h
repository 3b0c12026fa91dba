#ifndef SYNANN_CZLIB_SHIM_H
#define SYNANN_CZLIB_SHIM_H

#include <zlib.h>

// zlib's initializers are macros, which Swift does not import. `window_bits` is zlib's parameter of this name: 15 + 16
// for a gzip stream, and -15 for a deflate stream without header and checksum, as in a zip archive.

static inline int synann_inflate_init(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}

static inline int synann_deflate_init(z_stream *stream, int window_bits) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}

#endif
