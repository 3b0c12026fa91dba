internal import CFFTW
import CKernels
import Tensors

/// The same one-dimensional transform along every line of an array.
///
/// Lines are transformed in blocks. FFTW reads and writes neighbouring numbers best, and lines whose numbers are far
/// apart badly: at a distance of a power of two they all fall into one set of the cache. So a block of such lines is
/// transposed into a buffer that fits into the cache, and back.
struct LinePass {
    let transform: LineTransform
    let precision: synann_fft_precision
    /// The number of points.
    let length: Int
    /// The factor of every result.
    var scale = 1.0
    var from: UnsafeRawPointer
    var to: UnsafeMutableRawPointer
    /// Between the numbers of a line, in elements.
    var fromStride, toStride: Int
    /// Over the lines. One line has no loops.
    var loops: [LineLoop]
    /// Whether `from` and `to` are the same lines of the same memory.
    var isInPlace = false
    /// The factors between the two steps of a long transform: line r is multiplied by the powers of root r.
    var twiddles: RootsOfUnity?
    /// Whether the array at the strided end contains half of a spectrum: see `HalfSpectrum`.
    var folding: HalfSpectrum?

    var realSize: Int { precision == SYNANN_FFT_DOUBLE ? 8 : 4 }
    var fromSize: Int { transform.readsReals ? realSize : 2 * realSize }
    var toSize: Int { transform.writesReals ? realSize : 2 * realSize }
    var fromLength: Int { transform.fromLength(length) }
    var toLength: Int { transform.toLength(length) }

    /// Runs the pass on the library's threads. The blocks depend on the layout alone.
    func run() {
        guard loops.lineCount > 0 else { return }
        if let long = LongTransform(self) { return long.run() }
        let gathers: Bool = isInPlace || (fromStride != 1 && fromLength > 1) || folding?.isSource == true
        let scatters: Bool = isInPlace || (toStride != 1 && toLength > 1) || folding?.isSource == false
        var outer: [LineLoop] = loops
        let inner: LineLoop = outer.takeInnermost(gathers: gathers, scatters: scatters)
        let width: Int = min(inner.length, blockWidth(gathers || scatters))
        let blocksPerTile: Int = (inner.length + width - 1) / width
        let block = LineBlock(self, inner, gathers: gathers, scatters: scatters, outer: outer, width: width)
        let rest: Int = inner.length - (blocksPerTile - 1) * width
        let (whole, last): (PlanHandle, PlanHandle) = (block.plan(width), block.plan(rest))
        let blocksPerChunk: Int = max(1, (1 << 14) / max(1, width * length))
        Parallelism.forEachRange(of: outer.lineCount * blocksPerTile, length: blocksPerChunk) { blocks in
            let scratch: Tensor<UInt8> = block.makeScratch()
            for index in blocks {
                let (tile, part): (Int, Int) = index.quotientAndRemainder(dividingBy: blocksPerTile)
                let isLast: Bool = part == blocksPerTile - 1
                block.run(
                    isLast ? last : whole, offsets: outer.offsets(ofLine: tile), first: part * width,
                    count: isLast ? rest : width, scratch: scratch.mutableAddress)
            }
        }
    }

    /// The number of lines in a block. Transposed lines need a few cache lines of neighbours and a buffer that fits into
    /// the cache; others need enough lines for FFTW to vectorize over them. A multiple of 8 keeps blocks aligned.
    private func blockWidth(_ isTransposed: Bool) -> Int {
        let points: Int = isTransposed ? 1 << 13 : 1 << 14
        return max(isTransposed ? 16 : 1, points / max(1, length) / 8 * 8)
    }
}

extension [LineLoop] {
    /// Removes and returns the loop that forms the blocks: where lines are transposed, that of the closest neighbours,
    /// else the longest.
    fileprivate mutating func takeInnermost(gathers: Bool, scatters: Bool) -> LineLoop {
        let place: Int? =
            if scatters {
                indices.min { Swift.abs(self[$0].toStride) < Swift.abs(self[$1].toStride) }
            } else if gathers {
                indices.min { self[$0].readingDistance < self[$1].readingDistance }
            } else {
                indices.max { self[$0].length < self[$1].length }
            }
        guard let place else { return LineLoop(length: 1, fromStride: 0, toStride: 0) }
        return remove(at: place)
    }
}

extension LineLoop {
    /// A broadcast loop reads the same line again, which is of no use to a transposed block.
    fileprivate var readingDistance: Int { fromStride == 0 ? .max : Swift.abs(fromStride) }
}
