package dynamo

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"maillage/functions/table"
)

// Get returns the live item at key, or table.ErrNotFound.
func (t *Table) Get(ctx context.Context, key table.Key) (table.Item, error) {
	if err := table.ValidateKey(key); err != nil {
		return table.Item{}, err
	}
	r := t.patience(ctx)
	out, err := t.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &t.name, Key: keyOf(key), ConsistentRead: aws.Bool(true)}, r.option)
	if err != nil {
		return table.Item{}, r.outcome(fmt.Errorf("get %s: %w", key, err))
	}
	if out.Item == nil {
		return table.Item{}, table.ErrNotFound
	}
	i, err := decode(out.Item)
	if err == nil && !i.Live(t.now().Unix()) {
		return table.Item{}, table.ErrNotFound
	}
	return i, err
}

// GetMany returns the live items among the keys, each as of its own moment.
func (t *Table) GetMany(ctx context.Context, keys ...table.Key) (map[table.Key]table.Item, error) {
	found := make(map[table.Key]table.Item, len(keys))
	keys, err := table.Distinct(keys)
	if err != nil || len(keys) == 0 {
		return found, err
	}
	ask := types.KeysAndAttributes{ConsistentRead: aws.Bool(true)}
	for _, k := range keys {
		ask.Keys = append(ask.Keys, keyOf(k))
	}
	now, r := t.now().Unix(), t.patience(ctx)
	for {
		in := &dynamodb.BatchGetItemInput{RequestItems: map[string]types.KeysAndAttributes{t.name: ask}}
		out, err := t.client.BatchGetItem(ctx, in, r.option)
		if err != nil {
			return nil, r.outcome(fmt.Errorf("get %d items: %w", len(keys), err))
		}
		for _, a := range out.Responses[t.name] {
			i, err := decode(a)
			if err != nil {
				return nil, err
			}
			if i.Live(now) {
				found[i.Key] = i
			}
		}
		left := out.UnprocessedKeys[t.name].Keys
		if len(left) == 0 {
			return found, nil
		}
		if len(left) == len(ask.Keys) {
			if err := r.pause(ctx); err != nil {
				return nil, fmt.Errorf("get %d items: %w", len(keys), err)
			}
		}
		ask.Keys = left
	}
}
