/// A loop over the lines of two arrays: its length, and the distance between neighbouring lines in each array.
struct LineLoop {
    var length: Int
    var fromStride: Int
    var toStride: Int
}

extension [LineLoop] {
    /// The loops over all axes but one, with as few loops as the strides allow. Axes of length 1 are left out.
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

    /// The number of lines.
    var lineCount: Int { reduce(1) { $0 * $1.length } }

    /// Where a line starts in both arrays. Lines are numbered with the last loop innermost.
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
