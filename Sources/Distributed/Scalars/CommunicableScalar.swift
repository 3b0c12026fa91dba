internal import CMPICalls
public import ComplexModule
public import Tensors

/// A scalar whose tensors can be sent to other processes: `Bool`, every integer, `Float`, `Double`, their complex
/// numbers, and the floating-point types of 16 bits.
public protocol CommunicableScalar: TensorScalar {
    /// The number of the type in the C functions (`synann_mpi_type`).
    static var _mpiType: UInt32 { get }
}

/// `Float` or `Double`: the real and the imaginary part of a complex number that can be sent to other processes.
public protocol CommunicableReal: CommunicableScalar, ComplexPart {
    /// The number of the complex type in the C functions (`synann_mpi_type`).
    static var _mpiComplexType: UInt32 { get }
}

extension CommunicableScalar {
    static var type: synann_mpi_type { synann_mpi_type(rawValue: _mpiType) }
}

extension Bool: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_BOOL.rawValue }
}

extension Int: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_INT64.rawValue }
}

extension Int8: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_INT8.rawValue }
}

extension Int16: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_INT16.rawValue }
}

extension Int32: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_INT32.rawValue }
}

extension Int64: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_INT64.rawValue }
}

extension UInt: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_UINT64.rawValue }
}

extension UInt8: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_UINT8.rawValue }
}

extension UInt16: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_UINT16.rawValue }
}

extension UInt32: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_UINT32.rawValue }
}

extension UInt64: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_UINT64.rawValue }
}

extension Float: CommunicableReal {
    public static var _mpiType: UInt32 { SYNANN_MPI_FLOAT.rawValue }
    public static var _mpiComplexType: UInt32 { SYNANN_MPI_COMPLEX_FLOAT.rawValue }
}

extension Double: CommunicableReal {
    public static var _mpiType: UInt32 { SYNANN_MPI_DOUBLE.rawValue }
    public static var _mpiComplexType: UInt32 { SYNANN_MPI_COMPLEX_DOUBLE.rawValue }
}

extension Complex: CommunicableScalar where RealType: CommunicableReal {
    public static var _mpiType: UInt32 { RealType._mpiComplexType }
}

extension BFloat16: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_BFLOAT16.rawValue }
}

// Swift has no Float16 for Intel Macs.
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
extension Float16: CommunicableScalar {
    public static var _mpiType: UInt32 { SYNANN_MPI_FLOAT16.rawValue }
}
#endif
