package membership

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// joinForm is the join form. A box's value is the id of the wording beside it.
type joinForm struct {
	Email      string `form:"email" validate:"required,address"`
	FirstName  string `form:"first_name" validate:"required,max=100,name"`
	LastName   string `form:"last_name" validate:"required,max=100,name"`
	PostalCode string `form:"postal_code" validate:"required,postcode"`
	Phone      string `form:"phone" validate:"omitempty,max=40,phone"`
	Age15      string `form:"age_15" validate:"ticked,max=40"`
	Newsletter string `form:"newsletter" validate:"max=40"`
	Calls      string `form:"calls" validate:"max=40"`
	Terms      string `form:"terms" validate:"ticked,max=40"`
	Source     string `form:"source" validate:"max=300,line"`
	Language   string `form:"lang" validate:"omitempty,oneof=fr en"`

	Altcha  string `form:"altcha" validate:"max=2000"`
	Started string `form:"started" validate:"max=200"`
	Key     string `form:"idempotency_key" validate:"max=100"`
	Website string `form:"website"`
}

// join takes a join form.
func (s *Service) join(w http.ResponseWriter, r *http.Request) error {
	var form joinForm
	if err := s.Decoder.Decode(r, &form); err != nil {
		return err
	}
	attempt := form.attempt()
	verdict, proof, err := s.Challenges.Judge(r.Context(), attempt)
	if err != nil {
		return err
	}
	switch verdict {
	case web.Robot:
		return s.joined(w, r)
	case web.Unsolved, web.Early:
		return s.secondStep(w, r, attempt, verdict == web.Early)
	}
	join, err := s.joinOf(r, form, proof)
	if err != nil {
		return err
	}
	if err := s.Store.Join(r.Context(), join); err != nil {
		return err
	}
	return s.joined(w, r)
}

// joined is the one answer to everybody whose form was taken, known or not: 303
// to a page of the site they came from, or a status for a program.
func (s *Service) joined(w http.ResponseWriter, r *http.Request) error {
	if web.WantsJSON(r) {
		return web.JSON(w, http.StatusAccepted, status{"accepted"})
	}
	at, err := s.Pages.Place(r, r.PostForm.Get("source"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at.Page("joined"))
}

// secondStep asks for one more click, or, of a program, for a challenge.
func (s *Service) secondStep(w http.ResponseWriter, r *http.Request, a web.Attempt, early bool) error {
	if web.WantsJSON(r) {
		return &movement.Error{Kind: movement.Invalid, Message: "form.invalid",
			Fields: map[string]string{"altcha": "challenge.required"}}
	}
	signed, err := s.Challenges.Step(r.Context(), a, early)
	if err != nil {
		return err
	}
	return s.Pages.SecondStep(w, r, signed, early)
}

// joinOf is what the form means. Without a proof the limits are stricter, and
// counted apart, so that whoever does without cannot use up the others'.
func (s *Service) joinOf(r *http.Request, form joinForm, proof string) (movement.Join, error) {
	id, err := movement.NewContactID(s.Rand)
	if err != nil {
		return movement.Join{}, err
	}
	email, err := web.ParseEmail(form.Email)
	if err != nil {
		return movement.Join{}, err
	}
	signup := movement.Signup{Contact: id, Email: email, FirstName: form.FirstName, LastName: form.LastName,
		PostalCode: form.PostalCode, Phone: form.Phone, Language: web.Language(r), Source: form.Source,
		Boxes: form.boxes(), At: s.Now().UTC()}
	join := movement.Join{Signup: signup, Idempotency: form.idempotency(r), Proof: proof, Limits: limits(r, form)}
	if proof == "" {
		for i, l := range join.Limits {
			join.Limits[i] = l.Stricter("unproven")
		}
	}
	return join, nil
}

// boxes are the ticked boxes.
func (f joinForm) boxes() []movement.Box {
	var boxes []movement.Box
	for _, box := range []movement.Box{
		{Purpose: movement.DeclaredAge, WordingID: f.Age15},
		{Purpose: movement.PurposeMembership, WordingID: f.Terms},
		{Purpose: movement.PurposeNewsletter, WordingID: f.Newsletter},
		{Purpose: movement.PurposeCalls, WordingID: f.Calls},
	} {
		if web.Ticked(box.WordingID) {
			boxes = append(boxes, box)
		}
	}
	return boxes
}

func (f joinForm) attempt() web.Attempt {
	return web.Attempt{Altcha: f.Altcha, Started: f.Started, Key: f.Key, Website: f.Website, Payload: f.payload()}
}

// payload is a hash of what the person sent, apart from the challenge.
func (f joinForm) payload() string {
	h := sha256.New()
	for _, text := range []string{f.Email, f.FirstName, f.LastName, f.PostalCode, f.Phone, f.Age15, f.Newsletter, f.Calls,
		f.Terms, f.Source, f.Language} {
		h.Write([]byte(text + "\x00"))
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// idempotency names this sending: by the sender's key for a day, or else by what
// was sent for ten minutes. A signed key is not to be replaced, or one signed
// page would do for many sendings.
func (f joinForm) idempotency(r *http.Request) movement.Idempotency {
	i := movement.Idempotency{Route: "join", Key: f.Key, Hash: f.payload(), Life: 24 * time.Hour}
	if key := r.Header.Get("Idempotency-Key"); key != "" && f.Altcha != "" {
		i.Key = key
	}
	if i.Key == "" {
		i.Key, i.Life = i.Hash, 10*time.Minute
	}
	return i
}

// limits are what one join counts against.
func limits(r *http.Request, form joinForm) []movement.Limit {
	const shards = 16
	limits := []movement.Limit{
		{Name: "join.form", Key: form.Source, Max: 60_000, Per: time.Hour, Shards: shards},
		{Name: "join.zone", Key: district(form.PostalCode), Max: 60_000, Per: time.Hour, Shards: shards},
		{Name: "join.all", Max: 100_000, Per: time.Hour, Shards: shards},
	}
	return append(limits, networkLimits(r, "join")...)
}

// district is the part of a postal code that counts together: its first two
// characters, in France about a département.
func district(postalCode string) string { return postalCode[:min(2, len(postalCode))] }

// networkLimits hold for whoever sends from one network, whatever they send.
func networkLimits(r *http.Request, name string) []movement.Limit {
	network, ok := web.ClientNetwork(r)
	if !ok {
		return nil
	}
	limits := []movement.Limit{
		{Name: name + ".network", Key: network, Max: 10, Per: 10 * time.Minute},
		{Name: name + ".network.hour", Key: network, Max: 30, Per: time.Hour},
	}
	if site, ok := web.ClientSite(r); ok {
		limits = append(limits, movement.Limit{Name: name + ".site", Key: site, Max: 100, Per: 10 * time.Minute})
	}
	return limits
}
