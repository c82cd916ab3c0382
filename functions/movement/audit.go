package movement

import "time"

// Audit is one line of who did what.
type Audit struct {
	Organizer OrganizerID
	Action    string // such as "contacts.list"
	Zones     []ZoneID
	Overlays  []OverlayID
	Contacts  []ContactID // those shown or changed
	At        time.Time
}
