package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// tokenDoc is a mailed token as stored: by its hash, its code by HMAC.
type tokenDoc struct {
	Hash      movement.TokenHash    `json:"hash"`
	Purpose   movement.TokenPurpose `json:"purpose"`
	CodeMAC   string                `json:"code_mac"`
	Signup    *signupDoc            `json:"signup,omitempty"`
	Organizer movement.OrganizerID  `json:"organizer,omitempty"`
	Contact   movement.ContactID    `json:"contact,omitempty"`
	Update    bool                  `json:"update,omitempty"`
	Used      bool                  `json:"used,omitempty"`
	Expires   time.Time             `json:"expires"`
}

// signupDoc is a sign-up as kept with its token.
type signupDoc struct {
	Contact    movement.ContactID `json:"contact"`
	Email      movement.Email     `json:"email"`
	FirstName  string             `json:"first_name"`
	LastName   string             `json:"last_name"`
	PostalCode string             `json:"postal_code"`
	Phone      string             `json:"phone,omitempty"`
	Language   string             `json:"language"`
	Source     string             `json:"source"`
	Boxes      []movement.Box     `json:"boxes"`
	At         time.Time          `json:"at"`
}

func tokenItem(t movement.Token) table.Item {
	return expiring(encode(tokenKey(t.Hash), "token/1", tokenDoc{t.Hash, t.Purpose, t.CodeMAC, (*signupDoc)(t.Signup),
		t.Organizer, t.Contact, t.Update, t.Used, t.Expires}), t.Expires)
}

// codeDoc says which token the last code sent to an address stands for.
type codeDoc struct {
	Token   movement.TokenHash `json:"token"`
	Expires time.Time          `json:"expires"`
}

// issueOps write a token and make its code the address's current one.
func issueOps(t movement.Token, e movement.Email) []table.Op {
	code := encode(codeKey(t.Purpose, e), "code/1", codeDoc{t.Hash, t.Expires})
	return []table.Op{
		table.Put(tokenItem(t), table.Absent),
		table.Put(expiring(code, t.Expires), table.Always),
	}
}

// token reads the token with a hash; Expired when there is none any more.
func (s *Store) token(ctx context.Context, h movement.TokenHash, p movement.TokenPurpose) (movement.Token, error) {
	var d tokenDoc
	version, ok, err := s.get(ctx, tokenKey(h), &d)
	if err != nil {
		return movement.Token{}, err
	}
	if !ok || d.Purpose != p {
		return movement.Token{}, &movement.Error{Kind: movement.Expired, Message: string(p) + ".expired"}
	}
	return movement.Token{Hash: d.Hash, Purpose: d.Purpose, CodeMAC: d.CodeMAC, Signup: (*movement.Signup)(d.Signup),
		Organizer: d.Organizer, Contact: d.Contact, Update: d.Update, Used: d.Used, Expires: d.Expires, Version: version}, nil
}

// claimed finds the token that a link or a code stands for. A code's try is
// counted before it is compared, so that guessing stops at CodeTries whatever
// happens in between. For an address without a code the same is done and
// answered as for a wrong one, and for one whose tries are used up: no number of
// tries tells whether somebody is waiting for a mail.
func (s *Store) claimed(ctx context.Context, c movement.Claim, p movement.TokenPurpose) (movement.Token, error) {
	if c.Link != "" {
		return s.token(ctx, movement.HashToken(c.Link), p)
	}
	wrong := &movement.Error{Kind: movement.Invalid, Message: "form.invalid", Fields: map[string]string{"code": "code.wrong"}}
	var d codeDoc
	key := codeKey(p, c.Email)
	_, known, err := s.get(ctx, key, &d)
	if err != nil {
		return movement.Token{}, err
	}
	if !known {
		d = codeDoc{Token: movement.HashToken(key.String()), Expires: s.now().Add(p.Life())}
	}
	left, err := s.countTry(ctx, d, c.Limits)
	if err != nil {
		return movement.Token{}, err
	}
	if !known || !left {
		return movement.Token{}, wrong
	}
	t, err := s.token(ctx, d.Token, p)
	if movement.KindOf(err) == movement.Expired {
		return movement.Token{}, wrong
	}
	if err != nil {
		return movement.Token{}, err
	}
	secrets, err := s.secrets(ctx)
	if err != nil {
		return movement.Token{}, err
	}
	if !t.MatchesCode(secrets.Token, c.Code) {
		return movement.Token{}, wrong
	}
	return t, nil
}

// countTry counts one try of a code; left is false when there was none left.
func (s *Store) countTry(ctx context.Context, d codeDoc, limits []movement.Limit) (left bool, err error) {
	now := s.now()
	ws, err := s.windows(limits, now)
	if err != nil {
		return false, err
	}
	ops, err := count(ws, nil, now)
	if err != nil {
		return false, err
	}
	tries := table.Item{Key: triesKey(d.Token), Type: "tries/1", TTL: d.Expires.Unix()}
	err = fullOr(s.write(ctx, now, append(ops, table.Add(tries, 1, table.Bounds{Max: movement.CodeTries}))...), ws)
	var lost *table.ConditionError
	if errors.As(err, &lost) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("count a code's try: %w", unavailable(err))
	}
	return true, nil
}
