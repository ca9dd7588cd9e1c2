# The tasks of this repository. The work is done by scripts: build/, e2e/.
.DEFAULT_GOAL := help
.PHONY: help prerequisites build images up down test test-unit test-e2e test-upgrade vulnerabilities bench clean

JAVA_HOME := $(shell build/java.sh 2>/dev/null)
export JAVA_HOME
MAVEN := mvn --batch-mode

help: ## What can be done here
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

# A cluster that is there already needs nothing of what makes one.
NEEDED := $(if $(filter current,$(CLUSTER)),images,all)

prerequisites: ## Install what is missing (Debian 12 as root), or say what is
	@build/prerequisites.sh $(NEEDED)

build: ## Compile and package, without tests
	@build/prerequisites.sh images
	$(MAVEN) -DskipTests package

images: ## Build the two images into .local/images
	@build/prerequisites.sh images
	@build/images.sh all

up: prerequisites ## From nothing to a running, verified memory service on a local Kubernetes (CLUSTER=current: on yours)
	@e2e/up.sh

down: ## Remove everything that up made
	@e2e/down.sh

test-unit: ## Tests that need neither a cluster nor an API server
	@build/prerequisites.sh images
	$(MAVEN) test

test-e2e: prerequisites ## Tests on a real cluster, with the real images
	@e2e/test.sh

test-upgrade: prerequisites ## The upgrade from the release before, on a cluster of its own
	@e2e/upgrade.sh

test: ## Every test, but for test-upgrade
	@build/prerequisites.sh all
	@build/test.sh

vulnerabilities: ## Known vulnerabilities of what is in the images (VULNERABILITY_DATABASE=FOLDER where the Internet is not)
	@build/prerequisites.sh test
	@build/images.sh all
	@build/vulnerabilities.sh

bench: prerequisites ## Figures of a whole cluster: time to Verified, cost of a request, a fleet of a hundred
	@e2e/bench.sh

clean: ## Remove what was built, but not what is running
	$(MAVEN) --quiet clean
	@rm -rf target .local/images
