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
	parallelIndex(ctx, len(items), func(i int) { do(items[i]) })
}

// parallelIndex calls do for every index below n, on all cores.
func parallelIndex(ctx context.Context, n int, do func(int)) {
	if n == 1 {
		do(0)
		return
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	workers.Wait()
}
