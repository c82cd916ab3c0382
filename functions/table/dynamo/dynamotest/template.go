package dynamotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"go.yaml.in/yaml/v3"
)

// template is what is read of infra/template.yaml.
type template struct {
	Resources map[string]struct {
		Type       string    `yaml:"Type"`
		Properties yaml.Node `yaml:"Properties"`
	} `yaml:"Resources"`
}

// definition is the one AWS::DynamoDB::Table of infra/template.yaml, whose
// properties bear the API's names. Its name is left to the caller. Deletion
// protection would outlive the test, and expiry runs by the real clock, which is
// not the tests': both stay out.
func definition() (*dynamodb.CreateTableInput, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	file, err := os.ReadFile(filepath.Join(root, "infra", "template.yaml"))
	if err != nil {
		return nil, err
	}
	var t template
	if err := yaml.Unmarshal(file, &t); err != nil {
		return nil, err
	}
	var found *dynamodb.CreateTableInput
	for name, resource := range t.Resources {
		if resource.Type != "AWS::DynamoDB::Table" {
			continue
		}
		if found != nil {
			return nil, errors.New("more than one table")
		}
		if found, err = tableInput(&resource.Properties); err != nil {
			return nil, fmt.Errorf("resource %s: %w", name, err)
		}
	}
	if found == nil {
		return nil, errors.New("no table")
	}
	return found, nil
}

func tableInput(properties *yaml.Node) (*dynamodb.CreateTableInput, error) {
	var values map[string]any
	if err := properties.Decode(&values); err != nil {
		return nil, err
	}
	b, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	var in dynamodb.CreateTableInput
	if err := json.Unmarshal(b, &in); err != nil {
		return nil, err
	}
	in.DeletionProtectionEnabled = nil
	in.Tags = nil
	if in.StreamSpecification != nil {
		in.StreamSpecification.StreamEnabled = aws.Bool(true)
	}
	return &in, nil
}
