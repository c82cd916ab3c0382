package dynamo_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"maillage/functions/table"
	"maillage/functions/table/dynamo"
	"maillage/functions/table/dynamo/dynamotest"
	"maillage/functions/table/tabletest"
)

// zeros makes every pause between attempts as short as it can be.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// line is a table behind a transport that fails as planned.
type line struct {
	*dynamo.Table
	transport *dynamotest.Transport
	sound     *dynamo.Table // the same table over a sound transport
	clock     *tabletest.Clock
}

func newLine(t *testing.T, plan func(n int, action string) dynamotest.Fault) line {
	t.Helper()
	return newLineRand(t, plan, zeros{})
}

func newLineRand(t *testing.T, plan func(n int, action string) dynamotest.Fault, rand io.Reader) line {
	t.Helper()
	l := line{transport: &dynamotest.Transport{Plan: plan}, clock: tabletest.NewClock()}
	c := dynamo.Config{Client: local.Client(t, l.transport), Table: local.CreateTable(t), Now: l.clock.Now, Rand: rand}
	l.Table = dynamo.New(c)
	c.Client = local.Client(t, nil)
	l.sound = dynamo.New(c)
	return l
}

func (l line) token(t *testing.T) table.Token {
	t.Helper()
	token, err := table.NewToken(l.clock.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// first fails the first n requests.
func first(n int, fault dynamotest.Fault) func(int, string) dynamotest.Fault {
	return func(k int, _ string) dynamotest.Fault {
		if k <= n {
			return fault
		}
		return dynamotest.None
	}
}

func always(fault dynamotest.Fault) func(int, string) dynamotest.Fault {
	return func(int, string) dynamotest.Fault { return fault }
}

var (
	counter = table.Item{Key: table.Key{PK: "p", SK: "n"}}
	note    = table.Item{Key: table.Key{PK: "p", SK: "s"}, Type: "note/1"}
	ops     = []table.Op{table.Put(note, table.Absent), table.Add(counter, 2, table.Bounds{Max: 99})}
)

// effects demands that ops, or what stands for them, happened so many times.
func (l line) effects(t *testing.T, times int64) {
	t.Helper()
	got, err := l.sound.GetMany(t.Context(), counter.Key, note.Key)
	if err != nil || got[counter.Key].N != 2*times || got[note.Key].Version != times {
		t.Errorf("n %d, version %d, error %v, want the effects %d times", got[counter.Key].N, got[note.Key].Version, err, times)
	}
}

// TestRetry has a few attempts fail before one that does not: one effect, and
// the same bytes in all of them.
func TestRetry(t *testing.T) {
	faults := map[string]dynamotest.Fault{
		"conflict": dynamotest.Conflict, "in progress": dynamotest.InProgress, "throttle": dynamotest.Throttle,
		"server error": dynamotest.ServerError, "reset": dynamotest.Reset, "dropped reply": dynamotest.DropReply,
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			l := newLine(t, first(3, fault))
			if err := l.Write(t.Context(), l.token(t), ops...); err != nil {
				t.Errorf("write: %v", err)
			}
			requests := l.transport.Requests()
			if len(requests) != 4 {
				t.Fatalf("%d requests, want 4", len(requests))
			}
			for n, r := range requests {
				if diff := cmp.Diff(requests[0], r); diff != "" {
					t.Errorf("request %d (-first +this):\n%s", n, diff)
				}
			}
			l.effects(t, 1)
		})
	}
}

// TestRetryRead has reads survive what they can survive.
func TestRetryRead(t *testing.T) {
	for _, fault := range []dynamotest.Fault{dynamotest.Throttle, dynamotest.ServerError, dynamotest.DropReply} {
		l := newLine(t, first(2, fault))
		if err := l.sound.Write(t.Context(), l.token(t), ops...); err != nil {
			t.Fatal(err)
		}
		reads := map[string]func() (int, error){
			"get": func() (int, error) { _, err := l.Get(t.Context(), note.Key); return 2, err },
			"get many": func() (int, error) {
				found, err := l.GetMany(t.Context(), note.Key, counter.Key)
				return len(found), err
			},
			"query": func() (int, error) {
				page, err := l.Query(t.Context(), table.Query{PK: "p", Limit: 5})
				return len(page.Items), err
			},
		}
		for name, read := range reads {
			if n, err := read(); err != nil || n != 2 {
				t.Errorf("fault %d, %s: %d items, error %v, want 2", fault, name, n, err)
			}
		}
	}
	l := newLine(t, always(dynamotest.Throttle))
	if _, err := l.Get(t.Context(), note.Key); !errors.Is(err, table.ErrBusy) {
		t.Errorf("throttled for ever: error %v, want ErrBusy", err)
	}
}

// TestExhausted has every attempt fail: ErrBusy says that nothing was written,
// and nothing else may be said where a reply was lost.
func TestExhausted(t *testing.T) {
	lostOnce := func(n int, _ string) dynamotest.Fault {
		if n == 1 {
			return dynamotest.DropReply
		}
		return dynamotest.Throttle
	}
	tests := []struct {
		name    string
		plan    func(int, string) dynamotest.Fault
		busy    bool
		effects int64
	}{
		{"conflict", always(dynamotest.Conflict), true, 0},
		{"throttle", always(dynamotest.Throttle), true, 0},
		{"server error", always(dynamotest.ServerError), false, 0},
		{"reset", always(dynamotest.Reset), false, 0},
		{"dropped replies", always(dynamotest.DropReply), false, 1},
		{"dropped reply, then throttle", lostOnce, false, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := newLine(t, test.plan)
			token := l.token(t)
			err := l.Write(t.Context(), token, ops...)
			var failed *table.ConditionError
			if err == nil || errors.As(err, &failed) || errors.Is(err, table.ErrInvalid) || errors.Is(err, table.ErrBusy) != test.busy {
				t.Errorf("error %v, want ErrBusy: %t", err, test.busy)
			}
			l.effects(t, test.effects)
			if err := l.sound.Write(t.Context(), token, ops...); err != nil {
				t.Errorf("write again with the token: %v", err)
			}
			l.effects(t, 1)
		})
	}
}

