package main

import (
	"io"
	"mime/quotedprintable"
	"net"
	"net/textproto"
	"strings"
	"testing"
	"time"
)

// mailServer is an SMTP server that accepts everything and keeps the last mail.
type mailServer struct {
	address string
	mails   chan string
}

func newMailServer(t *testing.T) *mailServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	s := &mailServer{l.Addr().String(), make(chan string, 10)}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // the test has ended
			}
			go s.talk(conn)
		}
	}()
	return s
}

func (s *mailServer) talk(conn net.Conn) {
	defer conn.Close()
	text := newLines(conn)
	text.say("220 ready")
	for {
		line, err := text.line()
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); verb {
		case "DATA":
			text.say("354 go on")
			s.mails <- text.body()
			text.say("250 kept")
		case "QUIT":
			text.say("221 bye")
			return
		default:
			text.say("250 fine")
		}
	}
}

func (s *mailServer) wait(t *testing.T) string {
	t.Helper()
	select {
	case mail := <-s.mails:
		return mail
	case <-time.After(20 * time.Second):
		t.Fatal("no mail came")
		return ""
	}
}

// lines is a conversation of lines.
type lines struct{ *textproto.Conn }

func newLines(conn net.Conn) lines { return lines{textproto.NewConn(conn)} }

// say writes a line; a peer that has left shows at the next reading.
func (l lines) say(text string) { _ = l.PrintfLine("%s", text) }

func (l lines) line() (string, error) { return l.ReadLine() }

// body reads a mail up to its dot and undoes quoted-printable.
func (l lines) body() string {
	data, err := l.ReadDotBytes()
	if err != nil {
		return ""
	}
	plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(string(data))))
	if err != nil {
		return string(data)
	}
	return string(plain)
}
