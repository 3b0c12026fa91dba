internal import CKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The n-th roots of unity. Root number m is e^(−2πi·m/n) in the forward direction, and e^(+2πi·m/n) in the backward
/// direction. Each root is the product of an entry of one table and an entry of another table. Each table has about √n
/// entries.
package struct RootsOfUnity {
    private let high, low: [Double]
    private let shift: Int
    private let direction: Direction

    init(_ n: Int, _ direction: Direction) {
        let bits: Int = Int.bitWidth - n.leadingZeroBitCount
        shift = (bits + 1) / 2
        let width: Int = 1 << shift
        low = Self.table(count: min(width, n), step: 1, n)
        high = Self.table(count: (n - 1) >> shift + 1, step: width, n)
        self.direction = direction
    }

    /// Returns e^(−2πi·m/n) for the `count` numbers m = 0, step, 2·step, …, each as its real part followed by its
    /// imaginary part.
    private static func table(count: Int, step: Int, _ n: Int) -> [Double] {
        (0 ..< count).flatMap { index in
            let (cosine, sine): (Double, Double) = root(index * step, n)
            return [cosine, -sine]
        }
    }

    /// Returns the cosine and the sine of 2π·m/n. The angle is reduced by integer arithmetic to at most π/4, so that
    /// its rounding error stays below half a unit in the last place of the result.
    package static func root(_ m: Int, _ n: Int) -> (cosine: Double, sine: Double) {
        // The angle is 8·m/n octants: `octant` whole octants, and the fraction rest/n of the next octant.
        let (octant, rest): (Int, Int) = (8 * m).quotientAndRemainder(dividingBy: n)
        let isMirrored: Bool = octant % 2 == 1
        let angle: Double = .pi / 4 * Double(isMirrored ? n - rest : rest) / Double(n)
        let (c, s): (Double, Double) = (cos(angle), sin(angle))
        switch octant % 8 {
        case 0: return (c, s)
        case 1: return (s, c)
        case 2: return (-s, c)
        case 3: return (-c, s)
        case 4: return (-c, -s)
        case 5: return (-s, -c)
        case 6: return (s, -c)
        default: return (c, -s)
        }
    }

    /// Multiplies the numbers of `rows` lines by roots of unity: number k of row r by the root number (first + r)·k.
    /// Each line has `count` complex numbers, and consecutive lines begin `pitch` numbers apart.
    func multiply(
        _ lines: UnsafeMutableRawPointer, _ scalar: synann_scalar_type, first: Int, rows: Int, count: Int, pitch: Int
    ) {
        high.withUnsafeBufferPointer { high in
            low.withUnsafeBufferPointer { low in
                var roots = synann_roots(
                    high: high.baseAddress, low: low.baseAddress, shift: Int32(shift),
                    conjugates: direction == .backward ? 1 : 0)
                synann_twiddle(scalar, &roots, first, rows, count, pitch, lines)
            }
        }
    }
}
