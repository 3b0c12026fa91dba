# Set-up on a fresh machine, then the main job or the tests: see README.md. The other targets: see CONTRIBUTING.md.

.PHONY: run test setup reference api api-accept api-release

run: setup
	swift run -c release synacnn $(ARGS)

# The suite, then a package that depends on this one as a user's does.
test: setup
	swift test
	swift run --package-path Tests/Consumer

# The API reference with the articles, as a static site: .build/reference/site.
reference: setup
	@.ci/reference

# Compares the public API with that of the last version.
api: setup
	@.ci/public-api check

# Lists the breaking changes of now as intended.
api-accept: setup
	@.ci/public-api accept

# Makes the public API of now the one to compare with, for a new version.
api-release: setup
	@.ci/public-api release

setup:
	@sh .ci/install-system-packages
