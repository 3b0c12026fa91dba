internal import CFFTW
internal import CKernels
import Tensors

/// A one-dimensional transform along every line of an array.
///
/// The lines are transformed in blocks. FFTW is fast if the numbers of a line are neighbours in memory, and slow if the
/// numbers are far apart, because numbers whose distance is a power of two share a set of the cache. A block of lines
/// with distant numbers is therefore transposed into a buffer that fits into the cache, transformed in the buffer, and
/// transposed back.
struct LinePass {
    let transform: LineTransform
    let precision: synann_fft_precision
    /// The number of points of each transform.
    let length: Int
    /// The factor of all results.
    var scale = 1.0
    var from: UnsafeRawPointer
    var to: UnsafeMutableRawPointer
    /// The distance between consecutive numbers of a line in the input `from` and in the result `to`, in elements.
    var fromStride, toStride: Int
    /// The loops over the lines; empty for a single line.
    var loops: [LineLoop]
    /// Whether the results overwrite the input: `from` and `to` are then the same memory with the same strides.
    var isInPlace = false
    /// The factors between the two steps of a long transform: number k of line r is multiplied by the root of unity
    /// number r·k. `nil` for all other passes.
    var twiddles: RootsOfUnity?
    /// The layout of the half spectrum if one of the two arrays contains only half of a spectrum of a long transform:
    /// see `HalfSpectrum`. Otherwise `nil`.
    var folding: HalfSpectrum?

    var realSize: Int { precision == SYNANN_FFT_DOUBLE ? 8 : 4 }
    var fromSize: Int { transform.readsReals ? realSize : 2 * realSize }
    var toSize: Int { transform.writesReals ? realSize : 2 * realSize }
    var fromLength: Int { transform.fromLength(length) }
    var toLength: Int { transform.toLength(length) }

    /// Transforms all lines on the library's threads. The division into blocks depends only on the layout.
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

    /// Returns the number of lines in a block; `lines` is the number of lines in the loop that is cut into blocks. A
    /// block should have so many points that the transforms take longer than the start of the block. A block should
    /// have so few points that the block fits into the cache, and that a small array has a block for every thread. A
    /// transposed block has at least 16 lines if there are so many, because a cache line contains several neighbouring
    /// numbers. Widths of 8 and more are multiples of 8, so that the blocks are aligned.
    private func blockWidth(_ lines: Int, isTransposed: Bool) -> Int {
        let points: Int = min(isTransposed ? 1 << 13 : 1 << 14, max(Self.leastPoints, loops.lineCount * length / 8))
        let blocks: Int = max(1, (lines * length + points / 2) / points)
        let width: Int = max(isTransposed ? 16 : length <= 4096 ? 8 : 1, (lines + blocks - 1) / blocks)
        return min(lines, width < 8 ? width : (width + 7) / 8 * 8)
    }

    /// The least number of points in a chunk of work. For fewer points, starting a thread costs too much in comparison.
    private static let leastPoints = 1 << 12

    /// Returns whether FFTW can read and write the lines of a block without buffers, although the numbers of a line are
    /// not neighbours. FFTW is fast without buffers if a line is short, if neighbouring lines are neighbours in memory,
    /// and if the numbers of a line do not share a set of the cache.
    private func canLeaveStrides(_ inner: LineLoop) -> Bool {
        guard length <= 256, twiddles == nil, folding == nil else { return false }
        switch transform {
        case .complex: break
        case .realToWhole: return false
        case .realToHalf, .halfToReal: if precision == SYNANN_FFT_SINGLE { return false }
        }
        func isGood(_ stride: Int, _ distance: Int, _ size: Int) -> Bool {
            // FFTW's vectors have at least 16 bytes, so the stride must be a multiple of 16 bytes.
            stride == 1
                || (Swift.abs(distance) == 1 && stride * size % 16 == 0
                    && (length <= 16 || stride * size % 1024 != 0))
        }
        return isGood(fromStride, inner.fromStride, fromSize) && isGood(toStride, inner.toStride, toSize)
            && (toStride == 1 || inner.toStride == 1)
    }

    /// Whether real lines are transformed as complex lines. For an odd length with a large prime factor, FFTW's real
    /// transform takes longer than its complex transform. For an even length, the real transform takes half as long.
    var isEmbedded: Bool {
        if case .complex = transform { return false }
        return length % 2 == 1 && length > 64 && length.greatestPrimeFactor > 31
    }
}

extension Int {
    /// The greatest prime factor. The number must be at least 2.
    fileprivate var greatestPrimeFactor: Int {
        var (rest, factor): (Int, Int) = (self, 2)
        while factor * factor <= rest {
            if rest % factor == 0 { rest /= factor } else { factor += 1 }
        }
        return rest
    }
}

extension [LineLoop] {
    /// Removes and returns the loop whose lines form the blocks. `readsStrided` and `writesStrided` are true if the
    /// numbers of a line are not neighbours in the input and in the result. If `writesStrided` is true, the method
    /// takes the loop whose neighbouring lines are closest in the result. Otherwise, if `readsStrided` is true, the
    /// method takes the loop whose neighbouring lines are closest in the input. If both are false, the method takes the
    /// longest loop. Returns a loop of length 1 if there are no loops.
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
    /// The distance between neighbouring lines in the input. A broadcast loop has the greatest distance, because a
    /// broadcast loop reads the same line again, and a transposed block gains nothing from such a loop.
    fileprivate var readingDistance: Int { fromStride == 0 ? .max : Swift.abs(fromStride) }
}
