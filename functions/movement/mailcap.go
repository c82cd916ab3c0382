package movement

import "time"

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
	for _, rule := range c.Rules {
		n := 0
		for _, t := range sent {
			if t > at.Add(-rule.Per).Unix() {
				n++
			}
		}
		ok = ok && n < rule.Max
	}
	for _, t := range sent {
		if t > at.Add(-c.Span()).Unix() {
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
