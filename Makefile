# Cruddur. `make up` runs the product, `make test` tests it; docs/development.md
# tells the rest.

MODULES := platform backend media messaging dev e2e
# Modules outside the workspace: what they need is large, and nobody else's.
ALONE := terraform/standin terraform/test

# Tools are run by version; Go caches what it built.
GOFUMPT := go run mvdan.cc/gofumpt@v0.12.0
GOLANGCI := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
ACTIONLINT := go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
GOVULNCHECK := go run golang.org/x/vuln/cmd/govulncheck@v1.9.0
GO_LICENSES := go run github.com/google/go-licenses@v1.6.0

# The race detector needs a C compiler; without one the tests run without it.
RACE := $(if $(shell command -v $${CC:-gcc} 2>/dev/null),-race,)

# media works on pictures by libjpeg-turbo and libwebp where their headers are,
# and by Go alone (CGO_ENABLED=0) where they aren't.
MEDIA_LIBS = printf '\043include <stdio.h>\n\043include <jpeglib.h>\n\043include <webp/encode.h>\n' | $${CC:-gcc} -E - >/dev/null 2>&1
# In a module's folder: choose what that module can be built with.
CHOOSE_CGO = { [ $$module != media ] || $(MEDIA_LIBS) || export CGO_ENABLED=0; }

# Built, not `go run`: signals and exit codes must come through.
# Without Go there is no program yet that could say what is missing.
STACK := command -v go >/dev/null 2>&1 || { echo "Go is missing: install Go 1.26 or later (https://go.dev/doc/install) and see that it is on PATH."; exit 1; }; \
	go build -o .cruddur/bin/stack ./dev/cmd/stack && .cruddur/bin/stack

export GOFLAGS += -buildvcs=false
export GOWORK := $(CURDIR)/go.work

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

## The product on this machine

.PHONY: up down reset logs status doctor
up: ## Run everything on this machine: http://localhost:8080
	@$(STACK) up

down: ## Stop what `make up` runs, from another terminal
	@$(STACK) down

reset: ## Stop it and forget everything it has stored
	@$(STACK) reset

logs: ## Follow the logs of all processes
	@$(STACK) logs -f

status: ## Say what runs, and whether it is well
	@$(STACK) status

doctor: ## Check this machine for what `make up` needs
	@$(STACK) doctor

## Tests

.PHONY: test test-go test-media test-messaging test-alone test-frontend test-e2e test-terraform
test: test-go test-media test-messaging test-alone test-frontend test-e2e test-terraform ## Run every test
	@$(HAS_TERRAFORM) && echo "make test: all tests passed" || \
		echo "make test: all tests passed BUT THOSE OF terraform/, WHICH DID NOT RUN: $(NEEDS_TERRAFORM)"

test-go: java ## Unit and database tests of the Go modules
	cd platform && go test $(RACE) ./...
	@$(STACK) test-postgres -- sh -c 'cd backend && go test $(RACE) ./...'
	cd dev && go test $(RACE) ./...

# Pictures are left out of the race detector: nothing there runs in two
# goroutines of ours, and it makes them ten times as slow.
test-media: media-libs ## Uploads and pictures, by both engines
	@if $(MEDIA_LIBS); then set -ex; cd media; \
		go test $(RACE) $$(go list ./... | grep -v /internal/photo); \
		go test ./internal/photo/...; \
		CGO_ENABLED=0 go test ./internal/photo/... ./internal/resize; \
	else echo "media: libjpeg-turbo or libwebp is missing, so ONLY the engine without them is tested"; \
		set -ex; cd media; CGO_ENABLED=0 go test ./...; fi

test-messaging: java ## Conversations, on the emulator and on DynamoDB Local
	cd messaging && go test $(RACE) ./...

test-alone: ## Each module builds and vets without the workspace, as in its image
	@for module in $(MODULES); do (cd $$module && $(CHOOSE_CGO) && GOWORK=off go vet ./...) || exit 1; done

test-frontend: frontend/node_modules/.package-lock.json ## Types, unit and component tests of the site
	cd frontend && npm run typecheck && npm run test

test-e2e: chromium ## The whole product in a browser and over HTTP
	cd e2e && go test -count=1 -timeout 30m ./...

