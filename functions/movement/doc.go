// Package movement is the domain of Maillage: the people, zones and rights of a
// territorial movement, and the rules that hold among them. It uses the standard
// library only and knows neither HTTP nor storage; everything it needs from
// outside (time, randomness, keys) is an argument.
//
// The words of the field:
//
//   - A [Zone] is a territory in one tree ([Zones]); an [Overlay] is a team
//     across it. A [Contact] has one home zone and any number of overlays.
//
//   - A [Signup] is a sent membership form. It becomes a [Contact] with the
//     status Member, and a number, when its [Token] comes back from the mail.
//
//   - A [Consent] is one line of the append-only ledger: what a person agreed
//     to, in which words, where and when.
//
//   - An [Organizer] holds grants. A [Scope] is what one permission lets them
//     reach; it has no exported fields and only Organizer.Scope makes one, so
//     that no list of contacts can be asked for without it:
//
//     scope, err := organizer.Scope(movement.ReadContacts, movement.Area{Zone: zone}, now)
//     page, err := store.Contacts(ctx, scope, query)
//
//   - A [Mail] is an outbox item: a mail that is owed, written in the same
//     transaction as its reason. It names its recipient by id, never by address.
//
//   - An [Error] has a [Kind]; what has none is internal and never shown.
package movement
