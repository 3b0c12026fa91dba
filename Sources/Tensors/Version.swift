/// The version of the SynaNN package: the newest one in CHANGELOG.md. Every program prints it for `--version`.
public let synaNNVersion = "0.1.0"
