internal import CFFTW
import Tensors

/// The properties of an FFTW plan: its transform and its memory layout.
package struct PlanKey: Hashable, Sendable {
    let isDouble: Bool
    let kind: UInt32
    /// The number of points of a transform.
    let length: Int
    /// The number of transforms.
    let count: Int
    /// The distance between consecutive numbers of a line in the input and in the output, in elements.
    let fromStride, toStride: Int
    /// The distance between consecutive lines in the input and in the output, in elements; 0 for a single line.
    let fromDistance, toDistance: Int
    /// Whether the plan is executed only at addresses that are aligned for FFTW's vectors.
    let isAligned: Bool

    init(
        isDouble: Bool, kind: synann_fft_kind, length: Int, count: Int, fromStride: Int, toStride: Int,
        fromDistance: Int, toDistance: Int, isAligned: Bool
    ) {
        (self.isDouble, self.kind, self.length, self.count) = (isDouble, kind.rawValue, length, count)
        (self.fromStride, self.toStride, self.isAligned) = (fromStride, toStride, isAligned)
        // The distance between lines has no meaning for a single line, so it must not distinguish keys.
        (self.fromDistance, self.toDistance) = count > 1 ? (fromDistance, toDistance) : (0, 0)
    }

    /// Creates the key of `count` forward transforms of `length` complex numbers in double precision. The lines follow
    /// each other without gaps.
    package init(length: Int, count: Int) {
        self.init(
            isDouble: true, kind: SYNANN_FFT_FORWARD, length: length, count: count, fromStride: 1, toStride: 1,
            fromDistance: length, toDistance: length, isAligned: false)
    }

    var precision: synann_fft_precision { isDouble ? SYNANN_FFT_DOUBLE : SYNANN_FFT_SINGLE }
}

/// An FFTW plan for a batch of one-dimensional transforms. Input and output are different arrays.
package final class Plan: @unchecked Sendable {
    // FFTW can execute the same plan on several threads at the same time, so the class is safe to share.
    private let address: UnsafeMutableRawPointer
    private let key: PlanKey

    /// The lock of FFTW's planner, which creates and frees plans and is not thread-safe.
    private static let planner = LockedState(())

    init(_ key: PlanKey) {
        self.key = key
        let plan: Int = Self.planner.withLock { _ in Int(bitPattern: Self.makePlan(key)) }
        guard let plan = UnsafeMutableRawPointer(bitPattern: plan) else { fatalError("FFTW has no plan for \(key)") }
        address = plan
    }

    deinit {
        let (plan, precision): (Int, synann_fft_precision) = (Int(bitPattern: address), key.precision)
        Self.planner.withLock { _ in synann_fft_destroy(precision, UnsafeMutableRawPointer(bitPattern: plan)) }
    }

    /// Transforms the batch at `from` and writes the results to `to`. The arrays must have the layout and the alignment
    /// of the plan's key. Several threads may call this method at the same time.
    package func execute(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) {
        synann_fft_execute(key.precision, synann_fft_kind(rawValue: key.kind), address, from, to)
    }

    private static func makePlan(_ key: PlanKey) -> UnsafeMutableRawPointer? {
        // FFTW does not read data during this planning. FFTW uses only the alignment of the addresses.
        let from = UnsafeMutableRawPointer(bitPattern: 1 << 20)
        let to = UnsafeMutableRawPointer(bitPattern: 1 << 24)
        var lines = synann_fft_lines(
            length: key.length, from_stride: key.fromStride, to_stride: key.toStride, count: key.count,
            from_distance: key.fromDistance, to_distance: key.toDistance)
        // FFTW remembers earlier plans; it calls this memory "wisdom". Wisdom can change a later plan and thereby the
        // last bits of results. A plan must depend only on its key, so the wisdom is removed during planning. The
        // wisdom is restored afterwards for other users of FFTW.
        let memory: UnsafeMutablePointer<CChar>? = synann_fft_wisdom(key.precision)
        defer { free(memory) }
        synann_fft_set_wisdom(key.precision, nil)
        defer { synann_fft_set_wisdom(key.precision, memory) }
        return synann_fft_plan(
            key.precision, synann_fft_kind(rawValue: key.kind), &lines, key.isAligned ? 1 : 0, from, to)
    }
}
