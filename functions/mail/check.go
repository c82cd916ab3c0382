package mail

import (
	"fmt"
	"mime"
	netmail "net/mail"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of SES, kept for every Sender so that a mail that passes in
// development passes in production.
const (
	maxHeaders     = 15
	maxHeader      = 996 // name and value together
	maxEmail       = 254
	maxLocal       = 64
	maxSubject     = 500
	maxDisplayName = 200
)

// email is a dot-atom at a host name: no quoted local parts, no comments, ASCII
// only (SES has no SMTPUTF8; domains come in punycode).
var email = regexp.MustCompile("^" + atom + `(?:\.` + atom + ")*@" + label + `(?:\.` + label + ")*$")

const (
	atom  = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
	label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
)

var headerName = regexp.MustCompile("^[A-Za-z][A-Za-z0-9-]*$")

// reserved names are written by senders from the fields of Message, or would
// send it to somebody else.
var reserved = regexp.MustCompile("(?i)^(from|to|cc|bcc|subject|date|sender|reply-to|return-path|message-id|mime-version|content-.*|resent-.*|dkim-signature|received)$")

// Check reports what no server should be given: addresses that are not plain
// mailboxes, line breaks or control characters in anything that becomes a
// header, reserved or oversized headers, a missing body. Every error wraps
// ErrRefused. Senders call it first.
func (m Message) Check() error {
	if err := m.check(); err != nil {
		return fmt.Errorf("check mail %s: %w: %w", m.Key, ErrRefused, err)
	}
	return nil
}

func (m Message) check() error {
	for field, address := range map[string]string{"From": m.From.Email, "To": m.To.Email, "Reply-To": m.ReplyTo} {
		optional := field == "Reply-To" && address == ""
		if !optional && (len(address) > maxEmail || strings.IndexByte(address, '@') > maxLocal || !email.MatchString(address)) {
			return fmt.Errorf("%s is not a mail address", field)
		}
	}
	for field, words := range map[string]string{"From": m.From.Name, "To": m.To.Name} {
		if !oneLine(words) || len(words) > maxDisplayName {
			return fmt.Errorf("the name in %s is not one line of at most %d bytes", field, maxDisplayName)
		}
	}
	if m.Subject == "" || strings.TrimSpace(m.Subject) != m.Subject || !oneLine(m.Subject) || len(m.Subject) > maxSubject {
		return fmt.Errorf("the subject is not one line of at most %d bytes", maxSubject)
	}
	if m.Text == "" || m.HTML == "" || !utf8.ValidString(m.Text) || !utf8.ValidString(m.HTML) {
		return fmt.Errorf("text and HTML must both be there, in UTF-8")
	}
	return m.checkHeaders()
}

func (m Message) checkHeaders() error {
	if len(m.Headers) > maxHeaders {
		return fmt.Errorf("%d headers, at most %d", len(m.Headers), maxHeaders)
	}
	for name, value := range m.Headers {
		switch {
		case !headerName.MatchString(name) || reserved.MatchString(name):
			return fmt.Errorf("header %q is not for Headers", name)
		case value == "" || strings.TrimSpace(value) != value || strings.ContainsFunc(value, notPrintableASCII):
			return fmt.Errorf("header %s is not one line of ASCII", name)
		case len(name)+len(value) > maxHeader:
			return fmt.Errorf("header %s is longer than %d bytes", name, maxHeader)
		}
	}
	return nil
}

// oneLine also refuses "=?": in plain ASCII words it would be read as an
// encoded word and show something other than what was checked.
func oneLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl) && !strings.Contains(s, "=?")
}

func notPrintableASCII(r rune) bool { return r < ' ' || r > '~' }

// String is the address as a header holds it, the name encoded where needed
// (RFC 2047). It is safe only after Check.
func (a Address) String() string {
	// Base64, because net/mail writes a backslash into a Q-encoded name and then
	// cannot read it back.
	if encoded := mime.BEncoding.Encode("utf-8", a.Name); encoded != a.Name {
		return encoded + " <" + a.Email + ">"
	}
	return (&netmail.Address{Name: a.Name, Address: a.Email}).String()
}

// Domain is what follows the @.
func (a Address) Domain() string {
	return a.Email[strings.LastIndexByte(a.Email, '@')+1:]
}
