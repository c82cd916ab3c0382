package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"maillage/functions/table"
	"maillage/functions/table/internal/cursor"
)

// atLeast is how many items are read at once after a first read that did not
// fill the page: a run of expired ones must not be crossed step by step.
const atLeast = 50

// Query returns the live items of one partition. Expired ones are read and
// left out, so that the page is filled by further reads.
func (t *Table) Query(ctx context.Context, q table.Query) (table.Page, error) {
	if err := q.Validate(); err != nil {
		return table.Page{}, err
	}
	after, err := cursor.Decode(q)
	if err != nil {
		return table.Page{}, err
	}
	if q.To != "" && q.From >= q.To {
		return table.Page{}, nil // an error to DynamoDB
	}
	in := t.queryInput(q, after)
	var page table.Page
	now := t.now().Unix()
	for {
		r := t.patience(ctx)
		out, err := t.client.Query(ctx, in, r.option)
		if err != nil {
			return table.Page{}, r.outcome(fmt.Errorf("query %s: %w", q.PK, err))
		}
		for _, a := range out.Items {
			i, err := decode(a)
			if err != nil {
				return table.Page{}, err
			}
			if !i.Live(now) || !q.Contains(q.Sort(i)) {
				continue
			}
			if len(page.Items) == q.Limit {
				page.Next = cursor.Encode(q, cursor.Of(q, page.Items[q.Limit-1]))
				return page, nil
			}
			page.Items = append(page.Items, i)
		}
		if out.LastEvaluatedKey == nil {
			return page, nil
		}
		in.ExclusiveStartKey = out.LastEvaluatedKey
		in.Limit = aws.Int32(int32(max(atLeast, q.Limit+1-len(page.Items))))
	}
}

// queryInput asks for one item more than the page, which tells whether another
// page follows.
func (t *Table) queryInput(q table.Query, after *cursor.Place) *dynamodb.QueryInput {
	in := &dynamodb.QueryInput{
		TableName: &t.name, ConsistentRead: aws.Bool(!q.Index), ScanIndexForward: aws.Bool(!q.Desc), Limit: aws.Int32(int32(q.Limit + 1)),
	}
	pk, sk := "pk", "sk"
	if q.Index {
		pk, sk, in.IndexName = "gpk", "gsk", aws.String(index)
	}
	condition := pk + " = :pk"
	in.ExpressionAttributeValues = attributes{":pk": text(q.PK)}
	add := func(more string, values attributes) {
		condition += " AND " + more
		for name, v := range values {
			in.ExpressionAttributeValues[name] = v
		}
	}
	switch {
	case q.Prefix != "":
		add("begins_with("+sk+", :prefix)", attributes{":prefix": text(q.Prefix)})
	case q.From != "" && q.To != "":
		// BETWEEN includes To, which Contains then leaves out.
		add(sk+" BETWEEN :from AND :to", attributes{":from": text(q.From), ":to": text(q.To)})
	case q.From != "":
		add(sk+" >= :from", attributes{":from": text(q.From)})
	case q.To != "":
		add(sk+" < :to", attributes{":to": text(q.To)})
	}
	in.KeyConditionExpression = &condition
	if after != nil {
		in.ExclusiveStartKey = keyOf(after.Key)
		if q.Index {
			in.ExclusiveStartKey["gpk"], in.ExclusiveStartKey["gsk"] = text(q.PK), text(after.Sort)
		}
	}
	return in
}
