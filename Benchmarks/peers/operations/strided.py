"""Operations on arrays that are not contiguous, as in `Benchmarks/Sources/operations/Cases/StridedCases.swift`."""

from cases import Cases, np, scipy, tensors, torch


def cases() -> Cases:
    found = Cases()
    generator = np.random.default_rng(1)
    x, y = (generator.uniform(0.1, 2, (1000, 1000)).astype(np.float32) for _ in range(2))
    column = generator.random((1000, 1), dtype=np.float32)
    row, large, total = x[0], x > 1, x + y
    tx, ty, tcolumn, tlarge, ttotal = tensors(x, y, column, large, total)
    trow = tx[0] if torch else None
    rows, columns = x[::2], x[:, ::2]
    trows, tcolumns = (tx[::2], tx[:, ::2]) if torch else (None, None)
    zero = np.float32(0)
    add = found.add
    add("add a transposed array [1000, 1000]", numpy=lambda: x + y.T, torch=lambda: tx + ty.T)
    add("add two transposed arrays [1000, 1000]", numpy=lambda: x.T + y.T, torch=lambda: tx.T + ty.T)
    add("exp of a transposed array [1000, 1000]", numpy=lambda: np.exp(x.T), torch=lambda: torch.exp(tx.T))
    add("less with a transposed array [1000, 1000]", numpy=lambda: x < y.T, torch=lambda: tx < ty.T)
    add("where with transposed arrays [1000, 1000]",
        numpy=lambda: np.where(large, x.T, y), torch=lambda: torch.where(tlarge, tx.T, ty))
    add("where with a number [1000, 1000]",
        numpy=lambda: np.where(large, x, zero), torch=lambda: torch.where(tlarge, tx, 0.0))
    add("add a transposed array in place [1000, 1000]",
        numpy=lambda: np.add(total, y.T, out=total), torch=lambda: ttotal.add_(ty.T))
    part, other = total[100:900, 100:900], x[100:900, 100:900]
    tpart, tother = (ttotal[100:900, 100:900], tx[100:900, 100:900]) if torch else (None, None)
    add("add in place to a part [1000, 1000]",
        numpy=lambda: np.add(part, other, out=part), torch=lambda: tpart.add_(tother))
    add("add every second row [500, 1000]", numpy=lambda: rows + rows, torch=lambda: trows + trows)
    add("add every second column [1000, 500]", numpy=lambda: columns + columns, torch=lambda: tcolumns + tcolumns)
    add("exp of every second row [500, 1000]", numpy=lambda: np.exp(rows), torch=lambda: torch.exp(trows))
    add("exp of every second column [1000, 500]", numpy=lambda: np.exp(columns), torch=lambda: torch.exp(tcolumns))
    add("sum of every second column [1000, 500]", numpy=lambda: columns.sum(), torch=lambda: tcolumns.sum())
    add("sum of a transposed array [1000, 1000]", numpy=lambda: x.T.sum(), torch=lambda: tx.T.sum())
    add("sum of a transposed array, axis 0 [1000, 1000]", numpy=lambda: x.T.sum(0), torch=lambda: tx.T.sum(0))
    add("softmax, axis 0 [1000, 1000]", torch=lambda: torch.softmax(tx, 0), scipy=lambda: scipy.special.softmax(x, 0))
    add("add a row [1000, 1000]", numpy=lambda: x + row, torch=lambda: tx + trow)
    add("add a column [1000, 1000]", numpy=lambda: x + column, torch=lambda: tx + tcolumn)
    add("add a row and a column [1000, 1000]", numpy=lambda: column + row, torch=lambda: tcolumn + trow)
    add("exp of a repeated column [1000, 1000]", numpy=lambda: np.exp(np.broadcast_to(column, (1000, 1000))),
        torch=lambda: torch.exp(tcolumn.expand(1000, 1000)))
    add_broadcasts(found)
    return found


def add_broadcasts(found: Cases) -> None:
    generator = np.random.default_rng(2)
    images, channels, stack, middle, small = (
        generator.random(shape, dtype=np.float32)
        for shape in ((32, 64, 28, 28), (64, 1, 1), (64, 100, 128), (64, 1, 128), (10, 10)))
    timages, tchannels, tstack, tmiddle, tsmall = tensors(images, channels, stack, middle, small)
    row, column = small[0], small[:, :1]
    trow, tcolumn = (tsmall[0], tsmall[:, :1]) if torch else (None, None)
    found.add("multiply by a number for each channel [32, 64, 28, 28]",
              numpy=lambda: images * channels, torch=lambda: timages * tchannels)
    found.add("multiply by an array with a middle axis of 1 [64, 100, 128]",
              numpy=lambda: stack * middle, torch=lambda: tstack * tmiddle)
    found.add("add a row [10, 10]", numpy=lambda: small + row, torch=lambda: tsmall + trow)
    found.add("add a column [10, 10]", numpy=lambda: small + column, torch=lambda: tsmall + tcolumn)
