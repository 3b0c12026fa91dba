"""Writes numpy_indexing.json: NumPy's basic indexing, assignment and broadcasting.

Writes into the working directory: cd Tests/References && python3 numpy_indexing.py

An index is a list of items: an integer; "all"; "newaxis"; "ellipsis"; or {"from", "to", "by"} with nulls as in a Python
slice. The array is arange(count).reshape(shape). "values" contains the selected elements in row-major order. "assigned"
contains all elements after `array[index] = 1000 + arange(count of sourceShape).reshape(sourceShape)`.
"""

import json
import random

import numpy

random.seed(20)
SHAPES = [(7,), (4, 5), (3, 4, 5), (2, 3, 4, 3), (1, 6), (3, 0, 2), (1,)]


def random_slice(length):
    bound = lambda: random.choice([None, random.randint(-length - 2, length + 2)])
    return {"from": bound(), "to": bound(), "by": random.choice([1, 1, 2, 3, -1, -2])}


def random_index(shape):
    items = []
    axes = random.randint(0, len(shape))
    for axis in range(axes):
        length = shape[axis]
        kind = random.random()
        if kind < 0.3 and length > 0:
            items.append(random.randint(-length, length - 1))
        elif kind < 0.8:
            items.append(random_slice(length))
        else:
            items.append("all")
        if random.random() < 0.15:
            items.append("newaxis")
    if random.random() < 0.3:
        # Removes the integers after the ellipsis. Items after an ellipsis belong to the last axes, so an integer that
        # was drawn for another axis could be too large.
        position = random.randint(0, len(items))
        tail = [item for item in items[position:] if not isinstance(item, int)]
        items = items[:position] + ["ellipsis"] + tail
    return items or ["ellipsis"]


def as_numpy(item):
    if item == "all":
        return slice(None)
    if item == "newaxis":
        return None
    if item == "ellipsis":
        return Ellipsis
    if isinstance(item, dict):
        return slice(item["from"], item["to"], item["by"])
    return item


def indexing_case(shape):
    index = random_index(shape)
    key = tuple(as_numpy(item) for item in index)
    array = numpy.arange(numpy.prod(shape, dtype=int)).reshape(shape)
    selected = array[key]
    suffix = random.randint(0, selected.ndim)
    source_shape = tuple(n if random.random() < 0.7 else 1 for n in selected.shape[suffix:])
    source = 1000 + numpy.arange(numpy.prod(source_shape, dtype=int)).reshape(source_shape)
    changed = array.copy()
    changed[key] = source
    return {
        "shape": shape, "index": index, "selectedShape": selected.shape, "values": selected.ravel().tolist(),
        "sourceShape": source_shape, "assigned": changed.ravel().tolist(),
    }


def broadcasting_case(first, second):
    case = {"first": first, "second": second, "result": None}
    try:
        case["result"] = numpy.broadcast_shapes(tuple(first), tuple(second))
    except ValueError:
        pass
    return case


def main():
    dimensions = [[], [1], [3], [0], [2, 3], [3, 1], [1, 3], [4, 1, 3], [4, 2, 3], [2], [0, 3], [1, 1, 1], [5, 0, 1]]
    contents = {
        "numpy": numpy.__version__,
        "indexing": [indexing_case(SHAPES[i % len(SHAPES)]) for i in range(300)],
        "broadcasting": [broadcasting_case(a, b) for a in dimensions for b in dimensions],
    }
    with open("numpy_indexing.json", "w") as file:
        json.dump(contents, file, indent=None, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
