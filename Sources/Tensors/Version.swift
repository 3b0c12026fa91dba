/// The version of the SynaNN package: the newest version in CHANGELOG.md. Every program prints the version for
/// `--version`.
public let synaNNVersion = "0.1.0"
