public import Interchange
public import Tensors

/// An array in an npy or safetensors file, whose rows are read when a batch needs them. The first axis of the array is
/// the sample axis.
///
///     let pixels = try MappedArray<Float>(npy: "pixels.npy")  // uint8, [1 000 000, 3, 64, 64]
///     let data = pixels.labeled(by: labels).map { (inputs: $0.inputs / 255, targets: $0.targets) }
///
/// The file is mapped into memory: the system reads only the pages of the rows that a batch needs, and may discard them
/// again. So the array may be larger than the memory. An npy file in Fortran order or with big-endian numbers is
/// converted, and therefore read whole. If another process shortens the file while it is in use, an access beyond the
/// new end ends this process (see `FileContents`).
public struct MappedArray<Scalar: FileScalar>: DataSource {
    private let array: AnyTensor

    /// The shape of the whole array.
    public var shape: Shape { array.shape }

    /// Maps an npy file.
    ///
    /// - Throws: `NumPyError` if the file cannot be read, is not an npy file, is damaged, has an array without axes, or
    ///   has numbers that `Scalar` cannot represent. `Float` and `Double` accept all numbers except complex numbers.
    ///   An integer type accepts its own type and integer types of fewer bits.
    public init(npy path: String) throws(NumPyError) {
        array = try NPYFile(contentsOf: path).array
        guard array.shape.rank > 0, Self.accepts(array.dtype) else {
            throw NumPyError(path: path, .unsuitable(type: array.dtype, shape: array.shape, target: "\(Scalar.self)"))
        }
    }

    /// Maps the tensor `name` of a safetensors file.
    ///
    /// - Throws: `SafeTensorsError` if the file cannot be read or is damaged, if it has no such tensor, or if the tensor
    ///   has no axes or numbers that `Scalar` cannot represent, as in `init(npy:)`.
    public init(safetensors path: String, _ name: String) throws(SafeTensorsError) {
        array = try SafeTensorsFile(contentsOf: path).anyTensor(name)
        guard array.shape.rank > 0, Self.accepts(array.dtype) else {
            throw SafeTensorsError(
                path: path, .inconvertible(name: name, type: array.dtype, target: "rows of \(Scalar.self)"))
        }
    }

    public var count: Int { array.shape[0] }
    public var batchesAhead: Int { 2 }

    /// Returns the rows at `indices`, `[indices.count, …]`. Traps if an index is outside of the first axis.
    public func batch(_ indices: ArraySlice<Int>) -> Tensor<Scalar> {
        for index in indices { require((0 ..< count).contains(index), "MappedArray: no row \(index) of \(count)") }
        let rows: AnyTensor = array.rows(indices)
        guard let tensor: Tensor<Scalar> = rows.tensor() else {
            fatalError("MappedArray: \(array.dtype.rawValue) is not convertible to \(Scalar.self)")
        }
        return tensor
    }

    /// Returns whether `Scalar` can represent all numbers of the given type.
    private static func accepts(_ dtype: DType) -> Bool {
        if dtype == Scalar.dtype { return true }
        // The extreme numbers of the type decide, because conversion depends only on kind and range.
        return dtype.extremes.allSatisfy { Scalar($0) != nil }
    }
}
