import Tensors

/// LAPACK's info for the matrices of a stack: it keeps the first that is not 0, in the order of the stack.
final class Outcome: Sendable {
    private let first = LockedState<(matrix: Int, info: Int)?>(nil)

    func note(_ info: Int32, matrix: Int) {
        guard info != 0 else { return }
        first.withLock { first in
            if let known = first, known.matrix <= matrix { return }
            first = (matrix, Int(info))
        }
    }

    /// Throws `error` for the first answer that is not 0.
    func check(_ error: (_ info: Int, _ matrix: Int) -> LinearAlgebraError) throws(LinearAlgebraError) {
        guard let (matrix, info) = first.withLock({ $0 }) else { return }
        require(info > 0, "LAPACK: argument \(-info) has an illegal value")
        throw error(info, matrix)
    }
}

/// Runs `body` for each matrix of a stack.
///
/// The library's threads share a stack of small matrices; LAPACK then runs on one thread, with one workspace for each
/// chunk. Large matrices run one after the other, each on OpenBLAS's own threads. The choice depends on sizes alone.
///
/// - Parameters:
///   - count: The number of matrices.
///   - multiplications: About how many multiplications one matrix takes.
///   - makeWorkspace: Evaluated once for each chunk.
///   - body: Calls LAPACK for one matrix and returns its `info`.
func forEachMatrix<Workspace>(
    _ count: Int, multiplications: Int, workspace makeWorkspace: @autoclosure () -> Workspace,
    _ body: (Int, Workspace) -> Int32
) -> Outcome {
    let outcome = Outcome()
    guard count > 0 else { return outcome }
    if multiplications >= 1 << 20, count == 1 || multiplications >= 1 << 24 {
        let workspace: Workspace = makeWorkspace()
        BLASThreads.withAll {
            for matrix in 0 ..< count { outcome.note(body(matrix, workspace), matrix: matrix) }
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

/// The same without a workspace.
func forEachMatrix(_ count: Int, multiplications: Int, _ body: (Int) -> Int32) -> Outcome {
    forEachMatrix(count, multiplications: multiplications, workspace: ()) { matrix, _ in body(matrix) }
}

/// A workspace of LAPACK for one thread.
final class Workspace<Scalar> {
    let scalars: UnsafeMutablePointer<Scalar>
    let count: Int32

    init(_ count: Int) {
        self.count = Int32(clamping: max(1, count))
        // OpenBLAS 0.3.21 reads up to three strides beyond the end of a strided vector in zgemv for Haswell. In zhetrf
        // that is beyond the workspace, so the workspace is allocated larger than LAPACK asks for.
        scalars = .allocate(capacity: max(1, count) + count / 8 + 64)
    }

    deinit { scalars.deallocate() }
}

/// The length of the workspace that a routine requires: `query` calls it with a length of −1.
func workspaceSize<Scalar: LinearAlgebraScalar>(
    _ type: Scalar.Type, _ query: (UnsafeMutablePointer<Scalar>) -> Int32
) -> Int {
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 1) { answer in
        answer.initialize(repeating: 0)
        guard let address = answer.baseAddress else { return 1 }
        let info: Int32 = query(address)
        require(info == 0, "LAPACK: argument \(-info) has an illegal value")
        // A Float has 24 bits, so a great length may be rounded down: take the next greater number.
        let length: Scalar.Magnitude = address.pointee._realPart
        return Int(length.nextUp.rounded(.up))
    }
}
