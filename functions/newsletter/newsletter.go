// Package newsletter sends the mail that is owed. Its entry, newsletter.send, has
// no HTTP route: it is woken by new outbox items (a DynamoDB stream on AWS, a
// committed Write on one machine) and by a schedule that sweeps up what was
// missed.
//
// A mail is claimed, rendered from its template and what its recipient's record
// says now, handed over, and finished. A crash in between lets the claim lapse
// and the mail go out again: account mail is sent at least once, under one key.
//
// Subscriptions and mailings come with their issues.
package newsletter

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"

	"maillage/functions/movement"
)

// Store is what the package asks of the outbox.
type Store interface {
	Zones(ctx context.Context) (*movement.Zones, error)
	DueMails(ctx context.Context, limit int) ([]movement.MailID, error)
	ClaimMail(ctx context.Context, id movement.MailID) (m movement.Mail, ok bool, err error)
	Addressee(ctx context.Context, m movement.Mail) (a movement.Addressee, ok bool, err error)
	Unseal(ctx context.Context, m movement.Mail) (movement.Secret, error)
	FinishMail(ctx context.Context, m movement.Mail) error
	PostponeMail(ctx context.Context, m movement.Mail, refused bool) (failed bool, err error)
}

// Letter is one mail ready to be rendered and handed over.
type Letter struct {
	Key      string // the same key is the same mail
	To       movement.Email
	Template string
	Language string
	Values   map[string]string
	Answers  map[string]bool // values that are yes or no, in the words of the language
}

// ErrRefused: the letter itself is at fault and would be refused again.
var ErrRefused = errors.New("letter refused")

// A Poster renders a letter and hands it over; functions/app makes one of
// functions/mail, which this package does not know.
type Poster interface {
	Post(ctx context.Context, l Letter) error
}

// Service sends owed mail; all fields are required.
type Service struct {
	Store        Store
	Poster       Poster
	Organisation string // its name, as mails show it
	Origin       string // of the main host, such as "https://example.org"
	AdminURL     string // of the administration, with its path: "https://admin.example.org/"
	Log          *slog.Logger
}

// How many mails of each part of the index a sweep takes, and how many it hands
// over at the same time: one slow server must not hold up the others' mail.
const (
	sweepBatch   = 50
	sweepSenders = 8
)

// Sweep sends every mail that is due and answers how many it took. It goes on
// after a failed one.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	ids, err := s.Store.DueMails(ctx, sweepBatch)
	if err != nil {
		return 0, err
	}
	errs := make([]error, len(ids))
	queue := make(chan int)
	var senders sync.WaitGroup
	for range min(sweepSenders, len(ids)) {
		senders.Go(func() {
			for i := range queue {
				errs[i] = s.Send(ctx, ids[i])
			}
		})
	}
	for i := range ids {
		queue <- i
	}
	close(queue)
	senders.Wait()
	return len(ids), errors.Join(errs...)
}

// Send sends one owed mail if nobody else is at it. A failed hand-over is
// postponed and is no error: the outbox remembers it.
func (s *Service) Send(ctx context.Context, id movement.MailID) error {
	m, ok, err := s.Store.ClaimMail(ctx, id)
	if err != nil || !ok {
		return err
	}
	letter, ok, err := s.letter(ctx, m)
	if err != nil { // tried again later, and put aside at last
		_, postponed := s.Store.PostponeMail(ctx, m, false)
		return errors.Join(fmt.Errorf("prepare mail %s: %w", id, err), postponed)
	}
	if !ok {
		return s.Store.FinishMail(ctx, m)
	}
	if err := s.Poster.Post(ctx, letter); err != nil {
		failed, err := s.Store.PostponeMail(ctx, m, errors.Is(err, ErrRefused))
		s.Log.LogAttrs(ctx, slog.LevelWarn, "mail not handed over", slog.String("mail", string(id)),
			slog.Int("attempts", m.Attempts), slog.Bool("failed", failed))
		return err
	}
	return s.Store.FinishMail(ctx, m)
}

// letter fills in what the mail says; ok is false when it is to nobody.
func (s *Service) letter(ctx context.Context, m movement.Mail) (l Letter, ok bool, err error) {
	to, ok, err := s.Store.Addressee(ctx, m)
	if err != nil || !ok {
		return Letter{}, false, err
	}
	zones, err := s.Store.Zones(ctx)
	if err != nil {
		return Letter{}, false, err
	}
	secret, err := s.Store.Unseal(ctx, m)
	if err != nil {
		return Letter{}, false, err
	}
	l = Letter{Key: string(m.ID), To: to.Email, Template: m.Template, Language: m.Language}
	if to.Language != "" && m.To.Organizer != "" {
		l.Language = to.Language
	}
	if m.Template == "welcome" {
		l.Answers = map[string]bool{"newsletter": to.Newsletter, "calls": to.Calls}
	}
	l.Values, err = s.values(m, to, place{zones, l.Language}, secret)
	return l, true, err
}

// place is where a mail's links lead.
type place struct {
	zones    *movement.Zones
	language string
}

func (s *Service) values(m movement.Mail, to movement.Addressee, at place, secret movement.Secret) (map[string]string, error) {
	v := map[string]string{"organisation": s.Organisation}
	site := at.zones.Nearest(m.Zone)
	switch m.Template {
	case "confirm", "update":
		v["link"] = site.URL(s.Origin, cmp.Or(site.Pages[at.language]["confirm"], site.Pages["fr"]["confirm"])) + "#t=" + secret.Link
		v["code"] = secret.Code
		v["days"] = strconv.Itoa(int(movement.ConfirmToken.Life().Hours() / 24))
	case "sign-in":
		v["link"] = s.AdminURL + "#/sign-in/" + secret.Link
		v["code"] = secret.Code
		v["minutes"] = strconv.Itoa(int(movement.SignInToken.Life().Minutes()))
	case "welcome":
		home, _ := at.zones.ByID(to.Zone)
		v["first_name"], v["number"] = to.FirstName, to.Number
		v["zone"] = home.In(at.language)
		near := at.zones.Nearest(to.Zone)
		v["site"] = near.URL(s.Origin, strings.TrimSuffix(near.Site, "/")+"/")
	default:
		return nil, fmt.Errorf("no such mail as %q", m.Template)
	}
	return v, nil
}
