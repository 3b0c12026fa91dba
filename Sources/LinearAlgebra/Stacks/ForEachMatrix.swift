import Tensors

/// A collector of LAPACK's status codes `info` for the matrices of a stack. The collector keeps the nonzero `info` of
/// the failed matrix with the lowest position in the stack. Several threads may call `note` at the same time.
final class Outcome: Sendable {
    private let first = LockedState<(matrix: Int, info: Int)?>(nil)

    func note(_ info: Int32, matrix: Int) {
        guard info != 0 else { return }
        first.withLock { first in
            if let known = first, known.matrix <= matrix { return }
            first = (matrix, Int(info))
        }
    }

    /// The kept `info`, or 0 if LAPACK has not failed.
    var firstInfo: Int32 { Int32(first.withLock { $0?.info ?? 0 }) }

    /// Throws `error` if LAPACK failed for a matrix. The arguments of `error` are the kept `info` and the position of
    /// its matrix. A negative `info` traps, because it reports an invalid argument of the LAPACK call.
    func check(_ error: (_ info: Int, _ matrix: Int) -> LinearAlgebraError) throws(LinearAlgebraError) {
        guard let (matrix, info) = first.withLock({ $0 }) else { return }
        require(info > 0, "LAPACK: argument \(-info) has an illegal value")
        throw error(info, matrix)
    }
}

/// The threads that divide the work on a single large matrix.
enum MatrixThreads {
    /// The threads of OpenBLAS.
    case openBLAS
    /// The threads of the library: the work on a matrix calls `Parallelism`.
    case library
}

/// Runs `body` for each matrix of a stack, and returns the nonzero status code of the failed matrix with the lowest
/// position, if any.
///
/// The function divides a stack of small matrices into chunks, which run in parallel on the library's threads. Each
/// chunk has a separate workspace, and each LAPACK call uses one thread. Large matrices run one after the other, and the
/// threads that `threads` names divide each. Of OpenBLAS's threads, a LAPACK call uses up to one for every 2²⁴
/// multiplications. With less work, these threads take longer to meet than to compute, and a core that another program
/// uses stalls all of them. A body that calls `Parallelism` also divides a single matrix that is not large. The choice
/// depends only on `count` and `multiplications`.
///
/// - Parameters:
///   - count: The number of matrices.
///   - multiplications: The approximate number of multiplications for a single matrix.
///   - threads: The threads that divide the work on a large matrix.
///   - makeWorkspace: Returns a new workspace. The expression is evaluated once for each chunk.
///   - body: Calls LAPACK for the matrix at a position in the stack and returns LAPACK's `info`.
func forEachMatrix<Workspace>(
    _ count: Int, multiplications: Int, by threads: MatrixThreads = .openBLAS,
    workspace makeWorkspace: @autoclosure () -> Workspace, _ body: (Int, Workspace) -> Int32
) -> Outcome {
    let outcome = Outcome()
    guard count > 0 else { return outcome }
    if multiplications >= leastForThreadsOfOpenBLAS {
        let workspace: Workspace = makeWorkspace()
        func all() { for matrix in 0 ..< count { outcome.note(body(matrix, workspace), matrix: matrix) } }
        switch threads {
        case .openBLAS: BLASThreads.withAll(limit: multiplications >> 24, all)
        case .library:
            BLASThreads.prepare()
            BLASThreads.withOne(all)
        }
        return outcome
    }
    BLASThreads.prepare()
    let matricesPerChunk: Int = max(1, (1 << 16) / max(1, multiplications))
    Parallelism.forEachRange(of: count, length: matricesPerChunk) { range in
        let workspace: Workspace = makeWorkspace()
        BLASThreads.withOne {
            for matrix in range { outcome.note(body(matrix, workspace), matrix: matrix) }
        }
    }
    return outcome
}

