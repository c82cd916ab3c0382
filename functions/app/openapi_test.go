package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/app"
	"maillage/functions/app/apptest"
	"maillage/functions/table/tabletest"
	"maillage/functions/web"
)

func readAPI(t *testing.T) *apptest.API {
	t.Helper()
	api, err := apptest.ReadAPI("../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return api
}

func routes(t *testing.T) map[string]web.Route {
	t.Helper()
	clock := tabletest.NewClock()
	world := apptest.New(t, apptest.Config{Table: openSQLite(t, clock), Clock: clock, Site: readSite(t)})
	all := map[string]web.Route{}
	for _, entry := range app.Entries() {
		if entry.HTTP() {
			for _, route := range entry.Routes(world.App) {
				all[route.Pattern] = route
			}
		}
	}
	return all
}

// TestRoutes: every route is described and every description is a route, with
// the access it asks for.
func TestRoutes(t *testing.T) {
	api, inCode := readAPI(t), routes(t)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(inCode)), api.Routes()); diff != "" {
		t.Fatalf("routes (-code +openapi.yaml):\n%s", diff)
	}
	for pattern, route := range inCode {
		method, path, _ := strings.Cut(pattern, " ")
		operation := api.Find(method, path)
		access := "public"
		if len(operation.Security) > 0 {
			access = "signed in"
		}
		if operation.Permission != "" {
			access = operation.Permission
		}
		if got := route.Access.String(); got != access {
			t.Errorf("%s: access %q in the code, %q in openapi.yaml", pattern, got, access)
		}
	}
}

// TestForms: the fields that handlers read are the fields described.
func TestForms(t *testing.T) {
	api := readAPI(t)
	forms := formFields(t, "../membership/*.go")
	for operation, form := range map[string]string{
		"POST /api/membership/join": "joinForm", "POST /api/confirm": "claimForm",
		"POST /api/session": "signInForm", "POST /api/session/verify": "claimForm",
	} {
		method, path, _ := strings.Cut(operation, " ")
		for kind, media := range api.Find(method, path).Body.Content {
			name := strings.TrimPrefix(media.Schema.Ref, "#/components/schemas/")
			described := slices.Sorted(maps.Keys(api.Components.Schemas[name].Properties))
			if diff := cmp.Diff(forms[form], described); diff != "" {
				t.Errorf("%s %s (-%s +%s):\n%s", operation, kind, form, name, diff)
			}
		}
	}
}

// formFields reads the form tags of structs from the source: the names by the
// struct's name, sorted.
func formFields(t *testing.T, pattern string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for node := range ast.Preorder(tree) {
			spec, ok := node.(*ast.TypeSpec)
			if !ok {
				continue
			}
			if fields := tagged(t, spec); len(fields) > 0 {
				all[spec.Name.Name] = fields
			}
		}
	}
	return all
}

func tagged(t *testing.T, spec *ast.TypeSpec) []string {
	t.Helper()
	structure, ok := spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	var names []string
	for _, field := range structure.Fields.List {
		if field.Tag == nil {
			continue
		}
		tag, err := strconv.Unquote(field.Tag.Value)
		if err != nil {
			t.Fatal(err)
		}
		if name := reflect.StructTag(tag).Get("form"); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// TestDescriptionCanFail plants answers and requests that are not described.
func TestDescriptionCanFail(t *testing.T) {
	api := readAPI(t)
	header := func(kind string) http.Header { return http.Header{"Content-Type": {kind}} }
	get := func(target string) apptest.Request { return apptest.Request{Method: "GET", Target: target} }
	contact := `{"contacts":[{"id":"c_1"}],"next":""}`
	for _, test := range []struct {
		name     string
		request  apptest.Request
		response apptest.Response
	}{
		{"unknown route", get("/api/admin/export"), apptest.Response{Status: 200}},
		{"unknown status", get("/api/challenge"), apptest.Response{Status: 201}},
		{"unknown content type", get("/api/admin/me"), apptest.Response{Status: 200, Header: header("text/html"), Body: "x"}},
		{"empty body", get("/api/admin/me"), apptest.Response{Status: 200, Header: header("application/json")}},
		{"missing property", get("/api/admin/contacts"), apptest.Response{Status: 200, Header: header("application/json"), Body: contact}},
		{"unknown property", get("/api/admin/contacts"),
			apptest.Response{Status: 200, Header: header("application/json"), Body: `{"contacts":[],"next":"","total":1}`}},
		{"wrong type", get("/api/admin/contacts"),
			apptest.Response{Status: 200, Header: header("application/json"), Body: `{"contacts":null,"next":""}`}},
		{"wrong word", apptest.Request{Method: "POST", Target: "/api/session", Fields: url.Values{"email": {"a@example.org"}}},
			apptest.Response{Status: 202, Header: header("application/json"), Body: `{"status":"known"}`}},
		{"taken field", apptest.Request{Method: "POST", Target: "/api/session", Fields: url.Values{"email": {"a@example.org"}, "role": {"x"}}},
			apptest.Response{Status: 202, Header: header("application/json"), Body: `{"status":"sent"}`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := api.Check(test.request, test.response); err == nil {
				t.Error("nothing is found wrong")
			}
		})
	}
}
