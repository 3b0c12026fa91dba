import Tensors

/// What LAPACK answered for the matrices of a stack: the first that is not 0, in the stack's order.
final class Outcome: Sendable {
    private let first = LockedState<(matrix: Int, info: Int)?>(nil)

    func note(_ info: Int32, matrix: Int) {
        guard info != 0 else { return }
        first.withLock { first in
            if let known = first, known.matrix <= matrix { return }
            first = (matrix, Int(info))
        }
    }

    /// Throws what `error` makes of the first answer that is not 0.
    func check(_ error: (_ info: Int, _ matrix: Int) -> LinearAlgebraError) throws(LinearAlgebraError) {
        guard let (matrix, info) = first.withLock({ $0 }) else { return }
        require(info > 0, "LAPACK: argument \(-info) is not what the routine wants")
        throw error(info, matrix)
    }
}

/// Runs `body` for each matrix of a stack.
///
/// Small matrices are shared among the library's threads, with LAPACK on one thread and one workspace for each chunk;
/// large ones come one by one, with OpenBLAS's own threads. Which of the two depends on sizes alone.
///
/// - Parameters:
///   - multiplications: About how many one matrix takes.
///   - makeWorkspace: Evaluated once for each chunk.
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

/// LAPACK's workspace for one thread, given back with its last reference.
final class Workspace<Scalar> {
    let scalars: UnsafeMutablePointer<Scalar>
    let count: Int32

    init(_ count: Int) {
        self.count = Int32(clamping: max(1, count))
        // OpenBLAS's zgemv for Haswell reads a strided vector up to three strides beyond its end (0.3.21), which in zhetrf
        // is beyond the workspace: so many columns of it are there to be read.
        scalars = .allocate(capacity: max(1, count) + count / 8 + 64)
    }

    deinit { scalars.deallocate() }
}

/// What a routine wants as its workspace: `query` calls it with a length of −1.
func workspaceSize<Scalar: LinearAlgebraScalar>(
    _ type: Scalar.Type, _ query: (UnsafeMutablePointer<Scalar>) -> Int32
) -> Int {
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 1) { answer in
        answer.initialize(repeating: 0)
        guard let address = answer.baseAddress else { return 1 }
        let info: Int32 = query(address)
        require(info == 0, "LAPACK: argument \(-info) is not what the routine wants")
        // A Float holds a length only to 24 bits, rounded to nearest: ask for the next one up.
        let length: Scalar.Magnitude = address.pointee._realPart
        return Int(length.nextUp.rounded(.up))
    }
}
