import ComplexModule
import Tensors
import TestSupport
import Testing

@Suite struct TensorComparisonTests {
    @Test func comparisonsFollowIEEE() {
        let a = Tensor<Float>([1, .nan, 3, -0.0])
        let b = Tensor<Float>([1, .nan, 2, 0])
        #expect((a .== b).scalars == [true, false, false, true])
        #expect((a .!= b).scalars == [false, true, true, false])
        #expect((a .< b).scalars == [false, false, false, false])
        #expect((a .>= b).scalars == [true, false, true, true])
        #expect((a .> 1).scalars == [false, false, true, false])
        #expect(((a .> 0) .&& !(b .> 1)).scalars == [true, false, false, false])
        #expect(((a .> 0) .|| (b .<= 0)).scalars == [true, false, true, true])
        #expect((a .== a).any() && !(a .== a).all())
    }

    /// Tensors of one type are equal in every pair of layouts, and differ if a single element differs.
    private func checkEquality<Scalar: TensorScalar>(_ value: (Int) -> Scalar) {
        for shape in [[3, 5], [70, 33], [2, 17, 31], [0, 4], [1], []] as [Shape] {
            let scalars: [Scalar] = (0 ..< shape.elementCount).map(value)
            let x = Tensor<Scalar>(scalars, shape: shape)
            for (first, second) in MemoryArrangement.pairs {
                #expect(x.arranged(first) == x.arranged(second), "\(Scalar.self) \(shape), \(first), \(second)")
            }
            for place in [0, scalars.count / 2, scalars.count - 1] where scalars.indices.contains(place) {
                var changed: [Scalar] = scalars
                changed[place] = value(place + 1)
                let other = Tensor<Scalar>(changed, shape: shape)
                for arrangement in MemoryArrangement.allCases {
                    let (a, b) = (x.arranged(arrangement), other.arranged(arrangement))
                    #expect(a != b, "\(Scalar.self) \(shape) at \(place), \(arrangement)")
                }
            }
        }
        #expect(Tensor<Scalar>([value(0)], shape: [1]) != Tensor<Scalar>([value(0)], shape: []))
    }

    @Test func tensorsAreEqualInEveryLayout() {
        checkEquality { Float($0 % 2) }
        checkEquality { Double($0) - 0.5 }
        checkEquality { $0 % 2 == 0 }
        checkEquality { UInt8(truncatingIfNeeded: $0) }
        checkEquality { Int8(truncatingIfNeeded: $0 * 3) }
        checkEquality { UInt16(truncatingIfNeeded: $0) }
        checkEquality { Int32(truncatingIfNeeded: -$0) }
        checkEquality { $0 << 40 }
        checkEquality { BFloat16(Float($0 % 2)) }
        checkEquality { Complex<Float>(1, Float($0 % 2)) }
    }

    @Test(arguments: [1, 7, 8, 63, 64, 65, 127, 128, 300])
    func aDifferenceIsFoundInEveryPlace(length: Int) {
        let x = Tensor<Float>(repeating: 0, shape: [length])
        let negative: Tensor<Float> = -x
        #expect(x == negative)
        for place in 0 ..< length {
            var (y, z): ([Float], [Float]) = (x.scalars, x.scalars)
            y[place] = .leastNonzeroMagnitude
            z[place] = .nan
            #expect(x != Tensor(y) && Tensor(y) == Tensor(y) && Tensor(z) != Tensor(z), "place \(place)")
        }
    }

    /// Logical operations of all pairs of layouts, and of operands that are broadcast, are those of arrays.
    @Test func logicalOperationsAreThoseOfArrays() {
        for shape in [[3, 5], [70, 33], [2, 17, 31], [0, 4], []] as [Shape] {
            let (p, q): ([Bool], [Bool]) = (
                (0 ..< shape.elementCount).map { $0 % 3 == 0 }, (0 ..< shape.elementCount).map { $0 % 5 < 2 }
            )
            for (first, second) in MemoryArrangement.pairs {
                let a: Tensor<Bool> = Tensor(p, shape: shape).arranged(first)
                let b: Tensor<Bool> = Tensor(q, shape: shape).arranged(second)
                #expect((a .&& b).scalars == zip(p, q).map { $0 && $1 }, "\(shape), \(first), \(second)")
                #expect((a .|| b).scalars == zip(p, q).map { $0 || $1 }, "\(shape), \(first), \(second)")
                #expect((a .!= b).scalars == zip(p, q).map { $0 != $1 }, "\(shape), \(first), \(second)")
                #expect((a .== b).scalars == zip(p, q).map { $0 == $1 }, "\(shape), \(first), \(second)")
                #expect((!a).scalars == p.map { !$0 }, "\(shape), \(first)")
            }
        }
        let row = Tensor<Bool>([[true, false, true]])
        let column: Tensor<Bool> = Tensor<Bool>([[true], [false]])
        #expect((row .&& column).scalars == [true, false, true, false, false, false])
        #expect((column .|| row).scalars == [true, true, true, true, false, true])
        #expect((row .!= Tensor(true)).scalars == [false, true, false])
        #expect((!row.broadcast(to: [2, 3])).scalars == [false, true, false, false, true, false])
    }
}

extension MemoryArrangement {
    fileprivate static var pairs: [(MemoryArrangement, MemoryArrangement)] {
        allCases.flatMap { first in allCases.map { (first, $0) } }
    }
}
