package site

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls do for every item, on all cores, and stops early when ctx is
// done. The order is not defined: do keeps its result in the item.
func parallel[T any](ctx context.Context, items []T, do func(T)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(items)) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(items) {
					return
				}
				do(items[i])
			}
		})
	}
	workers.Wait()
}
