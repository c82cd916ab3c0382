package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"maillage/functions/app/apptest"
	"maillage/functions/movement"
	"maillage/functions/table/tabletest"
)

// stage is a product whose table and mail service fail as planned.
type stage struct {
	testing.TB
	world   *apptest.World
	faulty  *tabletest.Faulty
	bug     *brokenTable // below faulty, harmless until a bug is planted
	items   *apptest.Recorder
	visitor *apptest.Visitor
	request apptest.Request // of the use case
	token   string          // that the use case brings back
}

func noFault(tabletest.Call) tabletest.Fault { return tabletest.None }

func newStage(tb testing.TB, site *apptest.Site, prepare func(*stage)) *stage {
	tb.Helper()
	clock := tabletest.NewClock()
	s := &stage{TB: tb, items: apptest.NewRecorder(openSQLite(tb, clock)), visitor: &apptest.Visitor{}}
	s.bug = &brokenTable{Table: s.items}
	s.faulty = tabletest.NewFaulty(s.bug, noFault)
	s.world = apptest.New(tb, apptest.Config{Table: s.faulty, Clock: clock, Site: site, Seed: tb.Name()})
	prepare(s)
	s.faulty.Replan(noFault)
	return s
}

func (s *stage) post(target string, fields url.Values) apptest.Request {
	return apptest.Request{Method: http.MethodPost, Target: target, Fields: fields, Host: apptest.Host, IP: "198.51.100.1"}
}

// send exchanges a request and empties the outbox, whatever becomes of that.
func (s *stage) send(r apptest.Request) apptest.Response {
	answer := s.world.Send(s.Context(), s.visitor, r)
	if err := s.world.Dispatch(s.Context()); err != nil {
		s.Logf("dispatch: %v", err)
	}
	return answer
}

// letters are the mails of a subject.
func (s *stage) letters(subject string) (links []string) {
	for _, m := range s.world.Inbox.Messages() {
		if strings.Contains(m.Subject, subject) {
			links = append(links, apptest.Link(m))
		}
	}
	return links
}

// settle lets the schedule do its work for a quarter of an hour.
func (s *stage) settle() {
	s.Helper()
	s.faulty.Replan(noFault)
	s.world.FailMail(false, false)
	for range 3 {
		s.world.Clock.Advance(5 * time.Minute)
		if err := s.world.Sweep(s.Context()); err != nil {
			s.Error(err)
		}
	}
}

func (s *stage) want(what string, got, want int) {
	s.Helper()
	if got != want {
		s.Errorf("%s: got %d, want %d", what, got, want)
	}
}

// outbox: every item is done (INV-13), which is when it has left the index.
func (s *stage) outbox() {
	s.Helper()
	for _, item := range s.items.Items("outbox#", "mail") {
		if item.GPK != "" {
			s.Errorf("still owed after a quarter of an hour: %s %s", item.GPK, item.Data)
		}
	}
}

var camille = url.Values{"email": {"camille@example.org"}, "first_name": {"Camille"}, "last_name": {"Durand"}, "postal_code": {"75011"},
	"age_15": {"on"}, "terms": {"on"}, "newsletter": {"on"}, "source": {"/ile-de-france/paris/adhesion/"}, "lang": {"fr"}}

