package infra_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// event is one event source of a function.
type event struct {
	kind       string // HttpApi, DynamoDB, Schedule
	properties map[string]any
}

func (t template) events(function string) map[string]event {
	out := map[string]event{}
	events, _ := t.Resources[function].Properties["Events"].(map[string]any)
	for name, value := range events {
		properties, _ := at(value, "Properties").(map[string]any)
		out[name] = event{text(at(value, "Type")), properties}
	}
	return out
}

// TestProperties refuses misspelt properties of SAM's own types, which
// CloudFormation's schemas do not know.
func TestProperties(t *testing.T) {
	allowed := map[string]string{
		"AWS::Serverless::Function": "Handler Description Role MemorySize Timeout ReservedConcurrentExecutions LoggingConfig EventInvokeConfig Events",
		"AWS::Serverless::HttpApi":  "Description FailOnWarnings DefaultRouteSettings AccessLogSettings",
		"HttpApi":                   "ApiId Method Path",
		"Schedule":                  "Schedule Description Input",
		"DynamoDB": "Stream StartingPosition BatchSize FilterCriteria MaximumRetryAttempts BisectBatchOnFunctionError " +
			"FunctionResponseTypes DestinationConfig",
	}
	check := func(where, kind string, properties map[string]any) {
		names, known := allowed[kind]
		for name := range properties {
			if !known || !slices.Contains(strings.Fields(names), name) {
				t.Errorf("%s: property %s of %s is not one we use", where, name, kind)
			}
		}
	}
	template := readTemplate(t)
	for name, resource := range template.Resources {
		if strings.HasPrefix(resource.Type, "AWS::Serverless::") {
			check(name, resource.Type, resource.Properties)
		}
		for source, event := range template.events(name) {
			check(name+"."+source, event.kind, event.properties)
		}
	}
}

func TestFunctions(t *testing.T) {
	template := readTemplate(t)
	global := template.Globals.Function
	want := []string{"../.build/lambda", "provided.al2023", "[arm64]"}
	got := []string{text(global["CodeUri"]), text(global["Runtime"]), text(global["Architectures"])}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what every function runs (-want +got):\n%s", diff)
	}
	for _, name := range template.ofType("AWS::Serverless::Function") {
		properties := template.Resources[name].Properties
		for _, required := range []string{"MemorySize", "Timeout", "ReservedConcurrentExecutions"} {
			if n, ok := properties[required].(int); !ok || n <= 0 {
				t.Errorf("%s: %s is %v, want a number", name, required, properties[required])
			}
		}
		group, _ := strings.CutPrefix(text(at(properties, "LoggingConfig", "LogGroup")), "Ref ")
		if template.Resources[group].Type != "AWS::Logs::LogGroup" {
			t.Errorf("%s logs to %q, which is no log group here", name, group)
		}
		for _, s := range template.statements(name) {
			if slices.Contains(s.actions, "logs:PutLogEvents") && !slices.Equal(s.resources, []string{"Fn::GetAtt " + group + ".Arn"}) {
				t.Errorf("%s may write to %v, want its own %s", name, s.resources, group)
			}
		}
	}
}

// TestStream: only new outbox items start work, a bad item alone is tried
// again, and what is given up is kept.
func TestStream(t *testing.T) {
	template := readTemplate(t)
	stream := template.events("NewsletterSend")["Outbox"].properties
	var pattern any
	filters := list(at(stream, "FilterCriteria", "Filters"))
	if len(filters) != 1 {
		t.Fatalf("got %d filters, want 1", len(filters))
	}
	if err := json.Unmarshal([]byte(text(at(filters[0], "Pattern"))), &pattern); err != nil {
		t.Fatal(err)
	}
	wantPattern := map[string]any{
		"eventName": []any{"INSERT"},
		"dynamodb":  map[string]any{"Keys": map[string]any{"pk": map[string]any{"S": []any{map[string]any{"prefix": "outbox#"}}}}},
	}
	if diff := cmp.Diff(wantPattern, pattern); diff != "" {
		t.Errorf("filter (-want +got):\n%s", diff)
	}
	got := map[string]string{}
	for _, name := range []string{"MaximumRetryAttempts", "BisectBatchOnFunctionError", "FunctionResponseTypes", "Stream"} {
		got[name] = text(stream[name])
	}
	got["OnFailure"] = text(at(stream, "DestinationConfig", "OnFailure", "Destination"))
	want := map[string]string{
		"MaximumRetryAttempts": "5", "BisectBatchOnFunctionError": "true", "FunctionResponseTypes": "[ReportBatchItemFailures]",
		"Stream": "Fn::GetAtt Table.StreamArn", "OnFailure": "Fn::GetAtt FailureQueue.Arn",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stream (-want +got):\n%s", diff)
	}
}

// TestEnvironment: every variable that the binary reads is declared and every
// one that is declared is read.
func TestEnvironment(t *testing.T) {
	template := readTemplate(t)
	variables, _ := at(template.Globals.Function, "Environment", "Variables").(map[string]any)
	declared := slices.Sorted(maps.Keys(variables))
	read := map[string]bool{}
	for _, file := range deployedFiles(t) {
		variablesRead(t, file, read)
	}
	if diff := cmp.Diff(declared, slices.Sorted(maps.Keys(read))); diff != "" {
		t.Errorf("environment variables (-declared +read):\n%s", diff)
	}
}

// deployedFiles lists our Go files that are part of the bootstrap.
func deployedFiles(t *testing.T) []string {
	t.Helper()
	const format = `{{$dir := .Dir}}{{if .Module}}{{if .Module.Main}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}{{end}}{{end}}`
	output, err := exec.Command("go", "list", "-deps", "-f", format, "../functions").Output()
	if err != nil {
		t.Fatalf("go list: %s", stderr(err))
	}
	return strings.Fields(string(output))
}

// variablesRead gathers the names MAILLAGE_… that stand in string literals.
func variablesRead(t *testing.T, path string, names map[string]bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	isName := regexp.MustCompile(`^MAILLAGE_[A-Z_]+$`)
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if name, err := strconv.Unquote(literal.Value); err == nil && isName.MatchString(name) {
				names[name] = true
			}
		}
		return true
	})
}
