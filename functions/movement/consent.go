package movement

import "time"

// Purpose is what a person agrees to, one thing at a time.
type Purpose string

// The purposes of the join form. Membership is agreed to by accepting the
// charter; it never implies the others. Age is no consent but a declaration,
// kept in the ledger with its wording like them.
const (
	DeclaredAge       Purpose = "age_15"
	PurposeMembership Purpose = "membership"
	PurposeNewsletter Purpose = "newsletter"
	PurposeCalls      Purpose = "calls"
)

// Channel is how the movement reaches a person for the purpose.
func (p Purpose) Channel() string {
	switch p {
	case PurposeNewsletter:
		return "email"
	case PurposeCalls:
		return "phone"
	}
	return ""
}

// Consent is one line of the ledger. Lines are only ever added; a confirmation
// or a withdrawal completes the line it belongs to.
type Consent struct {
	Purpose     Purpose
	Channel     string
	Zone        ZoneID
	Wording     Wording
	Language    string
	Source      string    // path of the page whose form it was
	Method      string    // "form"
	At          time.Time // the box was sent ticked
	ConfirmedAt time.Time // the address was shown to be the person's; zero before
	WithdrawnAt time.Time // zero while it holds
}

// Wording is the exact sentence shown beside a box. ID is "w-" and the first 12
// hexadecimal digits of its SHA-256, so it names the text by its content.
type Wording struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Wordings are the sentences beside the boxes of each form, by form, language
// and box: the generator's data/wordings.json.
type Wordings map[string]map[string]map[string]Wording

// Find is the wording of a box in a language, in French where that has none.
func (w Wordings) Find(form, language, box string) (Wording, bool) {
	if found, ok := w[form][language][box]; ok {
		return found, true
	}
	found, ok := w[form]["fr"][box]
	return found, ok
}
