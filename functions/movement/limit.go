package movement

import "time"

// Limit is a number of things allowed in any span of time, counted under a key
// that tells nothing of its subject (see Key.MAC).
type Limit struct {
	Name   string // what is limited, such as "join.ip"
	Key    string // whose, already hashed
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

// MailCap is how many mails one address may be sent, exactly, over several
// spans. A refusal holds back the mail alone: whatever else was asked is done
// and answered as ever.
type MailCap struct {
	Name  string // which mails count together, such as "unconfirmed"
	From  string // the network whose requests count alone; empty: everybody's together
	Rules []CapRule
}

// CapRule allows Max mails in any span Per.
type CapRule struct {
	Max int
	Per time.Duration
}

// UnconfirmedCap holds for every mail to an address nobody has confirmed, all
// forms together.
func UnconfirmedCap() MailCap {
	return MailCap{Name: "unconfirmed", Rules: []CapRule{{1, 10 * time.Minute}, {3, 24 * time.Hour}, {5, 30 * 24 * time.Hour}}}
}

// SignInCaps hold for mails with a sign-in link that a network asks for. What one
// network asks for is capped low, what all ask for high, so that a stranger
// cannot use up an organizer's mails and lock them out.
func SignInCaps(network string) []MailCap {
	return []MailCap{
		{Name: "sign-in.network", From: network, Rules: []CapRule{{5, 15 * time.Minute}, {15, 24 * time.Hour}}},
		{Name: "sign-in", Rules: []CapRule{{20, 15 * time.Minute}, {100, 24 * time.Hour}}},
	}
}

// Allows judges one more mail at a moment, given when the last ones went, in
// Unix seconds. It answers the history with that mail in it, without what no
// rule asks about any more.
func (c MailCap) Allows(sent []int64, at time.Time) (history []int64, ok bool) {
	ok = true
	keep := time.Duration(0)
	for _, rule := range c.Rules {
		keep = max(keep, rule.Per)
		n := 0
		for _, t := range sent {
			if t > at.Add(-rule.Per).Unix() {
				n++
			}
		}
		ok = ok && n < rule.Max
	}
	for _, t := range sent {
		if t > at.Add(-keep).Unix() {
			history = append(history, t)
		}
	}
	return append(history, at.Unix()), ok
}

// Span is how long a mail counts: the longest rule.
func (c MailCap) Span() time.Duration {
	var span time.Duration
	for _, rule := range c.Rules {
		span = max(span, rule.Per)
	}
	return span
}

// Idempotency names one sending of a form across its retries.
type Idempotency struct {
	Route string
	Key   string        // the sender's, or a hash of the body
	Hash  string        // of the payload: the same key with another is refused
	Life  time.Duration // how long the answer is remembered
}

// Audit is one line of who did what.
type Audit struct {
	Organizer OrganizerID
	Action    string // such as "contacts.list"
	Zones     []ZoneID
	Contacts  []ContactID // those shown or changed
	At        time.Time
}
