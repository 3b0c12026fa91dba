"""Files of arrays, written and read, as in `Benchmarks/Sources/operations/Cases/FileCases.swift`."""

import gzip
import os
import struct
import tempfile
from collections.abc import Callable
from pathlib import Path

from cases import Cases, np

try:
    import safetensors.numpy as safetensors
except ImportError:
    safetensors = None


def cases() -> Cases:
    found = Cases()
    folder = Path(tempfile.gettempdir(), "synann-benchmark-files-of-peers")
    folder.mkdir(exist_ok=True)
    generator = np.random.default_rng(1)
    array, small = (generator.standard_normal(shape, dtype=np.float32) for shape in ((5000, 5000), (100, 100)))
    model = {"weight": array, "bias": generator.standard_normal(5000, dtype=np.float32)}
    np.save(folder / "array.npy", array)
    np.save(folder / "small.npy", small)
    found.add("npy, write to the disk [5000, 5000]",
              numpy=lambda: write_to_disk(folder / "written.npy", lambda path: np.save(path, array)))
    found.add("npy, read [5000, 5000]", numpy=lambda: np.load(folder / "array.npy"))
    found.add("npy, write to the disk [100, 100]",
              numpy=lambda: write_to_disk(folder / "written-small.npy", lambda path: np.save(path, small)))
    found.add("npy, read [100, 100]", numpy=lambda: np.load(folder / "small.npy"))
    if safetensors:
        safetensors.save_file(model, folder / "model.safetensors")
        found.add("safetensors, write to the disk [5000, 5000]",
                  numpy=lambda: write_to_disk(folder / "written.safetensors", lambda path: safetensors.save_file(model, path)))
        found.add("safetensors, read [5000, 5000]", numpy=lambda: safetensors.load_file(folder / "model.safetensors"))
    if "MNIST_DIR" in os.environ:
        found.add("MNIST, read both sets", numpy=lambda: read_image_sets(Path(os.environ["MNIST_DIR"])))
    return found


def write_to_disk(path: Path, write: Callable[[Path], object]) -> None:
    """Writes a temporary file, waits until the disk has it, and replaces the file: what a write of SynaNN does."""
    temporary = path.with_name("temporary-" + path.name)
    write(temporary)
    with open(temporary, "rb") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def read_image_sets(folder: Path) -> list:
    """Reads the four IDX files, whose header is 0x0000 0801 for labels and 0x0000 0803 for images."""
    found = []
    for part in ("train", "t10k"):
        for kind, axes in (("images-idx3", 3), ("labels-idx1", 1)):
            with gzip.open(folder / f"{part}-{kind}-ubyte.gz") as file:
                header = struct.unpack(f">{1 + axes}i", file.read(4 * (1 + axes)))
                found.append(np.frombuffer(file.read(), dtype=np.uint8).reshape(header[1:]))
    return found
