package smtp_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"
)

// server is a small real SMTP server on the loopback interface: EHLO, STARTTLS,
// AUTH PLAIN, MAIL, RCPT, DATA, QUIT.
type server struct {
	tls      *tls.Config
	starttls bool
	implicit bool
	password string                      // of the user "maillage"; empty: no AUTH
	answer   func(command string) string // overrides the answer to a verb; "-" hangs up, "…" never answers

	addr     string
	listener net.Listener
	done     chan struct{}
	wait     sync.WaitGroup

	mu       sync.Mutex
	received []delivery
}

// delivery is what one exchange handed over.
type delivery struct {
	hello, user, from, to string
	encrypted             bool
	data                  []byte
}

func (s *server) start(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr, s.done = listener.Addr().String(), make(chan struct{})
	if s.implicit {
		listener = tls.NewListener(listener, s.tls)
	}
	s.listener = listener
	s.wait.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.wait.Go(func() { s.serve(conn) })
		}
	})
	t.Cleanup(func() {
		close(s.done)
		s.listener.Close()
		s.wait.Wait()
	})
}

func (s *server) deliveries() []delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.received
}

func (s *server) serve(conn net.Conn) {
	defer func() { conn.Close() }()
	text := textproto.NewConn(conn)
	_ = text.PrintfLine("220 test server ready")
	d := delivery{encrypted: s.implicit}
	for {
		line, err := text.ReadLine()
		if err != nil {
			return
		}
		verb := strings.ToUpper(strings.Fields(line + " ?")[0])
		switch answer := s.override(verb); answer {
		case "":
		case "…":
			<-s.done
			return
		case "-":
			return
		default:
			_ = text.PrintfLine("%s", answer)
			continue
		}
		if verb == "STARTTLS" && s.starttls {
			_ = text.PrintfLine("220 go ahead")
			conn = tls.Server(conn, s.tls)
			text, d.encrypted = textproto.NewConn(conn), true
			continue
		}
		if !s.obey(text, verb, line, &d) {
			return
		}
	}
}

func (s *server) override(verb string) string {
	if s.answer == nil {
		return ""
	}
	return s.answer(verb)
}

// obey answers one command and reports whether the exchange goes on.
func (s *server) obey(text *textproto.Conn, verb, line string, d *delivery) bool {
	answer := "502 what?"
	switch verb {
	case "EHLO":
		d.hello, answer = line[5:], s.greeting(d.encrypted)
	case "AUTH":
		answer = s.authenticate(line, d)
	case "MAIL":
		d.from, answer = between(line), "250 sender ok"
	case "RCPT":
		d.to, answer = between(line), "250 recipient ok"
	case "DATA":
		return s.data(text, d)
	case "QUIT":
		answer = "221 bye"
	}
	return text.PrintfLine("%s", answer) == nil && verb != "QUIT"
}

// data takes the content; the verb "." decides on the answer to it.
func (s *server) data(text *textproto.Conn, d *delivery) bool {
	_ = text.PrintfLine("354 go on")
	var err error
	if d.data, err = text.ReadDotBytes(); err != nil {
		return false
	}
	answer := s.override(".")
	if answer == "" || answer == "-" {
		s.mu.Lock()
		s.received = append(s.received, *d)
		s.mu.Unlock()
	}
	switch answer {
	case "-":
		return false
	case "":
		answer = "250 accepted"
	}
	return text.PrintfLine("%s", answer) == nil
}

func (s *server) greeting(encrypted bool) string {
	lines := []string{"250-test server"}
	if s.starttls && !encrypted {
		lines = append(lines, "250-STARTTLS")
	}
	if s.password != "" {
		lines = append(lines, "250-AUTH PLAIN")
	}
	return strings.Join(append(lines, "250 8BITMIME"), "\r\n")
}

func (s *server) authenticate(line string, d *delivery) string {
	fields := strings.Fields(line)
	secret, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
	if err != nil || string(secret) != "\x00maillage\x00"+s.password {
		return "535 5.7.8 wrong name or password"
	}
	d.user = "maillage"
	return "235 welcome"
}

func between(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}

// certificate makes a certificate for 127.0.0.1 and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: now().Add(-time.Hour), NotAfter: now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}