// TestDeadline ends the retries before the context does.
func TestDeadline(t *testing.T) {
	l := newLineRand(t, always(dynamotest.Conflict), rand.Reader)
	ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
	defer cancel()
	if err := l.Write(ctx, l.token(t), ops...); !errors.Is(err, table.ErrBusy) {
		t.Errorf("error %v, want ErrBusy", err)
	}
	if err := ctx.Err(); err != nil {
		t.Errorf("the context ended first: %v", err)
	}
	if n := len(l.transport.Requests()); n < 2 || n >= 12 {
		t.Errorf("%d attempts, want some", n)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if err := l.Write(ctx, l.token(t), ops...); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: error %v, want context.Canceled", err)
	}
}

// TestSecondForm loses replies of a write over expired items, which goes out in
// another form the second time.
func TestSecondForm(t *testing.T) {
	over := []table.Op{table.Put(note, table.Always), table.Add(counter, 2, table.Bounds{Max: 99})}
	tests := []struct {
		name  string
		plan  func(int, string) dynamotest.Fault
		first bool // whether the first call succeeds
	}{
		{"sound", first(0, dynamotest.None), true},
		{"first form lost", first(1, dynamotest.DropReply), true},
		{"second form lost once", func(n int, _ string) dynamotest.Fault {
			if n == 2 {
				return dynamotest.DropReply
			}
			return dynamotest.None
		}, true},
		{"second form lost for ever", func(n int, _ string) dynamotest.Fault {
			if n > 1 {
				return dynamotest.DropReply
			}
			return dynamotest.None
		}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := newLine(t, test.plan)
			old := []table.Item{note, counter}
			for n := range old {
				old[n].TTL = l.clock.Now().Unix() + 1
			}
			if err := l.sound.Write(t.Context(), l.token(t), table.Put(old[0], table.Always), table.Put(old[1], table.Always)); err != nil {
				t.Fatal(err)
			}
			l.clock.Advance(time.Minute)
			token := l.token(t)
			if err := l.Write(t.Context(), token, over...); (err == nil) != test.first {
				t.Errorf("write: error %v, want success %t", err, test.first)
			}
			l.effects(t, 1)
			if err := l.sound.Write(t.Context(), token, over...); err != nil {
				t.Errorf("write again with the token: %v", err)
			}
			l.effects(t, 1)
			if err := l.sound.Write(t.Context(), l.token(t), over...); err != nil {
				t.Errorf("another write: %v", err)
			}
			l.effects(t, 2)
		})
	}
}

// halves answers each BatchGetItem by half, once not at all.
type halves struct {
	dynamo.API
	calls int
	never bool
}

func (h *halves) BatchGetItem(ctx context.Context, in *dynamodb.BatchGetItemInput, options ...func(*dynamodb.Options)) (*dynamodb.BatchGetItemOutput, error) {
	h.calls++
	out := new(dynamodb.BatchGetItemOutput)
	for name, ask := range in.RequestItems {
		left := ask
		left.Keys = ask.Keys[len(ask.Keys)/2:]
		if h.calls == 2 || h.never {
			out.UnprocessedKeys = in.RequestItems
			return out, nil
		}
		if len(ask.Keys) > 1 {
			ask.Keys = ask.Keys[:len(ask.Keys)/2]
			in.RequestItems[name] = ask
			var err error
			if out, err = h.API.BatchGetItem(ctx, in, options...); err != nil {
				return nil, err
			}
			out.UnprocessedKeys = in.RequestItems
			out.UnprocessedKeys[name] = left
			return out, nil
		}
	}
	return h.API.BatchGetItem(ctx, in, options...)
}

func TestUnprocessedKeys(t *testing.T) {
	clock := tabletest.NewClock()
	api := &halves{API: local.Client(t, nil)}
	tbl := dynamo.New(dynamo.Config{Client: api, Table: local.CreateTable(t), Now: clock.Now, Rand: zeros{}})
	var puts []table.Op
	var keys []table.Key
	for n := range 40 {
		i := table.Item{Key: table.Key{PK: "p", SK: strings.Repeat("s", n+1)}}
		puts, keys = append(puts, table.Put(i, table.Absent)), append(keys, i.Key)
	}
	token, err := table.NewToken(clock.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := tbl.Write(t.Context(), token, puts...); err != nil {
		t.Fatal(err)
	}
	if got, err := tbl.GetMany(t.Context(), keys...); err != nil || len(got) != len(keys) {
		t.Errorf("%d items, error %v, want %d", len(got), err, len(keys))
	}
	api.never = true
	if _, err := tbl.GetMany(t.Context(), keys...); !errors.Is(err, table.ErrBusy) {
		t.Errorf("never processed: error %v, want ErrBusy", err)
	}
}
