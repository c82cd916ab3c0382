// Package mail turns the product's messages into e-mail: a Message is rendered
// from a catalogue template and a small set of values, and a Sender hands it to
// SES (functions/mail/ses), to an SMTP server (functions/mail/smtp) or to the
// development inbox (functions/mail/inbox).
//
//	message, err := mail.Render(mail.Confirm, "fr", mail.Values{
//		"organisation": "Demain Ensemble", "link": …, "code": "12345678", "days": "7"})
//	message.To, message.From, message.Key = address, from, outboxID
//	err = sender.Send(ctx, message)
//
// Texts live in templates/<lang>/<name>.md, in three parts separated by lines
// of three dashes: the front matter (only "subject: …"), the body, the small
// print. Body and small print are Markdown limited to the blocks that mail
// clients show alike:
//
//	# Heading, ## Heading        one or two levels
//	text, **strong**, *emphasis*, [words](https://…)
//	- item or 1. item            flat lists
//	[Words]({{link}} "button")   alone in its paragraph: a button
//	```code                      a fenced block named code: one large code
//	> text                       a boxed remark
//	***                          a divider
//
// Anything else is an error, raw HTML first of all. {{name}} stands for a value
// and is replaced after the Markdown has been parsed, so a value can never
// become markup. The blocks are written twice, once as HTML and once as plain
// text; html/template is not used, because it deletes the conditional comments
// that Outlook needs. There is no preview text hidden from the reader: the
// first visible line is the preview. There are no images and nothing remote.
//
// The package does not queue, retry or decide who may be written to: that is
// the outbox of functions/newsletter. It does not know which values a stranger
// typed either: templates for addresses that are not confirmed simply have no
// place for such values.
package mail

import (
	"context"
	"errors"
	"time"
)

// Message is one mail to one person.
type Message struct {
	// Key is the outbox id: the same key is the same mail, sent at least once.
	Key      string
	From     Address
	To       Address
	ReplyTo  string
	Subject  string
	Text     string
	HTML     string
	Headers  map[string]string // such as Auto-Submitted; never From, To, Subject or Date
	Date     time.Time
	Language string // of the text, such as "fr"
}

// Address is a mailbox; Name may be empty.
type Address struct{ Name, Email string }

// A Sender hands a message over. A nil error means that the next system has
// accepted it.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// ErrRefused: the message itself is at fault (address, content) and sending it
// again would be refused again. Every other error may be retried.
var ErrRefused = errors.New("mail refused")
