package dynamotest

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"
)

// TestDefinition holds the template to what package dynamo writes.
func TestDefinition(t *testing.T) {
	in, err := definition()
	if err != nil {
		t.Fatal(err)
	}
	names := func(schema []types.KeySchemaElement) (out []string) {
		for _, e := range schema {
			out = append(out, string(e.KeyType)+" "+aws.ToString(e.AttributeName))
		}
		return out
	}
	if diff := cmp.Diff([]string{"HASH pk", "RANGE sk"}, names(in.KeySchema)); diff != "" {
		t.Errorf("table key (-want +got):\n%s", diff)
	}
	if len(in.GlobalSecondaryIndexes) != 1 {
		t.Fatalf("%d indexes, want 1", len(in.GlobalSecondaryIndexes))
	}
	g := in.GlobalSecondaryIndexes[0]
	if diff := cmp.Diff([]string{"HASH gpk", "RANGE gsk"}, names(g.KeySchema)); diff != "" {
		t.Errorf("index key (-want +got):\n%s", diff)
	}
	if g.Projection == nil || g.Projection.ProjectionType != types.ProjectionTypeAll {
		t.Errorf("projection %+v, want all: a query returns whole items", g.Projection)
	}
}
