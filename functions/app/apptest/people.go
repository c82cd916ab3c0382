package apptest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/web"
)

// appoint is "ADDRESS PERMISSION ZONE|overlay SLUG [for DURATION]".
func (r *run) appoint(s statement) error {
	rest, life, limited := strings.Cut(s.rest, " for ")
	words := strings.Fields(rest)
	if len(words) < 3 {
		return errors.New("want: appoint ADDRESS PERMISSION ZONE, or overlay SLUG")
	}
	grant := movement.Grant{Permission: movement.Permission(words[1])}
	if limited {
		d, err := time.ParseDuration(life)
		if err != nil {
			return err
		}
		grant.Expires = r.w.Clock.Now().Add(d)
	}
	if words[2] == "overlay" {
		overlay, ok := r.w.config.Site.Zones.OverlayBySlug(words[3])
		if !ok {
			return fmt.Errorf("no overlay %s", words[3])
		}
		grant.Overlay = overlay.ID
	} else {
		zone, ok := r.w.config.Site.Zones.BySlug(words[2])
		if !ok {
			return fmt.Errorf("no zone %s", words[2])
		}
		grant.Zone = zone.ID
	}
	email, err := web.ParseEmail(words[0])
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(words[0], "@")
	r.w.Log.Forbid(words[0])
	_, err = r.w.App.Store.Appoint(r.ctx, email, name, []movement.Grant{grant})
	return err
}

// member is "FORM": the whole way of somebody who joins, by HTTP.
func (r *run) member(s statement) error {
	return r.steps(
		statement{verb: "solve"},
		statement{verb: "post", rest: "/api/membership/join form " + s.rest, block: s.block},
		statement{verb: "expect", rest: "303"},
		statement{verb: "mail", rest: "next"},
		statement{verb: "mail", rest: "link -> $member_link"},
		statement{verb: "post", rest: "/api/confirm", block: []string{"token = $member_link"}},
		statement{verb: "expect", rest: "303"},
		statement{verb: "mail", rest: "next"})
}

// signIn is "in ADDRESS": the whole way of somebody who signs in, by HTTP.
func (r *run) signIn(s statement) error {
	_, address, _ := strings.Cut(s.rest, " ")
	return r.steps(
		statement{verb: "post", rest: "/api/session", block: []string{`json {"email": "` + address + `"}`}},
		statement{verb: "expect", rest: "202"},
		statement{verb: "mail", rest: "to " + address},
		statement{verb: "mail", rest: "link -> $sign_in_link"},
		statement{verb: "post", rest: "/api/session/verify", block: []string{`json {"token": "$sign_in_link"}`}},
		statement{verb: "expect", rest: "200"})
}

// steps does statements up to the first that fails.
func (r *run) steps(statements ...statement) error {
	known := verbs()
	for _, s := range statements {
		do, ok := known[s.verb]
		if !ok {
			do = (*run).request
		}
		if err := do(r, s); err != nil {
			return fmt.Errorf("%s %s: %w", s.verb, s.rest, err)
		}
	}
	return nil
}

// enrol is "ADDRESS OVERLAY": no route puts members into overlays yet. The
// overlay is written into the stored contact and an update that changes nothing
// is confirmed, so that the store itself makes the rows of its lists.
func (r *run) enrol(s statement) error {
	address, slug, _ := strings.Cut(s.rest, " ")
	overlay, ok := r.w.config.Site.Zones.OverlayBySlug(slug)
	if !ok {
		return fmt.Errorf("no overlay %s", slug)
	}
	signup := movement.Signup{Email: movement.Email(address), FirstName: "Climat", LastName: "Équipe", PostalCode: "75011"}
	if err := r.w.join(r.ctx, signup); err != nil {
		return err
	}
	mails, err := r.w.App.Store.DueMails(r.ctx, 50)
	if err != nil || len(mails) != 1 {
		return fmt.Errorf("want one mail to %s, got %v %w", address, mails, err)
	}
	owed, _, err := r.w.App.Store.ClaimMail(r.ctx, mails[0])
	if err != nil {
		return err
	}
	secret, err := r.w.App.Store.Unseal(r.ctx, owed)
	if err != nil {
		return err
	}
	if err := r.mark(table.Key{PK: "contact#" + string(owed.To.Contact), SK: "contact"}, overlay.ID); err != nil {
		return err
	}
	if err := r.w.App.Store.FinishMail(r.ctx, owed); err != nil {
		return err
	}
	_, err = r.w.App.Store.Confirm(r.ctx, movement.Claim{Link: secret.Link})
	return err
}

// mark writes an overlay into the document of a contact.
func (r *run) mark(key table.Key, overlay movement.OverlayID) error {
	item, err := r.w.config.Table.Get(r.ctx, key)
	if err != nil {
		return err
	}
	var document map[string]any
	if err := json.Unmarshal(item.Data, &document); err != nil {
		return err
	}
	document["overlays"] = []movement.OverlayID{overlay}
	if item.Data, err = json.Marshal(document); err != nil {
		return err
	}
	token, err := table.NewToken(r.w.Clock.Now(), r.w.rand)
	if err != nil {
		return err
	}
	return r.w.config.Table.Write(r.ctx, token, table.Put(item, table.Always))
}
