package infra_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// missing skips a check for want of an outside program, which CI must have.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing: template.yaml must be checked by it in CI", what)
	}
	t.Skipf("%s is missing: template.yaml was not checked by it", what)
}

// TestCloudFormationValidate runs AWS's own validator, which `npm ci` in
// infra/e2e installs.
func TestCloudFormationValidate(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node")
	}
	if _, err := os.Stat("e2e/node_modules/@aws/cloudformation-validate"); err != nil {
		missing(t, "infra/e2e/node_modules/@aws/cloudformation-validate")
	}
	output, err := exec.Command(node, "e2e/tools/validate-template.mjs", "template.yaml").Output()
	if err != nil {
		t.Fatalf("validate-template.mjs: %v", stderr(err))
	}
	var report struct {
		Status   string
		Rules    int
		Findings []string
	}
	if err := json.Unmarshal(output, &report); err != nil {
		t.Fatal(err)
	}
	if report.Status != "OK" || report.Rules == 0 {
		t.Errorf("status %s after %d rules", report.Status, report.Rules)
	}
	for _, finding := range report.Findings {
		t.Error(finding)
	}
}

// TestCfnLint runs cfn-lint, which knows SAM, from the Makefile's virtual
// environment or the PATH. Nothing is suppressed.
func TestCfnLint(t *testing.T) {
	lint, err := filepath.Abs("../.build/venv/bin/cfn-lint")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(lint); err != nil {
		if lint, err = exec.LookPath("cfn-lint"); err != nil {
			missing(t, "cfn-lint")
		}
	}
	output, err := exec.Command(lint, "--regions", "eu-west-3", "--", "template.yaml").CombinedOutput()
	if err != nil {
		t.Errorf("cfn-lint: %v\n%s", err, output)
	}
}

func stderr(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return err.Error() + "\n" + string(exit.Stderr)
	}
	return err.Error()
}
