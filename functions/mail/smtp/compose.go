package smtp

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"maillage/functions/mail"
)

// foldAt is the length beyond which a header line is folded at a space, as RFC
// 5322 asks.
const foldAt = 76

// compose writes a checked message as MIME: multipart/alternative, the plain
// text first and the HTML, which is preferred, last.
func (s *Sender) compose(m mail.Message) ([]byte, error) {
	random := make([]byte, 32)
	if _, err := io.ReadFull(s.config.Rand, random); err != nil {
		return nil, err
	}
	var w bytes.Buffer
	parts := multipart.NewWriter(&w)
	if err := parts.SetBoundary(hex.EncodeToString(random[:16])); err != nil {
		return nil, err
	}
	s.writeHeaders(&w, m, random[16:])
	fmt.Fprintf(&w, "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=%s\r\n\r\n", parts.Boundary())
	for _, part := range []struct{ kind, body string }{{"text/plain", m.Text}, {"text/html", m.HTML}} {
		if err := writePart(parts, part.kind, part.body); err != nil {
			return nil, err
		}
	}
	if err := parts.Close(); err != nil {
		return nil, err
	}
	return w.Bytes(), nil
}

func (s *Sender) writeHeaders(w *bytes.Buffer, m mail.Message, random []byte) {
	date := m.Date
	if date.IsZero() {
		date = s.config.Now()
	}
	header(w, "From", m.From.String())
	header(w, "To", m.To.String())
	if m.ReplyTo != "" {
		header(w, "Reply-To", mail.Address{Email: m.ReplyTo}.String())
	}
	header(w, "Subject", mime.QEncoding.Encode("utf-8", m.Subject))
	header(w, "Date", date.Format(time.RFC1123Z))
	header(w, "Message-ID", messageID(m, random))
	if m.Language != "" {
		header(w, "Content-Language", m.Language)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Headers)) {
		header(w, name, m.Headers[name])
	}
}

// messageID is the same for every attempt to send one Key, which it does not show.
func messageID(m mail.Message, random []byte) string {
	id := random
	if m.Key != "" {
		sum := sha256.Sum256([]byte(m.Key))
		id = sum[:16]
	}
	return "<" + hex.EncodeToString(id) + "@" + m.From.Domain() + ">"
}

// header writes one header. Check has refused line breaks; a space here keeps
// the promise where it has not been called.
func header(w *bytes.Buffer, name, value string) {
	value = strings.NewReplacer("\r", " ", "\n", " ").Replace(value)
	length := len(name) + 1
	w.WriteString(name + ":")
	for _, word := range strings.Split(value, " ") {
		if length+1+len(word) > foldAt && length > len(name)+1 && word != "" {
			w.WriteString("\r\n")
			length = 0
		}
		w.WriteString(" " + word)
		length += 1 + len(word)
	}
	w.WriteString("\r\n")
}

func writePart(parts *multipart.Writer, kind, body string) error {
	part, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type":              {kind + "; charset=utf-8"},
		"Content-Transfer-Encoding": {"quoted-printable"},
	})
	if err != nil {
		return err
	}
	w := quotedprintable.NewWriter(part)
	if _, err := io.WriteString(w, body); err != nil {
		return err
	}
	return w.Close()
}
