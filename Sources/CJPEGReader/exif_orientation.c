#include "exif_orientation.h"

#include <string.h>

/// The TIFF file in the Exif data, with the byte order that its first two bytes choose.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    int is_big_endian;
} tiff;

static uint32_t field(tiff file, size_t place, int length) {
    uint32_t value = 0;
    for (int i = 0; i < length; i++)
        value = value << 8 | file.bytes[place + (size_t)(file.is_big_endian ? i : length - 1 - i)];
    return value;
}

int synann_exif_orientation(const uint8_t *contents, size_t count) {
    if (count < 6 + 8 || memcmp(contents, "Exif\0\0", 6) != 0) return 0;
    tiff file = {contents + 6, count - 6, contents[6] == 'M'};
    if (memcmp(file.bytes, file.is_big_endian ? "MM\0*" : "II*\0", 4) != 0) return 0;
    size_t directory = field(file, 4, 4);
    if (directory > file.count - 2) return 0;
    size_t entries = field(file, directory, 2), entry = directory + 2;
    // An entry has 12 bytes: tag, type, number of values, and the values if they fit in 4 bytes.
    for (size_t i = 0; i < entries && entry + 12 <= file.count; i++, entry += 12) {
        const uint32_t orientation_tag = 0x0112, short_type = 3;
        if (field(file, entry, 2) != orientation_tag) continue;
        if (field(file, entry + 2, 2) != short_type || field(file, entry + 4, 4) != 1) return 0;
        uint32_t orientation = field(file, entry + 8, 2);
        return orientation >= 1 && orientation <= 8 ? (int)orientation : 0;
    }
    return 0;
}