/// Runs two steps for each matrix of a stack: `first`, which OpenBLAS's threads divide for large matrices, and then
/// `second`, which the library's threads divide. The second step is omitted if the first returns a status code that is
/// not 0. The parameters are those of the function with a single step.
func forEachMatrix<Workspace>(
    _ count: Int, multiplications: Int, workspace makeWorkspace: @autoclosure () -> Workspace,
    first: (Int, Workspace) -> Int32, second: (Int, Workspace) -> Void
) -> Outcome {
    guard count > 0, multiplications >= leastForTwoSteps else {
        // The second step must not run while OpenBLAS has several threads: two threads that call it would wait for each
        // other.
        return forEachMatrix(
            count, multiplications: multiplications, by: .library, workspace: makeWorkspace()
        ) { matrix, workspace in
            let info: Int32 = first(matrix, workspace)
            if info == 0 { second(matrix, workspace) }
            return info
        }
    }
    let (outcome, workspace) = (Outcome(), makeWorkspace())
    BLASThreads.prepare()
    for matrix in 0 ..< count {
        let info: Int32 = BLASThreads.withAll(limit: multiplications >> 24) { first(matrix, workspace) }
        if info == 0 { BLASThreads.withOne { second(matrix, workspace) } }
        outcome.note(info, matrix: matrix)
    }
    return outcome
}

/// The least number of multiplications in a matrix whose work several threads of OpenBLAS divide.
private let leastForThreadsOfOpenBLAS = 1 << 27

/// The least number of multiplications in a matrix whose first step of two several threads of OpenBLAS divide. The first
/// step multiplies many vectors by matrices, which two threads do faster only if the matrices exceed the caches: the
/// singular values of a matrix with 340 rows took 1.2 times the time of one thread.
let leastForTwoSteps = 1 << 31

/// Runs `body` for each matrix of a stack, as the function with a workspace does, but without a workspace.
func forEachMatrix(
    _ count: Int, multiplications: Int, by threads: MatrixThreads = .openBLAS, _ body: (Int) -> Int32
) -> Outcome {
    forEachMatrix(count, multiplications: multiplications, by: threads, workspace: ()) { matrix, _ in body(matrix) }
}

/// The memory that LAPACK uses as a workspace on one thread. The memory is not initialized, and it is freed when the
/// last reference goes away.
final class Workspace<Scalar> {
    let scalars: UnsafeMutablePointer<Scalar>
    let count: Int32
    /// The memory of a large workspace, which the cache of tensors keeps for the next call. The system would return new
    /// pages for each call.
    private let large: Tensor<UInt8>?

    init(_ count: Int) {
        self.count = Int32(clamping: max(1, count))
        // In OpenBLAS 0.3.21, zgemv for Haswell reads up to three strides beyond the end of a strided vector. When
        // zhetrf calls zgemv, these reads are outside the workspace, so more memory is allocated than LAPACK requires.
        let capacity: Int = max(1, count) + count / 8 + 64
        let byteCount: Int = capacity * MemoryLayout<Scalar>.stride
        large = byteCount >= 1 << 16 ? Tensor(uninitialized: [byteCount]) : nil
        scalars =
            large.map { UnsafeMutableRawPointer($0.mutableAddress).bindMemory(to: Scalar.self, capacity: capacity) }
            ?? .allocate(capacity: capacity)
    }

    deinit { if large == nil { scalars.deallocate() } }
}

/// Returns the length of the workspace that a LAPACK routine requires, as a number of scalars. `query` calls the
/// routine with the workspace length −1, which makes LAPACK write the required length to the given address. Traps if
/// `query` returns an `info` other than 0.
func workspaceSize<Scalar: LinearAlgebraScalar>(
    _ type: Scalar.Type, _ query: (UnsafeMutablePointer<Scalar>) -> Int32
) -> Int {
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 1) { answer in
        answer.initialize(repeating: 0)
        guard let address = answer.baseAddress else { return 1 }
        let info: Int32 = query(address)
        require(info == 0, "LAPACK: argument \(-info) has an illegal value")
        // LAPACK returns the length as a floating-point number. A `Float` has only 24 significant bits, so LAPACK may
        // have rounded a large length down. The next greater number is large enough.
        let length: Scalar.Magnitude = address.pointee._realPart
        return Int(length.nextUp.rounded(.up))
    }
}
