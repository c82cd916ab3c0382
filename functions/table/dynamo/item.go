package dynamo

import (
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"maillage/functions/table"
)

// never is the ttl of an item without TTL: the last second of the year 9999.
const never = 253402300799

// attributes are an item or a key as DynamoDB has it.
type attributes = map[string]types.AttributeValue

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func keyOf(k table.Key) attributes { return attributes{"pk": text(k.PK), "sk": text(k.SK)} }

func ttlOf(i table.Item) types.AttributeValue {
	if i.TTL == 0 {
		return number(never)
	}
	return number(i.TTL)
}

// encode is the item with its Version and N, as it is first put.
func encode(i table.Item) attributes {
	a := keyOf(i.Key)
	a["v"], a["n"], a["ttl"] = number(i.Version), number(i.N), ttlOf(i)
	a["t"], a["d"] = text(i.Type), text(string(i.Data))
	if i.GPK != "" {
		a["gpk"], a["gsk"] = text(i.GPK), text(i.GSK)
	}
	if i.Cap != nil {
		a["c"], a["r"] = number(*i.Cap), number(*i.Cap-i.N)
	}
	return a
}

// decode reads an item, and nothing but what this package writes.
func decode(a attributes) (table.Item, error) {
	d := decoder{attributes: a}
	i := table.Item{
		Key: table.Key{PK: d.text("pk"), SK: d.text("sk")},
		GPK: d.text("gpk"), GSK: d.text("gsk"),
		Version: d.number("v"), TTL: d.number("ttl"), N: d.number("n"),
		Type: d.text("t"),
	}
	if data := d.text("d"); data != "" {
		i.Data = []byte(data)
	}
	if _, ok := a["c"]; ok {
		limit := d.number("c")
		i.Cap = &limit
	}
	if i.TTL == never {
		i.TTL = 0
	}
	if d.err != nil {
		return table.Item{}, fmt.Errorf("decode item %s: %w", i.Key, d.err)
	}
	return i, nil
}

// decoder keeps the first error of an item's attributes. One that is not there
// reads as zero.
type decoder struct {
	attributes
	err error
}

func (d *decoder) text(name string) string {
	switch v := d.attributes[name].(type) {
	case nil:
		return ""
	case *types.AttributeValueMemberS:
		return v.Value
	}
	d.fail(name, fmt.Errorf("is no string"))
	return ""
}

func (d *decoder) number(name string) int64 {
	switch v := d.attributes[name].(type) {
	case nil:
		return 0
	case *types.AttributeValueMemberN:
		n, err := strconv.ParseInt(v.Value, 10, 64)
		d.fail(name, err)
		return n
	}
	d.fail(name, fmt.Errorf("is no number"))
	return 0
}

func (d *decoder) fail(name string, err error) {
	if err != nil && d.err == nil {
		d.err = fmt.Errorf("attribute %s: %w", name, err)
	}
}
