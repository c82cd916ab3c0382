package movement

import "time"

// Limit is a number of things allowed in any span of time, counted by whom or
// what they come from.
type Limit struct {
	Name   string // what is limited, such as "join.network"
	Key    string // whose; the store hashes it
	Max    int64
	Per    time.Duration
	Shards int // 0 or 1: one counter; else the count is spread and Max with it
}

// Window is the span that holds a moment: its start, in Unix seconds.
func (l Limit) Window(at time.Time) int64 {
	per := int64(l.Per / time.Second)
	return at.Unix() / per * per
}

// Left is how much the current window may hold in all, given the count of the
// one before it, weighted by how much of it the last Per still covers. Below 1
// the limit is reached.
func (l Limit) Left(previous int64, at time.Time) int64 {
	per := int64(l.Per / time.Second)
	covered := per - (at.Unix() - l.Window(at))
	return l.share() - previous*covered/per
}

func (l Limit) share() int64 {
	if l.Shards > 1 {
		return max(1, l.Max/int64(l.Shards))
	}
	return l.Max
}

// Stricter is the limit at a tenth, counted apart from it under a name of its own.
func (l Limit) Stricter(name string) Limit {
	l.Name, l.Max = l.Name+"."+name, max(1, l.Max/10)
	return l
}
