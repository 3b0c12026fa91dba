internal import CFFTW
import Tensors

/// What a plan of FFTW computes, and on which layout.
package struct PlanKey: Hashable, Sendable {
    let isDouble: Bool
    let kind: UInt32
    /// The number of points of a transform.
    let length: Int
    /// The number of transforms.
    let count: Int
    /// From number to number of a line, in elements.
    let fromStride, toStride: Int
    /// From line to line, in elements.
    let fromDistance, toDistance: Int
    /// Whether all addresses that the plan is executed on are aligned to FFTW's vectors.
    let isAligned: Bool

    init(
        isDouble: Bool, kind: synann_fft_kind, length: Int, count: Int, fromStride: Int, toStride: Int,
        fromDistance: Int, toDistance: Int, isAligned: Bool
    ) {
        (self.isDouble, self.kind, self.length, self.count) = (isDouble, kind.rawValue, length, count)
        (self.fromStride, self.toStride, self.isAligned) = (fromStride, toStride, isAligned)
        // A single line has no next one.
        (self.fromDistance, self.toDistance) = count > 1 ? (fromDistance, toDistance) : (0, 0)
    }

    /// Dense lines of complex numbers in double precision, forward.
    package init(length: Int, count: Int) {
        self.init(
            isDouble: true, kind: SYNANN_FFT_FORWARD, length: length, count: count, fromStride: 1, toStride: 1,
            fromDistance: length, toDistance: length, isAligned: false)
    }

    var precision: synann_fft_precision { isDouble ? SYNANN_FFT_DOUBLE : SYNANN_FFT_SINGLE }
}

/// A plan of FFTW: a batch of one-dimensional transforms, out of place.
package final class Plan: @unchecked Sendable {
    // FFTW executes one plan on several threads at a time.
    private let address: UnsafeMutableRawPointer
    private let key: PlanKey

    /// FFTW's planner, which also frees plans, is not thread-safe.
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

    /// Transforms one batch. Thread-safe.
    package func execute(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) {
        synann_fft_execute(key.precision, synann_fft_kind(rawValue: key.kind), address, from, to)
    }

    private static func makePlan(_ key: PlanKey) -> UnsafeMutableRawPointer? {
        // The planner looks only at the addresses' alignment.
        let from = UnsafeMutableRawPointer(bitPattern: 1 << 20)
        let to = UnsafeMutableRawPointer(bitPattern: 1 << 24)
        var lines = synann_fft_lines(
            length: key.length, from_stride: key.fromStride, to_stride: key.toStride, count: key.count,
            from_distance: key.fromDistance, to_distance: key.toDistance)
        // FFTW remembers earlier plans, and this memory can change a later plan and with it the last bits. A plan must
        // depend on its key alone, so the memory is set aside meanwhile. Another user of FFTW gets it back.
        let memory: UnsafeMutablePointer<CChar>? = synann_fft_wisdom(key.precision)
        defer { free(memory) }
        synann_fft_set_wisdom(key.precision, nil)
        defer { synann_fft_set_wisdom(key.precision, memory) }
        return synann_fft_plan(
            key.precision, synann_fft_kind(rawValue: key.kind), &lines, key.isAligned ? 1 : 0, from, to)
    }
}
