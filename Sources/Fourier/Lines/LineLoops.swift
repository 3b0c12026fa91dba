/// A loop over the lines of two arrays: the number of lines, and the distance between neighbouring lines in each array,
/// in elements.
struct LineLoop {
    var length: Int
    var fromStride: Int
    var toStride: Int
}

extension [LineLoop] {
    /// Creates the loops over all axes except `axis`. `lengths` are the lengths of the axes; `from` and `to` are the
    /// strides of the axes in the two arrays. Adjacent axes share a loop if the strides allow it, and axes of length 1
    /// have no loop.
    init(excluding axis: Int, _ lengths: [Int], from: [Int], to: [Int]) {
        self = []
        for other in lengths.indices where other != axis && lengths[other] != 1 {
            let loop = LineLoop(length: lengths[other], fromStride: from[other], toStride: to[other])
            if let last = self.last, last.fromStride == loop.fromStride * loop.length,
                last.toStride == loop.toStride * loop.length
            {
                self[count - 1] = LineLoop(
                    length: last.length * loop.length, fromStride: loop.fromStride, toStride: loop.toStride)
            } else {
                append(loop)
            }
        }
    }

    /// The number of lines in all loops together.
    var lineCount: Int { reduce(1) { $0 * $1.length } }

    /// Returns the position of the first number of a line in both arrays, in elements. The lines are numbered so that
    /// the last loop varies fastest.
    func offsets(ofLine line: Int) -> (from: Int, to: Int) {
        var (rest, from, to): (Int, Int, Int) = (line, 0, 0)
        for loop in reversed() {
            let position: Int = rest % loop.length
            rest /= loop.length
            from += position * loop.fromStride
            to += position * loop.toStride
        }
        return (from, to)
    }
}
