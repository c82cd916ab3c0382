// Package smtp is the mail.Sender of a server of one's own: one connection per
// mail to an SMTP submission service, always encrypted unless that service is
// on this machine.
//
//	sender, err := smtp.New(smtp.Config{
//		Addr: "mail.example.org:587", Username: "maillage", Password: password,
//		Now: time.Now, Rand: rand.Reader,
//	})
//	err = sender.Send(ctx, message)
//
// A 5xx answer to the sender, the recipient or the content is mail.ErrRefused;
// everything else (4xx, a refused sign-in, a lost connection) may be retried.
// Where the connection is lost after the content, the server may have accepted
// it: the next attempt then carries the same Message-ID, which is derived from
// the Key, and most servers drop the second copy.
//
// It keeps no connection open and does not pace: account mail is a few mails a
// minute. Mailings go through SES.
package smtp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/smtp"
	"net/textproto"
	"time"

	"maillage/functions/mail"
)

// Mode is how the connection is encrypted.
type Mode int

const (
	// StartTLS begins in clear and refuses to go on without STARTTLS (port 587).
	StartTLS Mode = iota
	// ImplicitTLS is encrypted from the first byte (port 465).
	ImplicitTLS
	// Clear is never encrypted and is for a server on this machine only.
	Clear
)

// timeout bounds a whole exchange where the context has no earlier deadline.
const timeout = time.Minute

// Config describes the server. Without a Username no sign-in is attempted.
type Config struct {
	Addr     string // host:port; the certificate must be for this host
	Username string
	Password string
	Mode     Mode
	Roots    *x509.CertPool // nil means those of the system
	Now      func() time.Time
	Rand     io.Reader
}

// Sender hands mails to one server.
type Sender struct {
	config Config
	host   string
}

// New checks the configuration; it connects to nothing.
func New(config Config) (*Sender, error) {
	host, _, err := net.SplitHostPort(config.Addr)
	if err != nil {
		return nil, fmt.Errorf("smtp server %q: %w", config.Addr, err)
	}
	if config.Mode == Clear && !loopback(host) {
		return nil, fmt.Errorf("smtp server %q: a connection in clear is for this machine only", config.Addr)
	}
	if config.Now == nil || config.Rand == nil {
		return nil, errors.New("smtp: Now and Rand must be set")
	}
	return &Sender{config: config, host: host}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send delivers m to the server. nil means that the server has answered 250 to
// the whole content.
func (s *Sender) Send(ctx context.Context, m mail.Message) error {
	if err := m.Check(); err != nil {
		return err
	}
	content, err := s.compose(m)
	if err != nil {
		return fmt.Errorf("compose mail %s: %w", m.Key, err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := s.deliver(ctx, m, content); err != nil {
		return fmt.Errorf("smtp mail %s: %w", m.Key, errors.Join(err, ctx.Err()))
	}
	return nil
}

func (s *Sender) deliver(ctx context.Context, m mail.Message, content []byte) error {
	conn, err := s.dial(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// The only way to stop a read that waits: a deadline in the past.
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	client, err := smtp.NewClient(conn, s.host)
	if err != nil {
		return err
	}
	if err := s.open(client, m.From.Domain()); err != nil {
		return err
	}
	if err := transact(client, m, content); err != nil {
		return verdict(err)
	}
	_ = client.Quit() // the mail is accepted whatever the farewell
	return nil
}

func (s *Sender) dial(ctx context.Context) (net.Conn, error) {
	if s.config.Mode == ImplicitTLS {
		return (&tls.Dialer{Config: s.tls()}).DialContext(ctx, "tcp", s.config.Addr)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", s.config.Addr)
}

func (s *Sender) tls() *tls.Config {
	return &tls.Config{ServerName: s.host, RootCAs: s.config.Roots, MinVersion: tls.VersionTLS12, Time: s.config.Now}
}

// open greets, encrypts and signs in. A refusal here is about the set-up and
// not about the mail, so it is never ErrRefused.
func (s *Sender) open(client *smtp.Client, hello string) error {
	if err := client.Hello(hello); err != nil {
		return fmt.Errorf("greeting: %w", err)
	}
	if s.config.Mode == StartTLS {
		if err := client.StartTLS(s.tls()); err != nil {
			return fmt.Errorf("starttls: %w", err)
		}
	}
	if s.config.Username == "" {
		return nil
	}
	if err := client.Auth(smtp.PlainAuth("", s.config.Username, s.config.Password, s.host)); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	return nil
}

func transact(client *smtp.Client, m mail.Message, content []byte) error {
	if err := client.Mail(m.From.Email); err != nil {
		return fmt.Errorf("sender: %w", err)
	}
	if err := client.Rcpt(m.To.Email); err != nil {
		return fmt.Errorf("recipient: %w", err)
	}
	data, err := client.Data()
	if err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if _, err := data.Write(content); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	if err := data.Close(); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	return nil
}

// verdict tells what is final from what may be retried.
func verdict(err error) error {
	var answer *textproto.Error
	if !errors.As(err, &answer) || answer.Code < 500 {
		return err
	}
	switch answer.Code {
	case 530, 534, 535, 538: // the server wants another sign-in, not another mail
		return err
	}
	return fmt.Errorf("%w: %w", mail.ErrRefused, err)
}
