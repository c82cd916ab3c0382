// Package ses is the mail.Sender of Amazon SES: one SendEmail call per mail.
//
//	client := sesv2.New(sesv2.Options{Region: region, Credentials: credentials})
//	sender := ses.New(ses.Config{Client: client, ConfigurationSet: "account"})
//	err := sender.Send(ctx, message)
//
// Each call is one attempt: the SDK's own retries are switched off, because the
// outbox retries and must see what happened. SES has no idempotency token, so a
// call whose answer is lost may be sent twice; account mail accepts that.
//
// Each call also switches off open and click tracking, whatever the account or
// the configuration set say: no pixel, no rewritten link, ever.
//
// SES writes Message-ID itself and hides a recipient on its suppression list
// behind a success; both come back as events of the configuration set, which
// carry the Key as the tag "key". Mailings to many are not here.
package ses

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"

	"maillage/functions/mail"
)

// API is the one call of *sesv2.Client that is used, so that tests need no AWS.
type API interface {
	SendEmail(context.Context, *sesv2.SendEmailInput, ...func(*sesv2.Options)) (*sesv2.SendEmailOutput, error)
}

// Config says which client and which configuration set to use.
type Config struct {
	Client           API
	ConfigurationSet string // names the stream and its events; empty for none
}

// Sender hands mails to SES.
type Sender struct{ config Config }

// New makes a Sender; it calls nothing.
func New(config Config) *Sender { return &Sender{config: config} }

// Send asks SES to send m. nil means that SES has accepted it.
func (s *Sender) Send(ctx context.Context, m mail.Message) error {
	if err := m.Check(); err != nil {
		return err
	}
	if _, err := s.config.Client.SendEmail(ctx, s.input(m), once); err != nil {
		return fmt.Errorf("ses mail %s: %w", m.Key, verdict(err))
	}
	return nil
}

func once(o *sesv2.Options) { o.Retryer = aws.NopRetryer{} }

// verdict tells what is final from what may be retried: SES refuses content and
// addresses with two errors, all others are about rates, the account or the network.
func verdict(err error) error {
	var (
		rejected *types.MessageRejected
		bad      *types.BadRequestException
	)
	if errors.As(err, &rejected) || errors.As(err, &bad) {
		return fmt.Errorf("%w: %w", mail.ErrRefused, err)
	}
	return err
}

func (s *Sender) input(m mail.Message) *sesv2.SendEmailInput {
	input := &sesv2.SendEmailInput{
		FromEmailAddress: aws.String(m.From.String()),
		Destination:      &types.Destination{ToAddresses: []string{m.To.String()}},
		Content: &types.EmailContent{Simple: &types.Message{
			Subject: utf8(m.Subject),
			Body:    &types.Body{Text: utf8(m.Text), Html: utf8(m.HTML)},
			Headers: headers(m),
		}},
		EmailTags: tags(m),
		ConfigurationOverrides: &types.ConfigurationOverrides{Tracking: &types.TrackingConfigurationOverrides{
			OpenTrackingEnabled:  types.FeatureStatusDisabled,
			ClickTrackingEnabled: types.FeatureStatusDisabled,
		}},
	}
	if m.ReplyTo != "" {
		input.ReplyToAddresses = []string{m.ReplyTo}
	}
	if s.config.ConfigurationSet != "" {
		input.ConfigurationSetName = aws.String(s.config.ConfigurationSet)
	}
	return input
}

func utf8(s string) *types.Content {
	return &types.Content{Data: aws.String(s), Charset: aws.String("UTF-8")}
}

func headers(m mail.Message) []types.MessageHeader {
	var list []types.MessageHeader
	for _, name := range slices.Sorted(maps.Keys(m.Headers)) {
		list = append(list, types.MessageHeader{Name: aws.String(name), Value: aws.String(m.Headers[name])})
	}
	return list
}

var tagValue = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// tags come back in events. The second becomes part of the Feedback-ID header,
// by which Gmail tells spam reports on account mail from those on mailings.
func tags(m mail.Message) []types.MessageTag {
	list := []types.MessageTag{{Name: aws.String("ses:feedback-id-b"), Value: aws.String("account")}}
	if len(m.Key) <= 256 && tagValue.MatchString(m.Key) {
		list = append(list, types.MessageTag{Name: aws.String("key"), Value: aws.String(m.Key)})
	}
	return list
}
