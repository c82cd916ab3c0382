package movement

import "time"

// Mail is an outbox item: a mail that is owed to one person, written in the same
// transaction as its reason and sent at least once.
type Mail struct {
	ID       MailID
	Template string    // a name of functions/mail, such as "confirm"
	To       Recipient // none: a mail to nobody, kept so that a stranger's address costs the same work
	Language string
	Zone     ZoneID // whose name and site the mail shows
	Sealed   string // the Secret, sealed for the purpose "mail " + ID; empty without one
	Due      time.Time
	Attempts int
	Version  int64
}

// Recipient names who gets a mail: a contact or an organizer, never an address.
type Recipient struct {
	Contact   ContactID   `json:"contact,omitempty"`
	Organizer OrganizerID `json:"organizer,omitempty"`
}

// MailAttempts is how often a mail is tried before it is put aside as failed:
// the tries take about five hours.
const MailAttempts = 32

// Retry is the moment of the next try after a failed one: one minute, doubling,
// at most ten, so that mail goes out soon after whatever held it up is over.
func (m Mail) Retry(now time.Time) time.Time {
	doublings := min(max(m.Attempts-1, 0), 4) // more would overflow in the end
	return now.Add(min(time.Minute<<doublings, 10*time.Minute))
}

// Addressee is the recipient of a mail as read when it is sent.
type Addressee struct {
	Email     Email
	Language  string
	FirstName string
	Number    string
	Zone      ZoneID
	// What a contact agrees to.
	Newsletter, Calls bool
}
