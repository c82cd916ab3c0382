# make run    the product at http://localhost:8080; ARGS="-addr :8081" and others are passed on
# make test   every test; with CI=true nothing may be missing or skipped
# make bench  every benchmark; the generator against Hugo, where hugo is installed (MAILLAGE_BENCH=large: 50,000 articles too)
# make profile  tells the compiler what builds do most: generator/default.pgo, about a seventh less time
# make lambda the functions for AWS Lambda, in .build/lambda
# make deploy  lambda, then the stack (needs the AWS SAM command line)
# make publish builds the sites and uploads those of all hosts (needs the AWS command line)

.PHONY: run test bench profile lambda deploy publish
NPM = npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
TYPES = themes/admin/node_modules/typescript/package.json
TOOLS = infra/e2e/node_modules/.package-lock.json
LINT = .build/venv/bin/cfn-lint

run: themes/admin/node_modules/preact/package.json
	go run ./infra/local $(ARGS)

test: need $(TYPES) $(TOOLS) $(LINT) format vet go browser

bench:
	go test -run '^$$' -bench . -benchmem -timeout 1h ./...

profile:
	go test ./generator/site -trimpath -run '^$$' -bench 'Build$$' -benchtime 6x -cpuprofile generator/default.pgo -o .build/site.test

lambda:
	CGO_ENABLED=0 GOOS=linux GOARCH=arm64 go build -tags lambda.norpc -trimpath -ldflags "-s -w -buildid=" -o .build/lambda/bootstrap ./functions

deploy: lambda
	sam deploy

# STACK is the deployed stack's name, ORIGIN the sites' origin (https://…).
STACK = maillage
REGION = eu-west-3
output = $$(aws cloudformation describe-stacks --stack-name $(STACK) --query "Stacks[0].Outputs[?OutputKey=='$(1)'].OutputValue" --output text)
publish: themes/admin/node_modules/preact/package.json
	go run ./generator build -content content -themes themes -out dist -base $(ORIGIN)
	aws s3 sync dist/public s3://$(call output,SiteBucket) --exclude '*' --include '*/assets/*' --cache-control "public, max-age=31536000, immutable"
	aws s3 sync dist/public s3://$(call output,SiteBucket) --delete --exclude '*/assets/*'
	aws s3 sync dist/admin s3://$(call output,AdminBucket) --delete
	go run ./infra/publish -table $(call output,Table) -region $(REGION) -data dist/data
	aws cloudfront create-invalidation --distribution-id $(call output,SiteDistributionId) --paths '/*'
	aws cloudfront create-invalidation --distribution-id $(call output,AdminDistributionId) --paths '/*'

# ---- the parts of make test ----------------------------------------------------
.PHONY: need format vet go browser
need:
	@.ci/need gcc chromium python3 $(if $(CI),java)
format:
	@echo "gofmt…"; test -z "$$(gofmt -l generator functions infra | tee /dev/stderr)"
vet:
	@echo "go vet, staticcheck…"; go vet ./... && go tool staticcheck ./...
go:
	go tool gotestsum --format pkgname -- -pgo=off $$(command -v gcc >/dev/null && echo -race) ./...
browser:
	@if command -v $${CHROMIUM:-chromium} >/dev/null; then (cd infra/e2e && node --test); elif [ "$$CI" = true ]; then echo "chromium is missing"; exit 1; else echo "Skipped: browser tests, for want of chromium"; fi

themes/admin/node_modules/preact/package.json: themes/admin/package-lock.json
	@echo "Installing Preact for the administration (npm)…"; cd themes/admin && $(NPM) --omit=dev && touch node_modules/preact/package.json
$(TYPES): themes/admin/package-lock.json
	@echo "Installing TypeScript for the administration (npm)…"; cd themes/admin && $(NPM) && touch node_modules/typescript/package.json node_modules/preact/package.json
$(TOOLS): infra/e2e/package-lock.json
	@echo "Installing the test tools (npm)…"; cd infra/e2e && $(NPM) && touch node_modules/.package-lock.json
$(LINT):
	@echo "Installing cfn-lint (pip)…"; python3 -m venv .build/venv && .build/venv/bin/pip install -q --disable-pip-version-check cfn-lint==1.58.0 || { [ "$$CI" != true ] && echo "Skipped: cfn-lint could not be installed"; }
