// swift-tools-version: 6.1
import PackageDescription

// This package depends on SynaNN like a user's package, and shows that SynaNN builds as a dependency. The package
// manager refuses dependencies with unsafe flags, so SynaNN must not have such flags.
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
