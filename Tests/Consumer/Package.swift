// swift-tools-version: 6.1
import PackageDescription

// This package depends on SynaNN like a user's package. It shows that SynaNN builds as a dependency. So SynaNN has no
// unsafe flags, because the package manager refuses dependencies with such flags.
let package = Package(
    name: "Consumer",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "SynaNN", path: "../..")],
    targets: [
        .executableTarget(
            name: "consumer",
            dependencies: [.product(name: "Tensors", package: "SynaNN"), .product(name: "SynaNN", package: "SynaNN")])
    ],
    swiftLanguageModes: [.v6]
)
