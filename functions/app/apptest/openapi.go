package apptest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// API is the API description, functions/openapi.yaml: the part of OpenAPI 3.1
// that it uses, and not a keyword more.
type API struct {
	OpenAPI string `yaml:"openapi"`
	Info    struct{ Title, Version, Description string }
	Servers []struct{ URL, Description string }
	Tags    []struct{ Name, Description string }
	Paths   map[string]map[string]*Operation

	Components struct {
		SecuritySchemes map[string]struct{ Type, In, Name, Description string } `yaml:"securitySchemes"`
		Responses       map[string]*APIResponse
		Schemas         map[string]*Schema
	}
}

// Operation is a method of a path.
type Operation struct {
	ID          string `yaml:"operationId"`
	Tags        []string
	Summary     string
	Description string
	Security    []map[string][]string
	Permission  string `yaml:"x-permission"`
	Parameters  []struct {
		Name, In, Description string
		Required              bool
		Schema                *Schema
	}
	Body *struct {
		Required bool
		Content  map[string]Media
	} `yaml:"requestBody"`
	Responses map[string]*APIResponse
}

// APIResponse is what may come back with a status.
type APIResponse struct {
	Ref         string `yaml:"$ref"`
	Description string
	Headers     map[string]struct {
		Description string
		Schema      *Schema
	}
	Content map[string]Media
}

// Media is a body of one content type.
type Media struct{ Schema *Schema }

// ReadAPI reads the description; a keyword that is not known here is an error,
// and so is a reference to nothing.
func ReadAPI(file string) (*API, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	a := &API{}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(a); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for path, operations := range a.Paths {
		for method, operation := range operations {
			for status, response := range operation.Responses {
				if response, err = a.resolve(response); err == nil && response.Description == "" {
					err = fmt.Errorf("no description")
				}
				if err != nil {
					return nil, fmt.Errorf("%s: %s %s %s: %w", file, method, path, status, err)
				}
				operation.Responses[status] = response
			}
		}
	}
	return a, nil
}

func (a *API) resolve(response *APIResponse) (*APIResponse, error) {
	if response.Ref == "" {
		return response, nil
	}
	name, ok := strings.CutPrefix(response.Ref, "#/components/responses/")
	found := a.Components.Responses[name]
	if !ok || found == nil {
		return nil, fmt.Errorf("no response %s", response.Ref)
	}
	return found, nil
}

// Routes lists what is described as net/http's ServeMux writes it, sorted.
func (a *API) Routes() []string {
	var routes []string
	for path, operations := range a.Paths {
		for method := range operations {
			routes = append(routes, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(routes)
	return routes
}

// Find is the operation of a method and a path; nil for none.
func (a *API) Find(method, path string) *Operation {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for template, operations := range a.Paths {
		if matches(template, path) {
			return operations[strings.ToLower(method)]
		}
	}
	return nil
}

func matches(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, got, func(w, g string) bool { return w == g || strings.HasPrefix(w, "{") && g != "" })
}

// Check holds an exchange against the description: the answer's status, content
// type and shape, and, where it was taken, the fields that were sent. What is not
// described must not be there: 404, or a redirection to the clean path.
func (a *API) Check(request Request, response Response) error {
	path, _, _ := strings.Cut(request.Target, "?")
	if !strings.HasPrefix(path, "/api/") {
		return nil // a page
	}
	operation := a.Find(request.Method, path)
	if operation == nil {
		if response.Status == http.StatusNotFound || response.Status == http.StatusTemporaryRedirect {
			return nil
		}
		return fmt.Errorf("%s %s is not described and answers %d", request.Method, path, response.Status)
	}
	described := operation.Responses[fmt.Sprint(response.Status)]
	if described == nil {
		return fmt.Errorf("%s describes no answer %d", operation.ID, response.Status)
	}
	if err := a.checkBody(described, request.Method, response); err != nil {
		return fmt.Errorf("%s %d: %w", operation.ID, response.Status, err)
	}
	if response.Status < 400 && operation.Body != nil {
		if err := a.checkFields(operation, request); err != nil {
			return fmt.Errorf("%s took a request it does not describe: %w", operation.ID, err)
		}
	}
	return nil
}

func (a *API) checkBody(described *APIResponse, method string, response Response) error {
	for name := range described.Headers {
		if response.Header.Get(name) == "" {
			return fmt.Errorf("no header %s", name)
		}
	}
	if response.Body == "" && (method == http.MethodHead || len(described.Content) == 0) {
		return nil
	}
	kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	media, ok := described.Content[kind]
	if !ok {
		return fmt.Errorf("%s is not among %v", kind, slices.Sorted(maps.Keys(described.Content)))
	}
	if !strings.HasSuffix(kind, "json") {
		return nil
	}
	var value any
	if err := json.Unmarshal([]byte(response.Body), &value); err != nil {
		return err
	}
	return a.validate(media.Schema, value, "body")
}

// checkFields validates a sent form, or the JSON object that stands for one.
func (a *API) checkFields(operation *Operation, request Request) error {
	value := map[string]any{}
	media := operation.Body.Content["application/x-www-form-urlencoded"]
	switch {
	case request.Header.Get("Content-Type") == "application/json":
		media = operation.Body.Content["application/json"]
		if err := json.Unmarshal([]byte(request.Body), &value); err != nil {
			return err
		}
	case request.Body != "":
		return nil // written by hand
	default:
		for name, values := range request.Fields {
			value[name] = values[0]
		}
	}
	return a.validate(media.Schema, value, "form")
}
