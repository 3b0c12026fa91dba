import ComplexModule
import Fourier
import Tensors
import TestSupport
import Testing

/// The transforms agree with those of numpy.fft in Tests/References/fourier.json.
@Suite struct NumPyTests {
    private static let all: [ReferenceCase] = referenceCases(in: "fourier")
    private static let signals: [String: ReferenceCase] = Dictionary(
        uniqueKeysWithValues: all.filter { $0.operation == "signal" }.map { ($0.name, $0) })

    @Test func transforms() {
        var count = 0
        for reference in Self.all {
            guard let transform = Transform(rawValue: reference.operation) else { continue }
            count += 1
            // The tolerance for `Float` allows a few units of error in the last of the 7 digits of a `Float`, because a
            // result is a sum of up to 60 numbers.
            expect(transform, reference, Double.self, tolerance: 1e-13)
            expect(transform, reference, Float.self, tolerance: 2e-5)
        }
        #expect(count > 500)
    }

    @Test func helpers() {
        var count = 0
        for reference in Self.all {
            let found: Tensor<Double>
            switch reference.operation {
            case "fftfreq": found = fftfreq(reference.integer("n"), d: reference.number("d"))
            case "rfftfreq": found = rfftfreq(reference.integer("n"), d: reference.number("d"))
            case "fftshift": found = fftshift(signal(reference), axes: reference.list("axes"))
            case "ifftshift": found = ifftshift(signal(reference), axes: reference.list("axes"))
            default: continue
            }
            count += 1
            #expect(difference(found, reference.tensor("output"), tolerance: 1e-13) == nil, "\(reference)")
        }
        #expect(count > 90)
    }

    private func signal(_ reference: ReferenceCase) -> Tensor<Double> { signalCase(reference).tensor("x") }

    private func signalCase(_ reference: ReferenceCase) -> ReferenceCase {
        guard let signal = Self.signals[reference.text("signal")] else { fatalError("\(reference) has no signal") }
        return signal
    }

    private func expect<Real: FourierReal>(
        _ transform: Transform, _ reference: ReferenceCase, _ type: Real.Type, tolerance: Double
    ) {
        let signal: ReferenceCase = signalCase(reference)
        let real: Tensor<Real>? = signal.has("x") ? signal.tensor("x", as: type) : nil
        let complex: Tensor<Complex<Real>> =
            real.map { Tensor($0) } ?? Tensor(signal.tensor("xReal", as: type), signal.tensor("xImaginary", as: type))
        let found: Tensor<Complex<Real>> = transform(real, complex, Arguments(reference))
        let isReal: Bool = reference.has("output")
        let parts: [(Tensor<Real>, String)] =
            [(found.realPart(), isReal ? "output" : "outputReal")]
            + (isReal ? [] : [(found.imaginaryPart(), "outputImaginary")])
        for (part, name) in parts {
            let problem: String? = difference(part, reference.tensor(name, as: type), tolerance: tolerance)
            #expect(problem == nil, "\(reference), \(type), \(name)")
        }
    }
}

/// The arguments of a case, without the signal.
private struct Arguments {
    let n: Int?
    let axis: Int
    let s, axes: [Int]?
    let norm: FourierNorm

    init(_ reference: ReferenceCase) {
        n = reference.parameters["n"].map { _ in reference.integer("n") }
        axis = reference.parameters["axis"].map { _ in reference.integer("axis") } ?? -1
        (s, axes) = (reference.list("s"), reference.list("axes"))
        guard let norm = FourierNorm(rawValue: reference.text("norm")) else { fatalError("\(reference) has no norm") }
        self.norm = norm
    }
}

extension ReferenceCase {
    /// Returns a parameter that is a list of numbers, or `nil` if the case does not have this parameter.
    fileprivate func list(_ name: String) -> [Int]? { parameters[name].map { _ in integers(parameter: name) } }
}

/// The functions of numpy.fft. A call returns a real result as complex numbers.
private enum Transform: String {
    case fft, ifft, rfft, irfft, hfft, ihfft, fftn, ifftn, rfftn, irfftn, fft2, ifft2, rfft2, irfft2

    func callAsFunction<Real: FourierReal>(
        _ given: Tensor<Real>?, _ x: Tensor<Complex<Real>>, _ a: Arguments
    ) -> Tensor<Complex<Real>> {
        let real: Tensor<Real> = x.realPart()
        return switch self {
        case .fft:
            given.map { Fourier.fft($0, n: a.n, axis: a.axis, norm: a.norm) }
                ?? Fourier.fft(x, n: a.n, axis: a.axis, norm: a.norm)
        case .ifft:
            given.map { Fourier.ifft($0, n: a.n, axis: a.axis, norm: a.norm) }
                ?? Fourier.ifft(x, n: a.n, axis: a.axis, norm: a.norm)
        case .rfft: Fourier.rfft(real, n: a.n, axis: a.axis, norm: a.norm)
        case .irfft: Tensor(Fourier.irfft(x, n: a.n, axis: a.axis, norm: a.norm))
        case .hfft: Tensor(Fourier.hfft(x, n: a.n, axis: a.axis, norm: a.norm))
        case .ihfft: Fourier.ihfft(real, n: a.n, axis: a.axis, norm: a.norm)
        case .fftn:
            given.map { Fourier.fftn($0, s: a.s, axes: a.axes, norm: a.norm) }
                ?? Fourier.fftn(x, s: a.s, axes: a.axes, norm: a.norm)
        case .ifftn:
            given.map { Fourier.ifftn($0, s: a.s, axes: a.axes, norm: a.norm) }
                ?? Fourier.ifftn(x, s: a.s, axes: a.axes, norm: a.norm)
        case .rfftn: Fourier.rfftn(real, s: a.s, axes: a.axes, norm: a.norm)
        case .irfftn: Tensor(Fourier.irfftn(x, s: a.s, axes: a.axes, norm: a.norm))
        case .fft2:
            given.map { Fourier.fft2($0, s: a.s, axes: a.axes ?? [-2, -1], norm: a.norm) }
                ?? Fourier.fft2(x, s: a.s, axes: a.axes ?? [-2, -1], norm: a.norm)
        case .ifft2:
            given.map { Fourier.ifft2($0, s: a.s, axes: a.axes ?? [-2, -1], norm: a.norm) }
                ?? Fourier.ifft2(x, s: a.s, axes: a.axes ?? [-2, -1], norm: a.norm)
        case .rfft2: Fourier.rfft2(real, s: a.s, axes: a.axes ?? [-2, -1], norm: a.norm)
        case .irfft2: Tensor(Fourier.irfft2(x, s: a.s, axes: a.axes ?? [-2, -1], norm: a.norm))
        }
    }
}
