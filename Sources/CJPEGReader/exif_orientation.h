#ifndef SYNANN_EXIF_ORIENTATION_H
#define SYNANN_EXIF_ORIENTATION_H

#include <stddef.h>
#include <stdint.h>

/// Returns the orientation, 1 to 8, in the contents of a JPEG file's APP1 marker. Returns 0 if the contents are not
/// Exif data, have no orientation, or are damaged.
int synann_exif_orientation(const uint8_t *contents, size_t count);

#endif
