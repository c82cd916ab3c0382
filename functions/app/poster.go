package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"maillage/functions/mail"
	"maillage/functions/newsletter"
)

// poster renders letters and hands them to a mail.Sender.
type poster struct {
	sender mail.Sender
	from   mail.Address
	now    func() time.Time
}

// Post implements newsletter.Poster.
func (p poster) Post(ctx context.Context, l newsletter.Letter) error {
	values := mail.Values(maps.Clone(l.Values))
	for name, answer := range l.Answers {
		values[name] = mail.Answer(l.Language, answer)
	}
	m, err := mail.Render(mail.Name(l.Template), l.Language, values)
	if err != nil {
		return fmt.Errorf("%w: %w", newsletter.ErrRefused, err)
	}
	m.Key, m.From, m.To, m.Date = l.Key, p.from, mail.Address{Email: string(l.To)}, p.now()
	err = p.sender.Send(ctx, m)
	if errors.Is(err, mail.ErrRefused) {
		return fmt.Errorf("%w: %w", newsletter.ErrRefused, err)
	}
	return err
}
