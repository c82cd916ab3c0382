package dynamo_test

import (
	"os"
	"testing"

	"maillage/functions/table"
	"maillage/functions/table/dynamo/dynamotest"
	"maillage/functions/table/tabletest"
)

var local dynamotest.Server

func TestMain(m *testing.M) { os.Exit(local.Run(m)) }

func TestTable(t *testing.T) {
	tabletest.Run(t, func(t *testing.T, clock *tabletest.Clock) table.Table {
		return local.NewTable(t, clock.Now)
	})
}

func BenchmarkTable(b *testing.B) {
	tabletest.Bench(b, func(b *testing.B, clock *tabletest.Clock) table.Table {
		return local.NewTable(b, clock.Now)
	})
}
