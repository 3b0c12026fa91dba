#!/usr/bin/env python3
"""Measures the times of reading and resizing pictures in Pillow, as the benchmark `pictures` does; prints JSON Lines.

With --write FOLDER, the program writes the picture files to the folder, and measures nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from peer import numpy as np
from peer import print_line, times_in_ms

try:
    from PIL import Image, ImageOps
except ImportError:
    sys.exit(f"pillow is missing. Type: pip install -r {Path(__file__).with_name('requirements.txt')}")

BILINEAR = Image.Resampling.BILINEAR


def photo(width: int, height: int) -> Image.Image:
    """Returns smooth noise of three scales, with a spectrum similar to that of a photo."""
    generator = np.random.default_rng(1)
    result = np.zeros((height, width, 3))
    for divisor, share in [(100, 0.6), (20, 0.3), (4, 0.1)]:
        small = generator.integers(0, 256, (height // divisor + 2, width // divisor + 2, 3), dtype=np.uint8)
        result += share * np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC))
    return Image.fromarray(np.clip(result + generator.normal(0, 2, result.shape), 0, 255).astype(np.uint8))


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    photo(500, 375).save(folder / "photo.jpg", quality=90)
    photo(500, 375).save(folder / "progressive.jpg", quality=90, progressive=True)
    photo(2000, 1500).save(folder / "large.jpg", quality=90)
    for side in [32, 224]:
        photo(side, side).save(folder / f"{side}.png")
    photo(224, 224).quantize(256).save(folder / "palette.png")
    opaque = photo(224, 224)
    opaque.putalpha(255)
    opaque.save(folder / "alpha.png")


def work(folder: Path) -> list[tuple[str, Callable[[], object]]]:
    def read(name: str, mode: str = "RGB", least: int | None = None) -> Image.Image:
        with Image.open(folder / name) as image:
            if mode == "L" or least is not None:
                # A size larger than the picture decodes the whole picture.
                image.draft(mode, (least, least) if least else image.size)
            image.load()
            return image if image.mode == mode else image.convert(mode)

    def fitted(image: Image.Image) -> Image.Image:
        return ImageOps.fit(image, (224, 224), BILINEAR)

    picture, icon = read("photo.jpg"), read("32.png")
    return [
        ("read JPEG 500 × 375", lambda: read("photo.jpg")),
        ("read JPEG 500 × 375 progressive", lambda: read("progressive.jpg")),
        ("read JPEG 500 × 375 as gray", lambda: read("photo.jpg", "L")),
        ("read JPEG 500 × 375, fit 224 × 224", lambda: fitted(read("photo.jpg"))),
        ("read JPEG 2000 × 1500, fit 224 × 224", lambda: fitted(read("large.jpg"))),
        ("read JPEG 2000 × 1500 reduced, fit 224 × 224", lambda: fitted(read("large.jpg", "RGB", 224))),
        ("resize 500 × 375 to 224 × 224", lambda: picture.resize((224, 224), BILINEAR)),
        ("resize 32 × 32 to 224 × 224", lambda: icon.resize((224, 224), BILINEAR)),
        ("read PNG 32 × 32", lambda: read("32.png")), ("read PNG 224 × 224", lambda: read("224.png")),
        ("read PNG 224 × 224 palette", lambda: read("palette.png")),
        ("read PNG 224 × 224 with alpha", lambda: read("alpha.png")),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the files to this folder and stop")
    parser.add_argument("--pictures", type=Path, help="the folder of the files")
    parser.add_argument("--threads", type=int, default=1, help="ignored: Pillow uses one thread")
    parser.add_argument("--seconds", type=float, default=0.5, help="seconds of measurement for each operation (default 0.5)")
    parser.add_argument("--only", default="", help="measure only the operations whose name contains this text")
    options = parser.parse_args()
    if options.write:
        write(options.write)
        return
    if not options.pictures:
        parser.error("--pictures FOLDER is missing")
    for operation, function in work(options.pictures):
        if options.only in operation:
            times = times_in_ms(function, options.seconds)
            print_line(operation=operation, min_ms=min(times), median_ms=median(times))


if __name__ == "__main__":
    main()