# Terraform is no package of a language. On a laptop that lacks it the rest is
# still worth testing, loudly; where CRUDDUR_REQUIRE_TERRAFORM is set, its absence
# is a failure.
HAS_TERRAFORM = command -v terraform >/dev/null 2>&1
NEEDS_TERRAFORM = install Terraform 1.11 or later (https://developer.hashicorp.com/terraform/install).

test-terraform:
	@if $(HAS_TERRAFORM) || [ -n "$$CRUDDUR_REQUIRE_TERRAFORM" ]; then $(MAKE) --no-print-directory terraform; \
	else echo "terraform is missing, so terraform/ is NOT tested: $(NEEDS_TERRAFORM)"; fi

# The checkers of modules, in the clone: Go builds the one, the other is
# Python's and has an environment of its own.
TFLINT := $(CURDIR)/.cruddur/terraform/tflint-0.64.0/tflint
CHECKOV := $(CURDIR)/.cruddur/terraform/checkov-3.3.30/bin/checkov

$(TFLINT):
	@echo "installing tflint"
	GOWORK=off GOBIN=$(dir $@) go install github.com/terraform-linters/tflint@v0.64.0

$(CHECKOV):
	@echo "installing checkov"
	python3 -m venv $(CURDIR)/.cruddur/terraform/checkov-3.3.30
	$(dir $@)pip install --quiet --disable-pip-version-check checkov==3.3.30 || { rm -rf $(CURDIR)/.cruddur/terraform/checkov-3.3.30; exit 1; }

.PHONY: terraform terraform-docs
terraform: $(TFLINT) $(CHECKOV) ## Test the Terraform modules, without AWS or a registry
	@$(HAS_TERRAFORM) || { echo "terraform is missing: $(NEEDS_TERRAFORM)"; exit 1; }
	cd terraform/standin && GOWORK=off go vet ./... && GOWORK=off go test ./...
	cd terraform/test && GOWORK=off go vet ./... && GOWORK=off TFLINT=$(TFLINT) CHECKOV=$(CHECKOV) go test -count=1 -timeout 40m ./...

terraform-docs: ## Write the tables of inputs and outputs in the modules' READMEs
	cd terraform/test && GOWORK=off go run ./cmd/readme ../modules/*

# Where a registry can be reached: the modules' own tests, on the real provider.
.PHONY: terraform-provider
terraform-provider: ## Validate and test the Terraform modules on the real provider's schema
	@set -e; for module in terraform/modules/*/; do echo "$$module"; \
		terraform -chdir=$$module init -backend=false -input=false >/dev/null; \
		terraform -chdir=$$module validate; terraform -chdir=$$module test; done

.PHONY: compose-test smoke fuzz
compose-test: chromium ## The same journeys through docker-compose.yml, as it is shipped (needs Docker)
	go run ./e2e/compose $(COMPOSE_TEST)

smoke: ## Look at a site that was deployed, from outside: SITE=https://...
	cd e2e && go run ./smoke $(SITE)

FUZZ_TIME ?= 20s
fuzz: ## Run every fuzz test for FUZZ_TIME
	@grep -rl '^func Fuzz' --include='*_test.go' $(MODULES) | sort | while read -r file; do \
		module=$${file%%/*}; $(CHOOSE_CGO) || true; \
		for name in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]+).*/\1/p' "$$file"); do echo "$$file $$name"; \
			(cd "$$(dirname "$$file")" && go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZ_TIME) .) || exit 1; done || exit 1; done

.PHONY: functions
functions: media-libs ## Build the Lambda functions for AWS: .cruddur/functions/*.zip
	cd dev && go build -o ../.cruddur/bin/functions ./cmd/functions
	.cruddur/bin/functions --aws .cruddur/functions

.PHONY: lighthouse
lighthouse: chromium ## Lighthouse on the pages of strangers, of a stack that runs
	cd e2e/lighthouse && npm ci --no-audit --no-fund && npm run audit

.PHONY: bench bench-feeds bench-pictures bench-messages
bench: bench-feeds bench-pictures bench-messages ## Measure everything that docs/performance.md tells

bench-feeds: ## How fast the feeds are; BENCH=--quick for two minutes, BENCH=--write for the docs
	@go build -o .cruddur/bin/bench ./e2e/bench && .cruddur/bin/bench $(BENCH)

# Linked as the Lambda is: part of what is measured is how it starts.
bench-pictures: media-libs ## Compare the picture pipeline with sharp
	npm install --prefix .cruddur/bench --no-save --no-audit --no-fund --silent sharp@0.35.5
	cd media && CRUDDUR_BENCH=$(CURDIR)/.cruddur/bench go test -tags bench,netgo,osusergo -ldflags "-linkmode external -extldflags -static" \
		./internal/photo -run '^TestBench(Quality)?$$' -v -count=1 -timeout 60m

bench-messages: java ## How long a message takes to be seen, and 20 of 10,000 conversations to be listed
	cd messaging && go test -p 1 -tags bench ./internal/deployment ./internal/dynamo -run '^TestBench$$' -v -count=1 -timeout 10m

# The one thing that the tests need and can't get from a package of a language.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null 2>&1 || [ -n "$$CHROMIUM" ] || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && echo "installing chromium" && \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || { \
		echo "The browser tests need Chromium: install the package chromium (on Debian: sudo apt-get install chromium)," ; \
		echo "or set CHROMIUM to the path of a Chromium or Chrome." ; exit 1; }

# DynamoDB Local is a Java program, which Maven fetches. Without them its tests
# are left out, which they say; with CRUDDUR_REQUIRE_DYNAMODB_LOCAL they fail.
.PHONY: java
java:
	@{ command -v java && command -v mvn; } >/dev/null 2>&1 || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && echo "installing openjdk-17-jre-headless and maven" && \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			openjdk-17-jre-headless maven >/dev/null; } || \
		echo "NOT TESTED on DynamoDB Local: that needs Java 17 and Maven (on Debian: sudo apt-get install openjdk-17-jre-headless maven)"

