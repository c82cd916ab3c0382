package apptest

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"maillage/functions/mail"
)

// letter is the mail under examination.
type letter struct{ mail.Message }

var (
	letterLink = regexp.MustCompile(`(?:#t=|#/sign-in/)([A-Za-z0-9_-]+)`)
	letterCode = regexp.MustCompile(`(?m)^\s*(\d{4} ?\d{4})\s*$`)
)

// Link is the token of the link in a mail; empty for none.
func Link(m mail.Message) string {
	found := letterLink.FindStringSubmatch(m.Text)
	if found == nil {
		return ""
	}
	return found[1]
}

// expectMail is "mail to …", which takes the next unread mail, or a question
// about the one that was taken.
func (r *run) expectMail(s statement) error {
	what, rest, _ := strings.Cut(s.rest, " ")
	if what == "service" {
		r.w.FailMail(rest == "down", false)
		return nil
	}
	if what == "to" || what == "next" {
		return r.nextMail(rest)
	}
	if r.mail == nil {
		return errors.New("no mail has been read")
	}
	switch what {
	case "subject":
		return r.judge(r.mail.Subject, rest)
	case "text":
		return r.judge(r.mail.Text, rest)
	case "html":
		page, err := goquery.NewDocumentFromReader(strings.NewReader(r.mail.HTML))
		if err != nil {
			return err
		}
		return r.judgeSelection(page, strings.TrimPrefix(rest, "select "))
	case "link", "code":
		found := map[string]*regexp.Regexp{"link": letterLink, "code": letterCode}[what].FindStringSubmatch(r.mail.Text)
		if found == nil {
			return fmt.Errorf("no %s in the mail:\n%s", what, r.mail.Text)
		}
		return r.judge(strings.ReplaceAll(found[1], " ", ""), rest)
	}
	return fmt.Errorf("nothing to ask of a mail: %q", what)
}

// nextMail takes the next unread mail and says to whom it must be.
func (r *run) nextMail(rest string) error {
	messages := r.w.Inbox.Messages()
	if r.read >= len(messages) {
		return errors.New("no mail is unread")
	}
	r.mail = &letter{messages[r.read]}
	r.read++
	address, question, asked := strings.Cut(rest, " ")
	address, err := r.expand(address)
	if err != nil {
		return err
	}
	if address != "" && r.mail.To.Email != address {
		return fmt.Errorf("it is to %s: %s", r.mail.To.Email, r.mail.Subject)
	}
	if !asked {
		return nil
	}
	return r.judge(r.mail.Subject, strings.TrimPrefix(question, "subject "))
}

func (r *run) noMail(s statement) error {
	if s.rest != "mail" {
		return fmt.Errorf("no what? %q", s.rest)
	}
	if messages := r.w.Inbox.Messages(); r.read < len(messages) {
		return fmt.Errorf("there is one to %s: %s", messages[r.read].To.Email, messages[r.read].Subject)
	}
	return nil
}

// countMails compares how many mails an address got, read or not.
func (r *run) countMails(s statement) error {
	words := strings.Fields(s.rest)
	if len(words) != 4 || words[0] != "to" {
		return errors.New("want: mails to ADDRESS == N")
	}
	n := 0
	for _, message := range r.w.Inbox.Messages() {
		if message.To.Email == words[1] {
			n++
		}
	}
	r.read = len(r.w.Inbox.Messages())
	return r.judge(strconv.Itoa(n), words[2]+" "+words[3])
}
