package main

import (
	"context"
	"log/slog"
	"time"

	"maillage/functions/newsletter"
	"maillage/functions/table"
)

// dispatcher does here what the stream and the schedule do on AWS: it sends owed
// mail when something new was committed, when the product starts, and every
// minute.
type dispatcher struct {
	log  *slog.Logger
	news chan struct{}
}

func newDispatcher(log *slog.Logger) *dispatcher {
	return &dispatcher{log: log, news: make(chan struct{}, 1)}
}

// wake tells the dispatcher that there may be mail; it never waits.
func (d *dispatcher) wake() {
	select {
	case d.news <- struct{}{}:
	default:
	}
}

func (d *dispatcher) run(ctx context.Context, service *newsletter.Service) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		for {
			n, err := service.Sweep(ctx)
			if err != nil && ctx.Err() == nil {
				d.log.ErrorContext(ctx, "outbox", "error", err.Error())
			}
			if n == 0 || err != nil {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-d.news:
		case <-tick.C:
		}
	}
}

// wakingTable wakes the dispatcher after a Write that holds an outbox item has
// been committed.
type wakingTable struct {
	table.Table
	wake func()
}

func (t wakingTable) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
	err := t.Table.Write(ctx, token, ops...)
	if err == nil {
		for _, op := range ops {
			if op.Kind == table.KindPut && op.Cond.IsAbsent() && op.Item.Type == "outbox/1" {
				t.wake()
				break
			}
		}
	}
	return err
}
