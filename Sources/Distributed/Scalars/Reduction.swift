internal import CMPICalls

/// The operation with which a reduction combines the elements of all ranks.
///
/// Numbers have sums and products, numbers with an order also have minimum and maximum, and `Bool` has logical and
/// and or. The floating-point types of 16 bits have no reductions: convert them to `Float`.
public struct Reduction<Scalar: CommunicableScalar>: Sendable {
    let operation: synann_mpi_operation

    init(_ operation: synann_mpi_operation) { self.operation = operation }
}

extension Reduction where Scalar: Numeric {
    /// The sum. Integers wrap around on overflow. The rounding of real and complex numbers depends on the number of
    /// ranks and on the MPI library; `Communicator.sumInOrder` has the same bits at every number of ranks.
    public static var sum: Reduction { Reduction(SYNANN_MPI_SUM) }
    /// The product, with the overflow and the rounding of `sum`.
    public static var product: Reduction { Reduction(SYNANN_MPI_PRODUCT) }
}

extension Reduction where Scalar: Numeric & Comparable {
    /// The minimum. NaN if one of the numbers is NaN.
    public static var minimum: Reduction { Reduction(SYNANN_MPI_MINIMUM) }
    /// The maximum. NaN if one of the numbers is NaN.
    public static var maximum: Reduction { Reduction(SYNANN_MPI_MAXIMUM) }
}

extension Reduction where Scalar == Bool {
    /// True where the elements of all ranks are true.
    public static var logicalAnd: Reduction { Reduction(SYNANN_MPI_AND) }
    /// True where the element of at least one rank is true.
    public static var logicalOr: Reduction { Reduction(SYNANN_MPI_OR) }
}
