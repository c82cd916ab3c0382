// Package inbox is the mail.Sender of development and of tests: it delivers
// nothing and keeps what it is given.
//
//	box, err := inbox.Open(inbox.Config{Dir: ".maillage/mail", Now: time.Now})
//	err = box.Send(ctx, message)
//	messages := box.Messages() // newest last
//
// With a directory each message is also a JSON file, written whole or not at
// all and read back by the next Open. The page that shows the inbox is in
// infra/local; this package only gives it Entries.
package inbox

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"sync"
	"time"

	"maillage/functions/mail"
)

// DefaultCap is how many messages are kept when Config.Cap is 0.
const DefaultCap = 2000

// Config says where and how much to keep.
type Config struct {
	Dir string           // for the files, made if missing; empty keeps messages in memory only
	Cap int              // beyond it the oldest message is forgotten and its file removed
	Now func() time.Time // dates the messages that come without a Date
}

// Inbox is a mail.Sender, safe for concurrent use.
type Inbox struct {
	config Config

	mu   sync.Mutex
	kept []kept // by arrival
	keys map[string]bool
	next int // number of the next message
}

// kept is a message and its number, which names its file.
type kept struct {
	number  int
	message mail.Message
}

// Open reads the messages kept in the directory, if there is one.
func Open(config Config) (*Inbox, error) {
	if config.Cap == 0 {
		config.Cap = DefaultCap
	}
	box := &Inbox{config: config, keys: map[string]bool{}, next: 1}
	if config.Dir == "" {
		return box, nil
	}
	messages, err := load(config.Dir)
	if err != nil {
		return nil, fmt.Errorf("open inbox %s: %w", config.Dir, err)
	}
	for _, k := range messages {
		if err := box.keep(k); err != nil {
			return nil, fmt.Errorf("open inbox %s: %w", config.Dir, err)
		}
	}
	return box, nil
}

// Send keeps the message. One whose Key is there already is the same mail sent
// again: it is accepted and not kept twice. An empty Key is never the same.
func (i *Inbox) Send(ctx context.Context, m mail.Message) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("keep mail %s: %w", m.Key, err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if m.Key != "" && i.keys[m.Key] {
		return nil
	}
	if m.Date.IsZero() && i.config.Now != nil {
		m.Date = i.config.Now()
	}
	m.Headers = maps.Clone(m.Headers)
	k := kept{number: i.next, message: m}
	if i.config.Dir != "" {
		if err := save(i.config.Dir, k); err != nil {
			return fmt.Errorf("keep mail %s: %w", m.Key, err)
		}
	}
	return i.keep(k)
}

// keep appends a message that is on disk already and forgets what is too old.
func (i *Inbox) keep(k kept) error {
	i.kept = append(i.kept, k)
	i.next = k.number + 1
	if k.message.Key != "" {
		i.keys[k.message.Key] = true
	}
	for len(i.kept) > i.config.Cap {
		oldest := i.kept[0]
		i.kept = i.kept[1:]
		delete(i.keys, oldest.message.Key)
		if i.config.Dir != "" {
			if err := remove(i.config.Dir, oldest.number); err != nil {
				return err
			}
		}
	}
	return nil
}

// Messages returns what is kept, newest last.
func (i *Inbox) Messages() []mail.Message {
	i.mu.Lock()
	defer i.mu.Unlock()
	messages := make([]mail.Message, len(i.kept))
	for n, k := range i.kept {
		messages[n] = k.message
		messages[n].Headers = maps.Clone(k.message.Headers)
	}
	return messages
}

// Entry is one message in the shape of /_dev/mail.json. The text part holds the
// link on a line of its own and the code on another.
type Entry struct {
	ID      string            `json:"id"`   // the message's Key, or its number without one
	To      string            `json:"to"`   // bare address
	From    string            `json:"from"` // bare address
	Subject string            `json:"subject"`
	Text    string            `json:"text"`
	HTML    string            `json:"html"`
	Headers map[string]string `json:"headers"`
	Date    time.Time         `json:"date"`
}

// Entries returns what is kept as entries, newest last.
func (i *Inbox) Entries() []Entry {
	i.mu.Lock()
	defer i.mu.Unlock()
	entries := make([]Entry, len(i.kept))
	for n, k := range i.kept {
		entries[n] = entry(k)
	}
	return entries
}

func entry(k kept) Entry {
	m := k.message
	e := Entry{
		ID: m.Key, To: m.To.Email, From: m.From.Email, Subject: m.Subject,
		Text: m.Text, HTML: m.HTML, Headers: map[string]string{}, Date: m.Date,
	}
	if e.ID == "" {
		e.ID = strconv.Itoa(k.number)
	}
	maps.Copy(e.Headers, m.Headers)
	return e
}
