package store

import (
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// answerDoc remembers that a sending was answered: the payload's hash and, for
// readers of the table, the route.
type answerDoc struct {
	Route string `json:"route"`
	Hash  string `json:"hash"`
}

// answered reports whether the same sending has had its effect already. The same
// key with another payload is an error of Kind Invalid.
func answered(items map[table.Key]table.Item, i movement.Idempotency) (bool, error) {
	item, ok := items[idemKey(i)]
	if !ok {
		return false, nil
	}
	var doc answerDoc
	if err := decode(item, &doc); err != nil {
		return false, err
	}
	if doc.Hash != i.Hash {
		return false, &movement.Error{Kind: movement.Invalid, Message: "idempotency.mismatch"}
	}
	return true, nil
}

func answerOp(i movement.Idempotency, now time.Time) table.Op {
	item := encode(idemKey(i), "answer/1", answerDoc{i.Route, i.Hash})
	return table.Put(expiring(item, now.Add(i.Life)), table.Absent)
}
