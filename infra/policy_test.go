package infra_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// statement is one statement of a role's policy.
type statement struct {
	actions     []string
	resources   []string // as text spells them
	leadingKeys []string // patterns of dynamodb:LeadingKeys
	condition   any
}

// statements returns what the role of a function allows.
func (t template) statements(function string) []statement {
	var out []statement
	for _, policy := range list(t.Resources[t.roleOf(function)].Properties["Policies"]) {
		for _, s := range list(at(policy, "PolicyDocument", "Statement")) {
			out = append(out, statement{
				actions:     texts(at(s, "Action")),
				resources:   texts(at(s, "Resource")),
				leadingKeys: texts(at(s, "Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys")),
				condition:   at(s, "Condition"),
			})
		}
	}
	return out
}

func (t template) roleOf(function string) string {
	name, _ := strings.CutPrefix(text(t.Resources[function].Properties["Role"]), "Fn::GetAtt ")
	return strings.TrimSuffix(name, ".Arn")
}

func TestRoles(t *testing.T) {
	template := readTemplate(t)
	owners := map[string]string{}
	for _, function := range template.ofType("AWS::Serverless::Function") {
		role := template.roleOf(function)
		if other, taken := owners[role]; taken {
			t.Errorf("%s and %s share the role %s", function, other, role)
		}
		owners[role] = function
		properties := template.Resources[role].Properties
		if properties["ManagedPolicyArns"] != nil {
			t.Errorf("%s: managed policies allow more than this page says", role)
		}
		want := []string{"lambda.amazonaws.com"}
		for _, s := range list(at(properties, "AssumeRolePolicyDocument", "Statement")) {
			if diff := cmp.Diff(want, texts(at(s, "Principal", "Service"))); diff != "" {
				t.Errorf("%s: who may take the role (-want +got):\n%s", role, diff)
			}
		}
	}
	for _, role := range template.ofType("AWS::IAM::Role") {
		if owners[role] == "" {
			t.Errorf("no function has the role %s", role)
		}
	}
}

// TestPolicies reads every statement of every role. The lists are the whole of
// what any role may do; a new kind of right is added here first.
func TestPolicies(t *testing.T) {
	template := readTemplate(t)
	data := []string{
		"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query",
		"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem",
	}
	stream := []string{"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"}
	other := []string{"logs:CreateLogStream", "logs:PutLogEvents", "secretsmanager:GetSecretValue", "sqs:SendMessage", "ses:SendEmail"}
	for _, function := range template.ofType("AWS::Serverless::Function") {
		for _, s := range template.statements(function) {
			for _, action := range s.actions {
				isData, isStream := slices.Contains(data, action), slices.Contains(stream, action)
				if !isData && !isStream && !slices.Contains(other, action) {
					t.Errorf("%s may do %s, which no entry needs", function, action)
				}
				if isData && len(s.leadingKeys) == 0 {
					t.Errorf("%s may do %s on every partition", function, action)
				}
			}
			for _, resource := range s.resources {
				if strings.Contains(resource, "*") && resource != "Fn::Sub ${Table.Arn}/stream/*" {
					t.Errorf("%s: %v on %s names more than one resource", function, s.actions, resource)
				}
			}
		}
	}
}

// TestLeadingKeys holds the partitions that roles name against the prefixes
// that functions/store spells: a pattern that no key has is a mistake.
func TestLeadingKeys(t *testing.T) {
	template := readTemplate(t)
	prefixes, indexes := keyPrefixes(t)
	for _, function := range template.ofType("AWS::Serverless::Function") {
		for _, s := range template.statements(function) {
			known := prefixes
			if slices.ContainsFunc(s.resources, func(r string) bool { return strings.Contains(r, "/index/") }) {
				known = indexes
			}
			for _, pattern := range s.leadingKeys {
				prefix, ok := strings.CutSuffix(pattern, "*")
				if !ok || !slices.Contains(known, prefix) {
					t.Errorf("%s names the partitions %q; functions/store has %q", function, pattern, known)
				}
			}
		}
	}
}

// keyPrefixes reads the constants …Prefix (partitions of the table) and …Index
// (partitions of the index) of functions/store/key.go.
func keyPrefixes(t *testing.T) (prefixes, indexes []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../functions/store/key.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		literal, ok := spec.Values[0].(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		value, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		switch name := spec.Names[0].Name; {
		case strings.HasSuffix(name, "Prefix"):
			prefixes = append(prefixes, value)
		case strings.HasSuffix(name, "Index"):
			indexes = append(indexes, value)
		}
		return true
	})
	if len(prefixes) == 0 || len(indexes) == 0 {
		t.Fatalf("functions/store/key.go: found prefixes %q, indexes %q", prefixes, indexes)
	}
	return prefixes, indexes
}

// TestTrust says in one place what parts the public from the mail and the list
// of contacts (P15, P16 of the threat notes: one role per entry, least power).
func TestTrust(t *testing.T) {
	template := readTemplate(t)
	for _, function := range template.ofType("AWS::Serverless::Function") {
		handler := text(template.Resources[function].Properties["Handler"])
		for _, s := range template.statements(function) {
			for _, action := range s.actions {
				if strings.HasPrefix(action, "ses:") && handler != "newsletter.send" {
					t.Errorf("%s may mail", handler)
				}
			}
			if slices.ContainsFunc(s.resources, func(r string) bool { return strings.Contains(r, "/index/") }) && handler == "membership.http" {
				t.Errorf("%s may read the index", handler)
			}
			if slices.Contains(s.actions, "ses:SendEmail") {
				want := map[string]any{"StringEquals": map[string]any{"ses:FromAddress": map[string]any{"Ref": "MailFrom"}}}
				if diff := cmp.Diff(want, s.condition); diff != "" {
					t.Errorf("%s: sender of mail (-want +got):\n%s", handler, diff)
				}
			}
		}
		for name, event := range template.events(function) {
			if event.kind == "HttpApi" && handler == "newsletter.send" {
				t.Errorf("%s, which mails, has the HTTP route %s", handler, name)
			}
		}
	}
}
