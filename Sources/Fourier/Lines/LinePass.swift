internal import CFFTW
internal import CKernels
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
        let readsStrided: Bool = fromStride != 1 && fromLength > 1
        let writesStrided: Bool = toStride != 1 && toLength > 1
        var outer: [LineLoop] = loops
        let inner: LineLoop = outer.takeInnermost(readsStrided: readsStrided, writesStrided: writesStrided)
        let buffersAll: Bool = isInPlace || isEmbedded
        let leavesStrides: Bool = !buffersAll && canLeaveStrides(inner)
        let gathers: Bool = buffersAll || folding?.isSource == true || (readsStrided && !leavesStrides)
        let scatters: Bool = buffersAll || folding?.isSource == false || (writesStrided && !leavesStrides)
        let width: Int = blockWidth(inner.length, isTransposed: gathers || scatters)
        let blocksPerTile: Int = (inner.length + width - 1) / width
        let block = LineBlock(self, inner, gathers: gathers, scatters: scatters, outer: outer, width: width)
        let rest: Int = inner.length - (blocksPerTile - 1) * width
        let (whole, last): (Plan, Plan) = (block.plan(width), block.plan(rest))
        let blocksPerChunk: Int = max(1, Self.leastPoints / max(1, width * length))
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

    /// The number of lines in a block, about the same in all blocks: so many that a block outweighs the cost of
    /// starting it, and so few that it fits into the cache and that a small array gives every thread a block.
    /// Transposed lines need a few cache lines of neighbours. A multiple of 8 keeps blocks aligned.
    private func blockWidth(_ lines: Int, isTransposed: Bool) -> Int {
        let points: Int = min(isTransposed ? 1 << 13 : 1 << 14, max(Self.leastPoints, loops.lineCount * length / 8))
        let blocks: Int = max(1, (lines * length + points / 2) / points)
        let width: Int = max(isTransposed ? 16 : length <= 4096 ? 8 : 1, (lines + blocks - 1) / blocks)
        return min(lines, width < 8 ? width : (width + 7) / 8 * 8)
    }

    /// The least number of points for which starting a thread's work pays.
    private static let leastPoints = 1 << 12

    /// Whether FFTW may read and write the lines of a block where they are, although their numbers are apart. It does
    /// so well if a line is short, neighbouring lines are neighbours in memory, and a line's numbers do not fall into
    /// one set of the cache.
    private func canLeaveStrides(_ inner: LineLoop) -> Bool {
        guard length <= 256, twiddles == nil, folding == nil else { return false }
        switch transform {
        case .complex: break
        case .realToWhole: return false
        case .realToHalf, .halfToReal: if precision == SYNANN_FFT_SINGLE { return false }
        }
        func isGood(_ stride: Int, _ distance: Int, _ size: Int) -> Bool {
            // FFTW's vectors have at least 16 bytes.
            stride == 1
                || (Swift.abs(distance) == 1 && stride * size % 16 == 0
                    && (length <= 16 || stride * size % 1024 != 0))
        }
        return isGood(fromStride, inner.fromStride, fromSize) && isGood(toStride, inner.toStride, toSize)
            && (toStride == 1 || inner.toStride == 1)
    }

    /// Whether real lines are transformed as complex ones. FFTW's real transform of an odd length with a large prime
    /// factor takes longer than the complex one; that of an even length takes half as long.
    var isEmbedded: Bool {
        if case .complex = transform { return false }
        return length % 2 == 1 && length > 64 && length.greatestPrimeFactor > 31
    }
}

extension Int {
    /// The greatest prime factor of a number above 1.
    fileprivate var greatestPrimeFactor: Int {
        var (rest, factor): (Int, Int) = (self, 2)
        while factor * factor <= rest {
            if rest % factor == 0 { rest /= factor } else { factor += 1 }
        }
        return rest
    }
}

extension [LineLoop] {
    /// Removes and returns the loop that forms the blocks: where lines are transposed, that of the closest neighbours,
    /// else the longest.
    fileprivate mutating func takeInnermost(readsStrided: Bool, writesStrided: Bool) -> LineLoop {
        let place: Int? =
            if writesStrided {
                indices.min { Swift.abs(self[$0].toStride) < Swift.abs(self[$1].toStride) }
            } else if readsStrided {
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
