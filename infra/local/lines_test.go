package main

import (
	"io"
	"mime/quotedprintable"
	"net"
	"net/textproto"
	"strings"
)

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
