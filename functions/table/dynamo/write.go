package dynamo

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"maillage/functions/table"
)

const (
	// maxForms bounds how often a write changes forms: an item must expire or
	// come to life between two of them.
	maxForms = 6
	// requestTokenBytes is the longest ClientRequestToken.
	requestTokenBytes = 36
)

// write is one Write on its way.
type write struct {
	table *Table
	token table.Token
	now   int64
	ops   []table.Op
	anew  []bool // the ops in their second form
}

// Write applies the ops, all or none.
func (t *Table) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
	if err := table.Validate(ops); err != nil {
		return err
	}
	now, err := token.At()
	if err != nil {
		return fmt.Errorf("%w: %w", table.ErrInvalid, err)
	}
	w := &write{table: t, token: token, now: now, ops: ops, anew: make([]bool, len(ops))}
	for range maxForms {
		reasons, err := w.send(ctx)
		if err != nil || reasons == nil {
			return err
		}
		if done, err := w.settle(reasons); done || err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: items expired and came back %d times", table.ErrBusy, maxForms)
}

// send is one transaction with its retries. It returns reasons when conditions,
// and nothing else, refused.
func (w *write) send(ctx context.Context) (reasons []types.CancellationReason, err error) {
	in := &dynamodb.TransactWriteItemsInput{ClientRequestToken: aws.String(w.requestToken())}
	for n, op := range w.ops {
		in.TransactItems = append(in.TransactItems, w.transactItem(op, w.anew[n]))
	}
	r := w.table.patience(ctx)
	_, err = w.table.client.TransactWriteItems(ctx, in, r.option)
	var canceled *types.TransactionCanceledException
	if r.last == final && errors.As(err, &canceled) && has(canceled, conditionFailed) {
		return canceled.CancellationReasons, nil
	}
	if err != nil {
		return nil, r.outcome(fmt.Errorf("write %d items: %w", len(w.ops), err))
	}
	return nil, nil
}

// requestToken is the write's own token while all ops are in their first form,
// else one that names the forms too: DynamoDB takes one token for one request.
func (w *write) requestToken() string {
	forms, second := make([]byte, len(w.anew)), false
	for n, anew := range w.anew {
		if anew {
			forms[n], second = 1, true
		}
	}
	if !second && len(w.token) <= requestTokenBytes {
		return string(w.token)
	}
	sum := sha256.Sum256(append([]byte(w.token), forms...))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:requestTokenBytes]
}

// settle reads why conditions refused. The write is done when an item bears its
// mark, or when one op at least is refused for good; otherwise it has changed
// the forms and is to be sent again.
func (w *write) settle(reasons []types.CancellationReason) (done bool, err error) {
	if len(reasons) != len(w.ops) {
		return false, fmt.Errorf("write %d items: %d cancellation reasons", len(w.ops), len(reasons))
	}
	var failures []table.Failure
	for n, reason := range reasons {
		if aws.ToString(reason.Code) != conditionFailed {
			continue
		}
		there, marked, err := w.standing(reason.Item)
		if err != nil {
			return false, err
		}
		if marked {
			return true, nil
		}
		if failure := w.refusal(n, there, reason.Item != nil); failure != nil {
			failures = append(failures, *failure)
		}
	}
	if failures != nil {
		return true, &table.ConditionError{Failures: failures}
	}
	return false, nil
}

// standing is the live item that refused, and whether this very write put it.
func (w *write) standing(a attributes) (there *table.Item, marked bool, err error) {
	if a == nil {
		return nil, false, nil
	}
	i, err := decode(a)
	if err != nil {
		return nil, false, err
	}
	if mark, ok := a["w"].(*types.AttributeValueMemberS); ok && mark.Value == string(w.token) {
		return nil, true, nil
	}
	if !i.Live(w.now) {
		return nil, false, nil
	}
	return &i, false, nil
}

// refusal is the failure of an op, or nil where its other form may succeed, to
// which it then turns. stored tells an expired item from none.
func (w *write) refusal(n int, there *table.Item, stored bool) *table.Failure {
	op := w.ops[n]
	failure := &table.Failure{Op: n, Key: op.Item.Key, Item: there}
	switch {
	case !twoForms(op):
		return failure
	case w.anew[n]:
		w.anew[n] = false // it has come to life since
		return nil
	case there != nil || !stored:
		return failure
	case op.Kind == table.KindAdd && !op.Bound.Holds(op.Delta, nil):
		return failure
	}
	w.anew[n] = true
	return nil
}
