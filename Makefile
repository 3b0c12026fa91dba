# `make run` and `make test` work on a fresh machine: see README.md. CONTRIBUTING.md describes the other targets.

.PHONY: run test setup reference api api-accept api-release

run: setup
	swift run -c release synacnn $(ARGS)

# Runs all tests, then a package that depends on this package.
test: setup
	swift test
	swift run --package-path Tests/Consumer

# Builds the API reference with the articles as a static site, .build/reference/site.
reference: setup
	@.ci/reference

# Compares the public API of the code with the public API of the last version.
api: setup
	@.ci/public-api check

# Accepts the breaking changes of the code: lists them in docs/api/accepted-changes.txt.
api-accept: setup
	@.ci/public-api accept

# Makes the public API of the code the baseline of later comparisons, for a new version.
api-release: setup
	@.ci/public-api release

setup:
	@sh .ci/install-system-packages