# The libraries behind the faster of media's engines. Without them everything
# works too, so their absence is said, not an error.
.PHONY: media-libs
media-libs:
	@$(MEDIA_LIBS) || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && echo "installing gcc, libjpeg62-turbo-dev and libwebp-dev" && \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			gcc libc6-dev libjpeg62-turbo-dev libwebp-dev >/dev/null; } || \
		echo "media: to test its faster engine, install libjpeg-turbo and libwebp (on Debian: sudo apt-get install gcc libc6-dev libjpeg62-turbo-dev libwebp-dev)"

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund

## Form

.PHONY: lint lint-go lint-frontend lint-workflows fmt generate check-generated tidy
lint: lint-go lint-frontend lint-workflows check-generated ## Every linter, and that generated files are current

lint-go:
	@out=$$($(GOFUMPT) -l $(MODULES) $(ALONE)); [ -z "$$out" ] || { echo "not formatted (make fmt):"; echo "$$out"; exit 1; }
	@for module in $(MODULES); do echo "golangci-lint $$module"; (cd $$module && $(CHOOSE_CGO) && $(GOLANGCI) run ./...) || exit 1; done
	@for module in $(ALONE); do echo "golangci-lint $$module"; (cd $$module && GOWORK=off $(GOLANGCI) run ./...) || exit 1; done

lint-frontend: frontend/node_modules/.package-lock.json
	cd frontend && npm run lint

lint-workflows:
	$(ACTIONLINT)

fmt: frontend/node_modules/.package-lock.json ## Format everything
	$(GOFUMPT) -w $(MODULES) $(ALONE)
	cd frontend && npx prettier --write --log-level warn .

generate: frontend/node_modules/.package-lock.json ## Make the generated files again, from the contract and the SQL
	cd backend && go generate ./...
	cd media && go generate ./internal/presign/contract
	cd messaging && go generate ./internal/httpapi/contract
	cd frontend && npm run generate

check-generated: generate ## Fail when a generated file was not current
	@git diff --exit-code --stat -- backend/internal/httpapi/contract backend/internal/httpapi/directorycontract media/internal/presign/contract messaging/internal/httpapi/contract backend/internal/postgres/queries frontend/src/api \
		|| { echo "generated files were not current: commit what 'make generate' made"; exit 1; }

tidy: ## go mod tidy in every module
	@for module in $(MODULES) $(ALONE); do (cd $$module && GOWORK=off go mod tidy) || exit 1; done

## What comes from others

# All of these go well with Apache-2.0, in what is shipped.
LICENCES := Apache-2.0,MIT,BSD-2-Clause,BSD-3-Clause,ISC,MPL-2.0
SHIPPED := platform backend media messaging

.PHONY: licences vulnerabilities
licences: ## Fail when something that is shipped has a licence that is not on the list
	@set -e; for module in $(SHIPPED); do echo "licences of $$module"; (cd $$module && $(CHOOSE_CGO) && \
		out=$$(GOWORK=off GOROOT=$$(go env GOROOT) $(GO_LICENSES) check ./... --ignore github.com/cruddur/cruddur --allowed_licenses=$(LICENCES) 2>&1) \
			|| { echo "$$out" | grep -v "contains non-Go code\|^/"; exit 1; }); done
	node frontend/scripts/licences.mjs

vulnerabilities: ## Fail on known vulnerabilities of what is shipped (asks vuln.go.dev and npm)
	@set -e; for module in $(MODULES); do echo "govulncheck $$module"; (cd $$module && $(CHOOSE_CGO) && $(GOVULNCHECK) ./...); done
	cd frontend && npm audit --omit=dev --audit-level=low
	cd frontend && npm audit --audit-level=high
