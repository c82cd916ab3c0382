package infra_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestSamconfig: `sam deploy` runs anywhere, names the template that is tested
// here and asks for no more than this template needs.
func TestSamconfig(t *testing.T) {
	file, err := os.ReadFile("../samconfig.toml")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^(\w+) = "?([^"\n]*)"?$`).FindAllStringSubmatch(string(file), -1) {
		got[line[1]] = line[2]
	}
	for name, want := range map[string]string{
		"version": "0.1", "region": "eu-west-3", "template_file": "infra/template.yaml", "capabilities": "CAPABILITY_IAM", "resolve_s3": "true",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	for name, value := range got {
		if strings.HasPrefix(value, "/") || strings.Contains(value, "~") {
			t.Errorf("%s is a path of one machine: %s", name, value)
		}
	}
}
