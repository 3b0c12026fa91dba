// swift-tools-version: 6.1
import PackageDescription

// A package that depends on SynaNN as a user's package does. It shows that the library builds as a dependency: the
// package manager refuses dependencies with unsafe flags.
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
