package tabletest

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"sync/atomic"
	"testing"

	"maillage/functions/table"
)

// Bench measures an engine on what the functions do with it: a join is one get
// of 15 items and one write of 20 ops. open makes an empty table on the clock.
func Bench(b *testing.B, open func(b *testing.B, clock *Clock) table.Table) {
	clock := NewClock()
	f := fixture{open(b, clock), clock}
	var items []table.Item
	var keys []table.Key
	for n := range 2000 {
		i := sample(fmt.Sprintf("p%d", n/100), n)
		items, keys = append(items, i), append(keys, i.Key)
	}
	f.fill(b, items...)
	// Each run of a benchmark writes to keys of its own.
	var runs, writes atomic.Int64
	write := func(b *testing.B, run int64, ops int) {
		n := writes.Add(1)
		var list []table.Op
		for k := range ops {
			list = append(list, table.Put(sample(fmt.Sprintf("w%d#%d", run, n), k), table.Absent))
		}
		token, err := table.NewToken(clock.Now(), rand.Reader)
		if err == nil {
			err = f.Write(b.Context(), token, list...)
		}
		if err != nil {
			b.Error(err)
		}
	}
	measure := func(name string, do func(b *testing.B, run int64, n int)) {
		b.Run(name, func(b *testing.B) {
			run := runs.Add(1)
			for n := 0; b.Loop(); n++ {
				do(b, run, n)
			}
		})
	}
	measure("put", func(b *testing.B, run int64, _ int) { write(b, run, 1) })
	measure("write of 20", func(b *testing.B, run int64, _ int) { write(b, run, 20) })
	measure("get", func(b *testing.B, _ int64, n int) {
		if _, err := f.Get(b.Context(), keys[n%len(keys)]); err != nil {
			b.Fatal(err)
		}
	})
	measure("get many 15", func(b *testing.B, _ int64, n int) {
		at := n % (len(keys) - 15)
		if got, err := f.GetMany(b.Context(), keys[at:at+15]...); err != nil || len(got) != 15 {
			b.Fatal(len(got), err)
		}
	})
	for _, index := range []bool{false, true} {
		measure(fmt.Sprintf("query 20 index=%t", index), func(b *testing.B, _ int64, n int) {
			q := table.Query{PK: fmt.Sprintf("p%d", n%20), Limit: 20, Index: index}
			if page, err := f.Query(b.Context(), q); err != nil || len(page.Items) != 20 {
				b.Fatal(len(page.Items), err)
			}
		})
	}
	b.Run("write of 20 parallel", func(b *testing.B) {
		run := runs.Add(1)
		b.SetParallelism(16)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				write(b, run, 20)
			}
		})
	})
}

// sample is an item of the size of a contact, in the index under its partition.
func sample(pk string, n int) table.Item {
	sk := fmt.Sprintf("s%05d", n)
	return table.Item{
		Key: table.Key{PK: pk, SK: sk}, GPK: pk, GSK: sk,
		Type: "contact/1", Data: bytes.Repeat([]byte(`{"name":"value"},`), 30),
	}
}
