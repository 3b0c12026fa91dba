# Set-up on a fresh machine, then the main job or the tests: see README.md.

.PHONY: run test setup

run: setup
	swift run -c release synacnn $(ARGS)

test: setup
	swift test

setup:
	@sh .ci/install-system-packages
