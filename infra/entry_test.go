package infra_test

import (
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/app"
)

// packages says which function package answers below /api/, by the first
// segment of the path.
var packages = map[string]string{
	"membership": "membership", "session": "membership", "me": "membership", "confirm": "membership", "challenge": "membership",
	"admin": "admin",
}

// functionOf finds the one Lambda function that runs an entry.
func (t template) functionOf(tt *testing.T, entry app.Entry) string {
	tt.Helper()
	var found []string
	for _, name := range t.ofType("AWS::Serverless::Function") {
		if text(t.Resources[name].Properties["Handler"]) == entry.Name {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		tt.Fatalf("entry %s is run by %v, want one function", entry.Name, found)
	}
	return found[0]
}

func TestEntries(t *testing.T) {
	template := readTemplate(t)
	entries := app.Entries()
	if functions := template.ofType("AWS::Serverless::Function"); len(functions) != len(entries) {
		t.Errorf("%d functions for %d entries", len(functions), len(entries))
	}
	for _, entry := range entries {
		kinds := map[string]int{}
		for _, event := range template.events(template.functionOf(t, entry)) {
			kinds[event.kind]++
		}
		want := map[string]bool{"HttpApi": entry.HTTP(), "DynamoDB": entry.Sends, "Schedule": entry.Sends}
		got := map[string]bool{"HttpApi": kinds["HttpApi"] > 0, "DynamoDB": kinds["DynamoDB"] == 1, "Schedule": kinds["Schedule"] == 1}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: what wakes it (-entry +template):\n%s", entry.Name, diff)
		}
	}
}

// TestAccess compares each role, word for word, with what its entry declares.
func TestAccess(t *testing.T) {
	template := readTemplate(t)
	reading := []string{"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
	writing := []string{"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"}
	for _, entry := range app.Entries() {
		want := map[string][]string{}
		allow := func(on string, actions []string, prefix string) {
			for _, action := range actions {
				want[action+" "+on] = append(want[action+" "+on], prefix+"*")
			}
		}
		for _, access := range entry.Access {
			switch {
			case access.Index && access.Write:
				t.Errorf("%s: nobody writes to an index", entry.Name)
			case access.Index:
				allow("Fn::Sub ${Table.Arn}/index/gpk", reading[2:], access.Prefix)
			case access.Write:
				allow("Fn::GetAtt Table.Arn", writing, access.Prefix)
			}
			// What is written to the audit log is read by nobody on this page.
			if !access.Index && access.Prefix != "audit#" {
				allow("Fn::GetAtt Table.Arn", reading, access.Prefix)
			}
		}
		got := map[string][]string{}
		for _, s := range template.statements(template.functionOf(t, entry)) {
			for _, action := range s.actions {
				if slices.Contains(reading, action) || slices.Contains(writing, action) {
					key := action + " " + strings.Join(s.resources, ",")
					got[key] = append(got[key], s.leadingKeys...)
				}
			}
		}
		for _, keys := range []map[string][]string{want, got} {
			for key := range keys {
				slices.Sort(keys[key])
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: partitions (-entry +template):\n%s", entry.Name, diff)
		}
	}
}

// TestRoutes sends every route of every entry, and every path outside, the way
// API Gateway does: the longest path wins, and $default takes the rest.
func TestRoutes(t *testing.T) {
	template := readTemplate(t)
	paths := map[string]string{} // path of an event -> function
	for _, function := range template.ofType("AWS::Serverless::Function") {
		for name, event := range template.events(function) {
			if event.kind != "HttpApi" {
				continue
			}
			path := "$default"
			if event.properties["Path"] != nil {
				path = text(event.properties["Path"])
			}
			if other := paths[path]; other != "" {
				t.Errorf("%s goes to %s and %s", path, other, function)
			}
			if method := event.properties["Method"]; path != "$default" && method != "ANY" {
				t.Errorf("%s.%s takes %v; methods are the entry's business", function, name, method)
			}
			paths[path] = function
			checkPackage(t, template, function, path)
		}
	}
	for _, entry := range app.Entries() {
		if !entry.HTTP() {
			continue
		}
		for _, route := range entry.Routes(emptyApp(t)) {
			_, path, _ := strings.Cut(route.Pattern, " ")
			if got, want := match(paths, path), template.functionOf(t, entry); got != want {
				t.Errorf("%s reaches %s, want %s", route.Pattern, got, want)
			}
		}
	}
	for _, path := range []string{"/", "/nulle-part/", "/api/", "/api/nothing", "/index.html"} {
		if got := match(paths, path); got != "MembershipHttp" {
			t.Errorf("%s reaches %s, want MembershipHttp, which has the 404 pages", path, got)
		}
	}
}

// checkPackage holds that the first segment below /api/ decides the package.
func checkPackage(t *testing.T, template template, function, path string) {
	t.Helper()
	if path == "$default" {
		return
	}
	segments := strings.Split(path, "/")
	handler := text(template.Resources[function].Properties["Handler"])
	if len(segments) < 3 || segments[1] != "api" || packages[segments[2]] == "" || !strings.HasPrefix(handler, packages[segments[2]]+".") {
		t.Errorf("%s goes to %s", path, handler)
	}
}

// match finds the function of a path. Only whole paths and one {proxy+} at the
// end are used, so the longest match is the most exact.
func match(paths map[string]string, path string) string {
	best, function := "", paths["$default"]
	for candidate, target := range paths {
		start, greedy := strings.CutSuffix(candidate, "{proxy+}")
		if (candidate == path || greedy && strings.HasPrefix(path, start) && len(path) > len(start)) && len(candidate) > len(best) {
			best, function = candidate, target
		}
	}
	return function
}

// emptyApp is enough of an App to ask for its tables of routes.
func emptyApp(t *testing.T) *app.App {
	t.Helper()
	a, err := app.New(app.Config{Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
