# Set-up on a fresh machine, then the main job or the tests: see README.md.

.PHONY: run test setup

run: setup
	swift run -c release synacnn $(ARGS)

# The suite, then a package that depends on this one as a user's does.
test: setup
	swift test
	swift run --package-path Tests/Consumer

setup:
	@sh .ci/install-system-packages
