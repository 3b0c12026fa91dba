#!/usr/bin/env python3
"""Writes pictures.json: PNG and JPEG files that Pillow wrote with the pixels that Pillow reads, and resized pictures.

    python3 Tests/References/pictures.py            writes the file
    python3 Tests/References/pictures.py --check    compares it with what would be written
"""
from __future__ import annotations

import base64
import io
import pathlib
import platform
from typing import Any

import numpy as np
import PIL
from PIL import Image, ImageOps, features
from reference_file import write_or_check

PATH = pathlib.Path(__file__).with_name("pictures.json")
ORIENTATION = 0x0112


def text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def photo(width: int, height: int, mode: str, seed: int) -> Image.Image:
    """Returns smooth noise: a few random samples, enlarged."""
    generator = np.random.default_rng(seed)
    small = generator.integers(0, 256, (4, 5, len(Image.new(mode, (1, 1)).getbands())), dtype=np.uint8)
    bands = [Image.fromarray(small[:, :, band]).resize((width, height), Image.Resampling.BICUBIC) for band in range(small.shape[2])]
    return Image.merge(mode, bands) if len(bands) > 1 else bands[0]


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def opened(file: bytes, mode: str) -> Image.Image:
    image = Image.open(io.BytesIO(file))
    if mode == "L" and image.format == "JPEG":
        # Decodes the luma alone. `convert` would compute it from rounded and clipped colours.
        image.draft("L", image.size)
    return ImageOps.exif_transpose(image).convert(mode)


def reading(name: str, image: Image.Image, kind: str, **options: Any) -> dict[str, Any]:
    file = written(image, kind, **options)
    gray, rgb = opened(file, "L"), opened(file, "RGB")
    return {"name": name, "kind": "reading", "format": kind, "file": text(file), "width": rgb.width, "height": rgb.height,
            "gray": text(gray.tobytes()), "rgb": text(rgb.tobytes())}


def orientation(value: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    exif[ORIENTATION] = value
    return exif


def jpegs() -> list[dict[str, Any]]:
    color, gray = photo(23, 17, "RGB", 1), photo(23, 17, "L", 2)
    cases = [reading(f"{kind} {sampling}", color, "JPEG", subsampling=sampling, progressive=kind == "progressive", quality=90)
             for kind in ["baseline", "progressive"] for sampling in ["4:4:4", "4:2:2", "4:2:0"]]
    cases += [reading(f"gray {kind}", gray, "JPEG", progressive=kind == "progressive") for kind in ["baseline", "progressive"]]
    cases += [reading(f"CMYK {kind}", photo(23, 17, "CMYK", 3), "JPEG", progressive=kind == "progressive")
              for kind in ["baseline", "progressive"]]
    cases += [
        reading("stored as RGB", color, "JPEG", keep_rgb=True), reading("optimized tables", color, "JPEG", optimize=True),
        reading("restart markers", color, "JPEG", restart_marker_blocks=2), reading("coarse", color, "JPEG", quality=3),
        reading("gray 1 × 1", photo(1, 1, "L", 4), "JPEG"), reading("RGB 1 × 1", photo(1, 1, "RGB", 5), "JPEG"),
        reading("one row", photo(40, 1, "RGB", 6), "JPEG"), reading("one column", photo(1, 40, "RGB", 7), "JPEG"),
    ]
    small = photo(11, 6, "RGB", 8)
    cases += [reading(f"orientation {value}", small, "JPEG", exif=orientation(value)) for value in range(1, 9)]
    cases.append(reading("gray orientation 6", photo(11, 6, "L", 9), "JPEG", exif=orientation(6)))
    cases.append(reading("CMYK orientation 8", photo(11, 6, "CMYK", 10), "JPEG", exif=orientation(8)))
    cases.append(reading("orientation 9 is ignored", small, "JPEG", exif=orientation(9)))
    return cases


def pngs() -> list[dict[str, Any]]:
    color = photo(13, 9, "RGB", 11)
    opaque = color.copy()
    opaque.putalpha(255)
    return [
        reading("PNG 1 bit", color.convert("1"), "PNG"), reading("PNG gray", color.convert("L"), "PNG"),
        reading("PNG gray with alpha", opaque.convert("LA"), "PNG"), reading("PNG palette", color.quantize(7), "PNG"),
        reading("PNG RGB", color, "PNG"), reading("PNG RGB with alpha", opaque, "PNG"),
        reading("PNG 1 × 1", photo(1, 1, "RGB", 12), "PNG"),
    ]


def resizings() -> list[dict[str, Any]]:
    cases = []
    sizes = [((20, 15), (9, 7)), ((20, 15), (41, 33)), ((20, 15), (20, 4)), ((20, 15), (5, 15)), ((20, 15), (1, 1)),
             ((1, 1), (5, 3)), ((37, 3), (2, 9)), ((3, 37), (16, 16)), ((20, 15), (19, 14)), ((2, 2), (3, 3)), ((64, 64), (3, 2))]
    for index, (source, target) in enumerate(sizes):
        for mode in ["L", "RGB"]:
            generator = np.random.default_rng(100 + index)
            shape = (source[1], source[0], 3) if mode == "RGB" else (source[1], source[0])
            image = Image.fromarray(generator.integers(0, 256, shape, dtype=np.uint8))
            stretched = image.resize(target, Image.Resampling.BILINEAR)
            cropped = ImageOps.fit(image, target, Image.Resampling.BILINEAR)
            cases.append({"name": f"{mode} {source} to {target}", "kind": "resizing", "sourceWidth": source[0],
                          "sourceHeight": source[1], "source": text(image.tobytes()), "width": target[0], "height": target[1],
                          "stretched": text(stretched.tobytes()), "cropped": text(cropped.tobytes())})
    return cases


def main() -> None:
    header = {
        "versions": {"python": platform.python_version(), "pillow": PIL.__version__, "numpy": np.__version__,
                     "libjpeg-turbo": features.version_feature("libjpeg_turbo")},
        "command": "python3 Tests/References/pictures.py",
    }
    write_or_check(PATH, header, jpegs() + pngs() + resizings())


if __name__ == "__main__":
    main()