// prepareJoin fills in the form, the challenge solved.
func prepareJoin(s *stage) {
	fields, err := s.world.Solve(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	maps.Copy(fields, camille)
	s.request = s.post("/api/membership/join", fields)
}

func prepareConfirm(s *stage) {
	prepareJoin(s)
	s.send(s.request)
	s.token = s.letters("Confirmez")[0]
	s.request = s.post("/api/confirm", url.Values{"token": {s.token}})
}

func prepareSignIn(s *stage) {
	_, err := s.world.App.Store.Appoint(s.Context(), "alix@demain.example", "Alix", []movement.Grant{{Permission: movement.ReadContacts, Zone: "fr"}})
	if err != nil {
		s.Fatal(err)
	}
	s.send(s.post("/api/session", url.Values{"email": {"alix@demain.example"}}))
	s.token = s.letters("connexion")[0]
	s.request = s.post("/api/session/verify", url.Values{"token": {s.token}})
}

// checkJoin: what was acknowledged is there once, its mail came, and the link in
// it makes one member (INV-1 to INV-4).
func checkJoin(s *stage, answer apptest.Response) {
	s.Helper()
	s.want("status", answer.Status, http.StatusSeeOther)
	if again := s.send(s.request); again.String() != answer.String() {
		s.Errorf("the same sending: got %s, want %s", again, answer)
	}
	other := s.request
	other.Fields = maps.Clone(other.Fields)
	other.Fields.Set("last_name", "Durant")
	s.want("the same key with another payload", s.send(other).Status, http.StatusUnprocessableEntity)
	s.settle()
	s.want("contacts", len(s.items.Items("contact#", "contact")), 1)
	s.want("guards", len(s.items.Items("email#", "contact")), 1)
	s.outbox()
	links := s.letters("Confirmez")
	if len(links) != 1 {
		s.Fatalf("got %d mails, want 1", len(links))
	}
	checkConfirm(s, s.send(s.post("/api/confirm", url.Values{"token": {links[0]}})))
}

// checkConfirm: there is one member with one number, welcomed once, in each list
// once.
func checkConfirm(s *stage, answer apptest.Response) {
	s.Helper()
	s.want("status of the confirmation", answer.Status, http.StatusSeeOther)
	s.settle()
	s.outbox()
	s.want("contacts", len(s.items.Items("contact#", "contact")), 1)
	s.want("numbers", len(s.items.Items("number#", "number")), 1)
	s.want("welcomes", len(s.letters("Bienvenue")), 1)
	s.want("rows by name", len(s.items.Items("contact#", "row#z:fr/r-11/d-75#name")), 1)
	var member struct{ Status, Number string }
	for _, item := range s.items.Items("contact#", "contact") {
		if err := json.Unmarshal(item.Data, &member); err != nil || member.Status != "member" || len(member.Number) != 8 {
			s.Errorf("stored: %s %v", item.Data, err)
		}
	}
}

// checkSignIn: at most one session came of the token (INV-11), and where its
// reply was lost another mail opens one.
func checkSignIn(s *stage, answer apptest.Response) {
	s.Helper()
	switch sessions := len(s.items.Items("session#", "session")); answer.Status {
	case http.StatusSeeOther:
		s.want("sessions", sessions, 1)
	case http.StatusGone:
		s.want("sessions", sessions, 1)
		s.world.Clock.Advance(time.Minute)
		s.send(s.post("/api/session", url.Values{"email": {"alix@demain.example"}}))
		links := s.letters("connexion")
		s.want("status with another mail", s.send(s.post("/api/session/verify", url.Values{"token": {links[len(links)-1]}})).Status, http.StatusSeeOther)
	default:
		s.Errorf("got status %d", answer.Status)
	}
	s.want("status of the token's second use", s.send(s.request).Status, http.StatusGone)
	s.settle()
	s.outbox()
}

// useCase is what somebody does and what must hold afterwards.
type useCase struct {
	name    string
	prepare func(*stage)
	check   func(*stage, apptest.Response)
}

var useCases = []useCase{
	{"join", prepareJoin, checkJoin},
	{"confirm", prepareConfirm, checkConfirm},
	{"sign-in", prepareSignIn, checkSignIn},
}

// TestFaults lets each table call of each use case, those of the outbox too,
// fail in each way, sends the same request again until it is answered, and looks
// whether the invariants hold.
func TestFaults(t *testing.T) {
	site := readSite(t)
	faults := map[string]tabletest.Fault{"fails before": tabletest.FailBefore, "is refused as busy": tabletest.Busy,
		"commits and loses its reply": tabletest.LoseReply, "arrives twice": tabletest.Twice}
	for _, use := range useCases {
		t.Run(use.name, func(t *testing.T) {
			t.Parallel()
			whole := newStage(t, site, use.prepare)
			use.check(whole, whole.send(whole.request))
			for n := range callsOf(t, site, use.prepare) {
				for name, fault := range faults {
					t.Run(fmt.Sprintf("call %d %s", n+1, name), func(t *testing.T) {
						s := newStage(t, site, use.prepare)
						s.faulty.Replan(tabletest.At(n+1, fault))
						use.check(s, s.persist())
					})
				}
			}
			for _, lost := range []bool{false, true} {
				t.Run(fmt.Sprintf("mail service fails, reply lost %v", lost), func(t *testing.T) {
					s := newStage(t, site, use.prepare)
					s.world.FailMail(!lost, lost)
					use.check(s, s.persist())
				})
			}
		})
	}
}

func callsOf(t *testing.T, site *apptest.Site, prepare func(*stage)) int {
	t.Helper()
	s := newStage(t, site, prepare)
	s.send(s.request)
	return s.faulty.Calls()
}

// persist sends the request until it is taken or refused for good.
func (s *stage) persist() apptest.Response {
	s.Helper()
	answer := s.send(s.request)
	for try := 0; answer.Status >= 500 && try < 3; try++ {
		answer = s.send(s.request)
	}
	return answer
}
