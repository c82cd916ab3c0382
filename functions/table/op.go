package table

// Kind is what an Op does.
type Kind int

// The kinds of ops.
const (
	KindPut Kind = iota + 1
	KindDelete
	KindCheck
	KindAdd
)

// Op is one change or check of a Write, made by Put, Delete, Check or Add.
type Op struct {
	Kind  Kind
	Item  Item   // Put: all but Version and N; Add: Key, Type and TTL of a new item; else Key
	Cond  Cond   // of Put, Delete and Check
	Delta int64  // of Add
	Bound Bounds // of Add
}

// Cond is what must hold of the item for an op to apply; see Always, Absent,
// Present and Match.
type Cond struct {
	kind    condKind
	version int64
}

type condKind int

const (
	always condKind = iota
	absent
	present
	match
)

// The conditions without a parameter. Absent: missing or expired. Present:
// there and not expired.
var (
	Always  = Cond{kind: always}
	Absent  = Cond{kind: absent}
	Present = Cond{kind: present}
)

// Match requires the item to be there, not expired, at this version.
func Match(version int64) Cond { return Cond{kind: match, version: version} }

// IsAlways reports whether the condition asks for nothing.
func (c Cond) IsAlways() bool { return c.kind == always }

// IsAbsent reports whether the condition is Absent.
func (c Cond) IsAbsent() bool { return c.kind == absent }

// Version is the version asked for, with ok false for other conditions.
func (c Cond) Version() (version int64, ok bool) { return c.version, c.kind == match }

// Holds judges the condition on what stands at the key (nil: nothing) at a
// moment in Unix seconds. It is the definition both engines must meet.
func (c Cond) Holds(stored *Item, now int64) bool {
	there := stored != nil && stored.Live(now)
	switch c.kind {
	case absent:
		return !there
	case present:
		return there
	case match:
		return there && stored.Version == c.version
	}
	return true
}

// Bounds limit N after an Add, both included. Own takes the item's own Cap for
// the upper bound instead of Max and refuses where there is none.
type Bounds struct {
	Min, Max int64
	Own      bool
}

// Holds judges the bounds for a value of N and the cap of its item.
func (b Bounds) Holds(n int64, itemCap *int64) bool {
	if b.Own {
		return itemCap != nil && n >= b.Min && n <= *itemCap
	}
	return n >= b.Min && n <= b.Max
}

// Put stores the item, its N apart, and raises its version. Over an expired item
// it starts anew as over a missing one: N 0, Version 1.
func Put(item Item, cond Cond) Op { return Op{Kind: KindPut, Item: item, Cond: cond} }

// Delete removes the item.
func Delete(key Key, cond Cond) Op { return Op{Kind: KindDelete, Item: Item{Key: key}, Cond: cond} }

// Check changes nothing and refuses the Write when cond does not hold.
func Check(key Key, cond Cond) Op { return Op{Kind: KindCheck, Item: Item{Key: key}, Cond: cond} }

// Add changes N by delta, a missing or expired item counting from 0, and
// refuses where the result leaves the bounds. It leaves Version and Data alone;
// Type and TTL are given to the item only when Add creates it, with Version 0.
// The rest of item is not read.
func Add(item Item, delta int64, b Bounds) Op {
	return Op{Kind: KindAdd, Item: item, Delta: delta, Bound: b}
}
