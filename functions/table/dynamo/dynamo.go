// Package dynamo keeps the table in one DynamoDB table, as infra/template.yaml
// defines it.
//
//	t := dynamo.New(dynamo.Config{Client: client, Table: name, Now: time.Now, Rand: rand.Reader})
//
// # Attributes
//
// pk, sk, gpk, gsk, v, t, d, n and c are the fields of table.Item. Three more
// serve the expressions and are never shown:
//
//   - ttl is always there, the year 9999 standing for "never": so one comparison
//     tells live from expired, and if_not_exists tells a new item from one that
//     lives for ever.
//   - r is c - n. An Add to be held against the item's own cap by any delta is
//     then one comparison, r >= delta, which c and n alone do not allow.
//   - w is the token of the write that began the item anew over an expired one;
//     see below.
//
// # Writing
//
// Every Write is a TransactWriteItems with the write's token as
// ClientRequestToken. It is repeated, byte for byte, on conflicts, throttling,
// server errors and lost replies, in one layer of retries with full jitter that
// ends in good time before the deadline of the context (see retry.go).
//
// No single expression both keeps N of a live item and drops N of an expired
// one. A Put without condition and an Add therefore go out in the form for live
// and missing items first. Where that is refused by an expired item, the write
// is sent again with the op in a second form that replaces the item and leaves
// the token in w, under a ClientRequestToken of its own. When such a write is
// repeated by its caller, the first form is refused by its own mark, which
// proves that the write is there.
package dynamo

import (
	"context"
	"io"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"maillage/functions/table"
)

// index is the name of the index in infra/template.yaml.
const index = "gpk"

// API is what a Table calls of *dynamodb.Client.
type API interface {
	GetItem(context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
	BatchGetItem(context.Context, *dynamodb.BatchGetItemInput, ...func(*dynamodb.Options)) (*dynamodb.BatchGetItemOutput, error)
	Query(context.Context, *dynamodb.QueryInput, ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error)
	TransactWriteItems(context.Context, *dynamodb.TransactWriteItemsInput, ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error)
}

// Config is what New needs, all of it.
type Config struct {
	Client API              // its HTTP client should have a timeout: a lost reply is only then seen
	Table  string           // name or ARN
	Now    func() time.Time // the clock by which reads find items expired
	Rand   io.Reader        // of the pauses between retries; used by several goroutines at once
}

// Table is a table.Table in DynamoDB.
type Table struct {
	client API
	name   string
	now    func() time.Time
	rand   io.Reader
}

var _ table.Table = (*Table)(nil)

// New makes a Table; nothing is called yet.
func New(c Config) *Table {
	return &Table{client: c.Client, name: c.Table, now: c.Now, rand: c.Rand}
}
