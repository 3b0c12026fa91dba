// swift-tools-version: 6.1
import PackageDescription

// The benchmarks are a separate package: a package that depends on SynaNN must not resolve the dependencies of the
// benchmarks.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "SynaNN", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.0.2"),
    ],
    targets: [
        .target(
            name: "Measurement",
            dependencies: [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SynaNN", package: "SynaNN"),
            ]),
        .target(name: "Results"),
        .executableTarget(
            name: "ablation",
            dependencies: [
                "Results", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Distributed", package: "SynaNN"),
            ]),
        .executableTarget(
            name: "sets-of-digits",
            dependencies: [
                "Results", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SynaNN", package: "SynaNN"),
            ]),
        .executableTarget(name: "arrays", dependencies: ["Measurement"]),
        .executableTarget(name: "pictures", dependencies: ["Measurement"]),
        .executableTarget(name: "layers", dependencies: ["Measurement"]),
        .executableTarget(
            name: "operations",
            dependencies: ["Measurement", .product(name: "ComplexModule", package: "swift-numerics")]),
        .executableTarget(name: "transformer", dependencies: ["Measurement"]),
        .executableTarget(name: "simulated-causes", dependencies: ["Measurement", "Results"]),
        .executableTarget(name: "recurrent", dependencies: ["Measurement"]),
        .executableTarget(
            name: "synapse-vs-dense",
            dependencies: ["Measurement", .product(name: "COpenBLAS", package: "SynaNN")]),
        .executableTarget(
            name: "scaling", dependencies: ["Measurement", .product(name: "COpenBLAS", package: "SynaNN")]),
        .executableTarget(
            name: "linear-algebra",
            dependencies: ["Measurement", .product(name: "COpenBLAS", package: "SynaNN")]),
        .executableTarget(
            name: "fourier",
            dependencies: [
                "Measurement", .product(name: "Fourier", package: "SynaNN"),
                .product(name: "ComplexModule", package: "swift-numerics"),
            ]),
        .executableTarget(
            name: "elementwise",
            dependencies: ["Measurement", .product(name: "COpenBLAS", package: "SynaNN")]),
    ],
    swiftLanguageModes: [.v6]
)
