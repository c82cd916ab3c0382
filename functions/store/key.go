package store

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// This file alone makes keys. Partition prefixes are the boundary that roles
// in infra/template.yaml name (dynamodb:LeadingKeys). Whatever a person typed is
// hashed before it becomes part of a key, so that no text can reach across a
// delimiter.

// Partition prefixes, by what they hold.
const (
	contactPrefix   = "contact#"
	emailPrefix     = "email#"
	tokenPrefix     = "token#"
	codePrefix      = "code#"
	idemPrefix      = "idem#"
	proofPrefix     = "pow#"
	limitPrefix     = "limit#"
	outboxPrefix    = "outbox#"
	organizerPrefix = "organizer#"
	sessionPrefix   = "session#"
	auditPrefix     = "audit#"
	dataPrefix      = "data#"
	numberPrefix    = "number#"
)

// Index partitions.
const (
	outboxIndex  = "outbox#"
	contactIndex = "contacts#"
)

func contactKey(id movement.ContactID) table.Key {
	return table.Key{PK: contactPrefix + string(id), SK: "contact"}
}

const (
	consentSK = "consent#"
	timeInKey = "2006-01-02T15:04:05.000000Z" // of one width, so that text sorts as time
)

func consentKey(id movement.ContactID, c movement.Consent) table.Key {
	return table.Key{PK: contactPrefix + string(id),
		SK: consentSK + c.At.UTC().Format(timeInKey) + "#" + string(c.Purpose)}
}

func rowKey(id movement.ContactID, r row) table.Key {
	return table.Key{PK: contactPrefix + string(id), SK: "row#" + r.area + "#" + r.order}
}

// contactEmailKey and organizerEmailKey hold who an address belongs to.
func contactEmailKey(e movement.Email) table.Key {
	return table.Key{PK: emailPrefix + hashed(e.Key()), SK: "contact"}
}

func organizerEmailKey(e movement.Email) table.Key {
	return table.Key{PK: emailPrefix + hashed(e.Key()), SK: "organizer"}
}

func tokenKey(h movement.TokenHash) table.Key {
	return table.Key{PK: tokenPrefix + hashed(string(h)), SK: "token"}
}

// triesKey counts the codes tried for a token.
func triesKey(h movement.TokenHash) table.Key {
	return table.Key{PK: tokenPrefix + hashed(string(h)), SK: "tries"}
}

// codeKey holds which token the last code mailed to an address stands for.
func codeKey(p movement.TokenPurpose, e movement.Email) table.Key {
	return table.Key{PK: codePrefix + hashed(e.Key()), SK: string(p)}
}

func idemKey(i movement.Idempotency) table.Key {
	return table.Key{PK: idemPrefix + hashed(i.Route, i.Key), SK: "answer"}
}

func proofKey(proof string) table.Key {
	return table.Key{PK: proofPrefix + hashed(proof), SK: "used"}
}

func windowKey(l movement.Limit, shard int, window int64) table.Key {
	return table.Key{PK: fmt.Sprintf("%s%s#%s#%d", limitPrefix, l.Name, hashed(l.Key), shard), SK: fmt.Sprint(window)}
}

func capKey(c movement.MailCap, e movement.Email) table.Key {
	return table.Key{PK: limitPrefix + "mail." + c.Name + "#" + hashed(e.Mailbox(), c.From), SK: "sent"}
}

func mailKey(id movement.MailID) table.Key {
	return table.Key{PK: outboxPrefix + string(id), SK: "mail"}
}

func organizerKey(id movement.OrganizerID) table.Key {
	return table.Key{PK: organizerPrefix + string(id), SK: "organizer"}
}

func sessionKey(h movement.TokenHash) table.Key {
	return table.Key{PK: sessionPrefix + string(h), SK: "session"}
}

func auditKey(a movement.Audit, mark string) table.Key {
	return table.Key{PK: auditPrefix + string(a.Organizer), SK: a.At.UTC().Format(timeInKey) + "#" + mark}
}

func dataKey(name string) table.Key { return table.Key{PK: dataPrefix + name, SK: "data"} }

func numberKey(number string) table.Key { return table.Key{PK: numberPrefix + number, SK: "number"} }

// hashed is the base64url SHA-256 of parts, delimited by their lengths.
func hashed(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&b, "%d:%s", len(p), p)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
