package search

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestScriptFoldsAlike runs the words function of the theme's script: what a
// reader types must be folded as the index was.
func TestScriptFoldsAlike(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is missing: the script was not compared")
		}
		t.Skip("node is missing: the script was not compared")
	}
	script, err := os.ReadFile("../../themes/default/assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	all := vectors(t)
	texts := make([]string, len(all))
	want := make([]string, len(all))
	for i, v := range all {
		texts[i], want[i] = v.Text, v.Words
	}
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(node, "--input-type=module", "-")
	command.Stdin = strings.NewReader("globalThis.document = { querySelectorAll: () => [] };\n" + string(script) +
		"\nconsole.log(JSON.stringify(" + string(input) + `.map((text) => words(text).join(" "))));`)
	output, err := command.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	var got []string
	if err := json.Unmarshal(output, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words of search.js (-want +got):\n%s", diff)
	}
}
