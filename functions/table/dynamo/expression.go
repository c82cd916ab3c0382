package dynamo

import (
	"math/big"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"maillage/functions/table"
)

// Conditions on an item at a moment. ttl is a reserved word, hence #ttl.
const (
	missing = "attribute_not_exists(pk)"
	live    = "#ttl > :now"
	absent  = "(" + missing + " OR #ttl <= :now)"
	// unmarked refuses the write that has already begun this item anew.
	unmarked = "NOT w = :w"
)

// expression is an op in the words of DynamoDB.
type expression struct {
	condition string
	update    string     // of an Update
	values    attributes // of the placeholders used
}

func (e expression) names() map[string]string {
	if strings.Contains(e.condition+e.update, "#ttl") {
		return map[string]string{"#ttl": "ttl"}
	}
	return nil
}

// twoForms reports whether an op has a second form, for an expired item.
func twoForms(op table.Op) bool {
	return op.Kind == table.KindAdd || (op.Kind == table.KindPut && op.Cond.IsAlways())
}

// transactItem is one op of a write, in its second form where anew.
func (w *write) transactItem(op table.Op, anew bool) types.TransactWriteItem {
	switch {
	case op.Kind == table.KindCheck:
		return w.check(op)
	case op.Kind == table.KindDelete:
		return w.remove(op)
	case op.Kind == table.KindPut && (anew || op.Cond.IsAbsent()):
		i := op.Item
		i.Version, i.N = 1, 0
		return w.replace(i, anew)
	case op.Kind == table.KindPut:
		return w.update(op.Item.Key, w.keep(op))
	case anew:
		return w.replace(table.Item{Key: op.Item.Key, Type: op.Item.Type, TTL: op.Item.TTL, N: op.Delta}, true)
	}
	return w.update(op.Item.Key, w.add(op))
}

func (w *write) check(op table.Op) types.TransactWriteItem {
	e := w.require(op.Cond)
	return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &w.table.name, Key: keyOf(op.Item.Key),
		ConditionExpression: &e.condition, ExpressionAttributeNames: e.names(), ExpressionAttributeValues: e.values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}
}

func (w *write) remove(op table.Op) types.TransactWriteItem {
	d := &types.Delete{TableName: &w.table.name, Key: keyOf(op.Item.Key)}
	if !op.Cond.IsAlways() {
		e := w.require(op.Cond)
		d.ConditionExpression, d.ExpressionAttributeNames, d.ExpressionAttributeValues = &e.condition, e.names(), e.values
		d.ReturnValuesOnConditionCheckFailure = types.ReturnValuesOnConditionCheckFailureAllOld
	}
	return types.TransactWriteItem{Delete: d}
}

// replace puts an item where none is live.
func (w *write) replace(i table.Item, mark bool) types.TransactWriteItem {
	a := encode(i)
	if mark {
		a["w"] = text(string(w.token))
	}
	e := expression{condition: absent, values: attributes{":now": number(w.now)}}
	return types.TransactWriteItem{Put: &types.Put{
		TableName: &w.table.name, Item: a,
		ConditionExpression: &e.condition, ExpressionAttributeNames: e.names(), ExpressionAttributeValues: e.values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}
}

func (w *write) update(k table.Key, e expression) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &w.table.name, Key: keyOf(k), UpdateExpression: aws.String(e.update),
		ConditionExpression: &e.condition, ExpressionAttributeNames: e.names(), ExpressionAttributeValues: e.values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}
}

// require is the expression of a condition that asks for something.
func (w *write) require(c table.Cond) expression {
	e := expression{condition: live, values: attributes{":now": number(w.now)}}
	if version, ok := c.Version(); ok {
		e.condition += " AND v = :v"
		e.values[":v"] = number(version)
	} else if c.IsAbsent() {
		e.condition = absent
	}
	return e
}

// keep puts an item over a live one or none, keeping its n.
func (w *write) keep(op table.Op) expression {
	var e expression
	if op.Cond.IsAlways() {
		e.condition = "(" + missing + " OR " + live + ") AND " + unmarked
		e.values = attributes{":now": number(w.now), ":w": text(string(w.token))}
	} else {
		e = w.require(op.Cond)
	}
	set := []string{"v = if_not_exists(v, :zero) + :one", "n = if_not_exists(n, :zero)", "#ttl = :ttl", "t = :t", "d = :d"}
	var remove []string
	i := op.Item
	e.values[":zero"], e.values[":one"], e.values[":ttl"] = number(0), number(1), ttlOf(i)
	e.values[":t"], e.values[":d"] = text(i.Type), text(string(i.Data))
	if i.GPK != "" {
		set = append(set, "gpk = :gpk", "gsk = :gsk")
		e.values[":gpk"], e.values[":gsk"] = text(i.GPK), text(i.GSK)
	} else {
		remove = append(remove, "gpk", "gsk")
	}
	if i.Cap != nil {
		set = append(set, "c = :c", "r = :c - if_not_exists(n, :zero)")
		e.values[":c"] = number(*i.Cap)
	} else {
		remove = append(remove, "c", "r")
	}
	e.update = "SET " + strings.Join(set, ", ")
	if remove != nil {
		e.update += " REMOVE " + strings.Join(remove, ", ")
	}
	return e
}

// add changes n, and r with it, of a live item or none. n + delta >= min is put
// as n >= min - delta, which an int64 may not hold but DynamoDB does.
func (w *write) add(op table.Op) expression {
	e := expression{
		update: "SET #ttl = if_not_exists(#ttl, :ttl), t = if_not_exists(t, :t), v = if_not_exists(v, :zero) ADD n :delta, r :less",
		values: attributes{
			":now": number(w.now), ":w": text(string(w.token)), ":ttl": ttlOf(op.Item), ":t": text(op.Item.Type), ":zero": number(0),
			":delta": number(op.Delta), ":less": difference(0, op.Delta), ":least": difference(op.Bound.Min, op.Delta),
		},
	}
	within := live + " AND n >= :least AND "
	switch {
	case op.Bound.Own:
		e.condition = within + "attribute_exists(c) AND r >= :delta"
	case op.Bound.Holds(op.Delta, nil):
		e.condition = "(" + missing + " OR (" + within + "n <= :most))"
		e.values[":most"] = difference(op.Bound.Max, op.Delta)
	default:
		e.condition = within + "n <= :most"
		e.values[":most"] = difference(op.Bound.Max, op.Delta)
	}
	e.condition += " AND " + unmarked
	return e
}

func difference(a, b int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: new(big.Int).Sub(big.NewInt(a), big.NewInt(b)).String()}
}
