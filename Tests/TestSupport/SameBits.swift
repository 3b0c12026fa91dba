import Foundation
import Tensors

/// Returns whether two tensors have the same shape and the same bits in every element. In contrast to `==`, NaN equals
/// NaN with the same bits, and 0 does not equal −0. The comparison is fast also in a debug build.
public func haveSameBits<Scalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Bool {
    guard a.shape == b.shape else { return false }
    return a.scalars.withUnsafeBytes { first in
        b.scalars.withUnsafeBytes { second in
            guard let first = first.baseAddress, let other = second.baseAddress else { return second.isEmpty }
            return memcmp(first, other, second.count) == 0
        }
    }
}
