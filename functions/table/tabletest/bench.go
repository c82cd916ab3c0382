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
	f := bench{fixture: fixture{open(b, clock), clock}, keys: new(atomic.Int64)}
	var items []table.Item
	var keys []table.Key
	for n := range 2000 {
		i := sample(fmt.Sprintf("p%d", n/100), n)
		items, keys = append(items, i), append(keys, i.Key)
	}
	f.fill(b, items...)
	b.Run("put", loop(func(b *testing.B, _ int) { f.write(b, 1) }))
	b.Run("write of 20", loop(func(b *testing.B, _ int) { f.write(b, 20) }))
	b.Run("write of 20 parallel", func(b *testing.B) {
		b.SetParallelism(16)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				f.write(b, 20)
			}
		})
	})
	b.Run("get", loop(func(b *testing.B, n int) {
		if _, err := f.Get(b.Context(), keys[n%len(keys)]); err != nil {
			b.Fatal(err)
		}
	}))
	b.Run("get many 15", loop(func(b *testing.B, n int) {
		at := n % (len(keys) - 15)
		if got, err := f.GetMany(b.Context(), keys[at:at+15]...); err != nil || len(got) != 15 {
			b.Fatal(len(got), err)
		}
	}))
	for _, index := range []bool{false, true} {
		b.Run(fmt.Sprintf("query 20 index=%t", index), loop(func(b *testing.B, n int) {
			q := table.Query{PK: fmt.Sprintf("p%d", n%20), Limit: 20, Index: index}
			if page, err := f.Query(b.Context(), q); err != nil || len(page.Items) != 20 {
				b.Fatal(len(page.Items), err)
			}
		}))
	}
}

// bench writes each time under a partition key of its own.
type bench struct {
	fixture
	keys *atomic.Int64
}

func (f bench) write(b *testing.B, ops int) {
	pk := fmt.Sprintf("w%d", f.keys.Add(1))
	var list []table.Op
	for n := range ops {
		list = append(list, table.Put(sample(pk, n), table.Absent))
	}
	token, err := table.NewToken(f.clock.Now(), rand.Reader)
	if err == nil {
		err = f.Write(b.Context(), token, list...)
	}
	if err != nil {
		b.Error(err)
	}
}

func loop(do func(b *testing.B, n int)) func(*testing.B) {
	return func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			do(b, n)
		}
	}
}

// sample is an item of the size of a contact, in the index under its partition.
func sample(pk string, n int) table.Item {
	sk := fmt.Sprintf("s%05d", n)
	return table.Item{
		Key: table.Key{PK: pk, SK: sk}, GPK: pk, GSK: sk,
		Type: "contact/1", Data: bytes.Repeat([]byte(`{"name":"value"},`), 30),
	}
}
