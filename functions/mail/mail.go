// Package mail turns the product's messages into e-mail: a Message is rendered
// from a catalogue template and a small set of values, and a Sender hands it to
// SES (functions/mail/ses), to an SMTP server (functions/mail/smtp) or to the
// development inbox (functions/mail/inbox).
//
//	message, err := mail.Render(mail.Confirm, "fr", mail.Values{"link": …, "code": …})
//	message.To, message.From, message.Key = address, from, outboxID
//	err = sender.Send(ctx, message)
//
// Texts live in templates/<lang>/<name>.md: front matter with the subject, then
// Markdown limited to the blocks that mail clients show alike (heading,
// paragraph, list, button, code, quote, divider). One pass makes the HTML, a
// second the plain text; html/template is not used for whole mails, because it
// deletes the conditional comments Outlook needs.
//
// The package does not queue, retry or decide who may be written to: that is
// the outbox of functions/newsletter.
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
