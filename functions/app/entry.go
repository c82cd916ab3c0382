package app

import (
	"maillage/functions/web"
)

// Entry is one Lambda resource: what wakes it and what its role may do.
type Entry struct {
	Name   string // of the _HANDLER variable, "<package>.<entry>"
	Routes func(*App) []web.Route
	Admin  bool // answers on the administration's host alone
	Sends  bool // woken by the outbox, through the stream and a schedule
	Access []Access
}

// Access is a right on the items whose partition keys begin with Prefix; with
// Index, on the index partitions that do.
type Access struct {
	Prefix string
	Write  bool
	Index  bool
}

// HTTP reports whether the entry answers requests.
func (e Entry) HTTP() bool { return e.Routes != nil }

// Entries is the table of entries.
func Entries() []Entry {
	return []Entry{
		{
			Name:   "membership.http",
			Routes: func(a *App) []web.Route { return a.membership().Routes() },
			Access: []Access{
				{Prefix: "contact#", Write: true}, {Prefix: "email#", Write: true}, {Prefix: "number#", Write: true},
				{Prefix: "token#", Write: true}, {Prefix: "code#", Write: true}, {Prefix: "session#", Write: true},
				{Prefix: "idem#", Write: true}, {Prefix: "pow#", Write: true}, {Prefix: "limit#", Write: true},
				{Prefix: "outbox#", Write: true}, {Prefix: "audit#", Write: true},
				{Prefix: "organizer#"}, {Prefix: "data#"},
			},
		},
		{
			Name:  "newsletter.send",
			Sends: true,
			Access: []Access{
				{Prefix: "outbox#", Write: true}, {Prefix: "outbox#", Index: true},
				{Prefix: "contact#"}, {Prefix: "organizer#"}, {Prefix: "data#"},
			},
		},
		{
			Name:   "admin.http",
			Admin:  true,
			Routes: func(a *App) []web.Route { return a.admin().Routes() },
			Access: []Access{
				{Prefix: "contacts#", Index: true},
				{Prefix: "contact#"}, {Prefix: "organizer#"}, {Prefix: "data#"},
				{Prefix: "session#", Write: true}, {Prefix: "audit#", Write: true},
			},
		},
	}
}

// Find is the entry of a name.
func Find(name string) (Entry, bool) {
	for _, e := range Entries() {
		if e.Name == name {
			return e, true
		}
	}
	return Entry{}, false
}
