import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct ProfileTests {
    private func row(_ profile: Profile, _ operation: String) -> Profile.Row? {
        profile.rows.first { $0.operation == operation }
    }

    @Test func forwardAndBackwardAreCountedByOperation() {
        let x: Tensor<Double> = sample([4, 4])
        let (derivative, profile) = Profile.measure {
            gradient(at: x) { x in (matmul(x, x).exp() + x.exp()).sum() }
        }
        #expect(derivative.shape == [4, 4])
        #expect(row(profile, "exp")?.calls == 2)
        #expect(row(profile, "matmul")?.calls == 1)
        for operation in ["exp", "matmul", "add", "sum"] {
            #expect((row(profile, operation)?.forwardSeconds ?? 0) > 0, "\(operation)")
            #expect((row(profile, operation)?.backwardSeconds ?? 0) > 0, "\(operation)")
        }
        // The time of a derivative includes the operations that the derivative calls. The backward time of matmul
        // includes transposes, so there is no row for transposes.
        #expect(row(profile, "permute") == nil)
        #expect((row(profile, "matmul")?.backwardBytes ?? 0) > 0)
        #expect(abs(profile.rows.reduce(0) { $0 + $1.seconds } - profile.seconds) < 1e-9)
        #expect(profile.rows.map(\.seconds) == profile.rows.map(\.seconds).sorted(by: >))
    }

    @Test func groupsAreCountedWhole() {
        let x: Tensor<Double> = sample([3])
        let (_, profile) = Profile.measure { gradient(at: x) { $0.gelu().sum() } }
        #expect(Set(profile.rows.map(\.operation)) == ["gelu", "sum"])
        #expect(row(profile, "gelu")?.calls == 1)
        #expect((row(profile, "gelu")?.backwardSeconds ?? 0) > 0)
    }

    @Test func operationsWithoutAGradientAndOtherWorkAreCounted() {
        let x: Tensor<Double> = sample([3])
        let (_, profile) = Profile.measure {
            _ = x.exp()
            _ = x .> 0
            Profile.attribute(to: "waiting")
        }
        #expect(Set(profile.rows.map(\.operation)) == ["exp", "less", "waiting"])
        #expect(row(profile, "exp")?.backwardSeconds == 0)
    }

    @Test func nothingIsMeasuredOutside() {
        let x: Tensor<Double> = sample([3])
        let (_, profile) = Profile.measure {}
        _ = x.exp()
        Profile.attribute(to: "waiting")
        #expect(profile.rows.isEmpty)
        #expect(profile.description.contains("total"))
    }

    @Test func theTableHasARowForEach() {
        let x: Tensor<Double> = sample([3])
        let (_, profile) = Profile.measure { gradient(at: x) { ($0.exp() * 2).sum() } }
        let lines: [Substring] = profile.description.split(separator: "\n")
        #expect(lines.count == profile.rows.count + 4)
        #expect(lines[0].hasPrefix("operation"))
        #expect(lines[2].hasPrefix(profile.rows[0].operation))
        #expect(Set(lines.map(\.count)).count <= 2)
    }
}
