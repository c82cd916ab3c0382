package body

// Kind says what happened to a part of a body.
type Kind string

// The kinds of findings, each with what its Name is.
const (
	DroppedBlock      Kind = "dropped-block"      // made by WordPress at each visit: name of the block
	AttributesOnly    Kind = "attributes-only"    // nothing of it is in the stored body: name of the block
	MissingBlock      Kind = "missing-block"      // a reusable block that is not to be found: its number
	DroppedElement    Kind = "dropped-element"    // script, style, svg…: its tag, and host if it has one
	Form              Kind = "form"               // name of the shortcode or block, or where it sends to
	Hidden            Kind = "hidden"             // readers did not see it: how it was hidden
	Noise             Kind = "noise"              // added by a plugin to rendered bodies: its class
	UnknownShortcode  Kind = "unknown-shortcode"  // its inner text stays: name
	BuilderShortcode  Kind = "builder-shortcode"  // of a page builder, its inner text stays: name
	DroppedShortcode  Kind = "dropped-shortcode"  // made by a plugin at each visit: name
	Embed             Kind = "embed"              // of a known provider: its host
	UnknownEmbed      Kind = "unknown-embed"      // of any other host: its host
	MissingAttachment Kind = "missing-attachment" // its number or address
	MissingNote       Kind = "missing-note"       // called and not to be found: its id
	UncalledNote      Kind = "uncalled-note"      // kept as a paragraph: its id
	UnsafeAddress     Kind = "unsafe-address"     // javascript: and the like: the scheme
	EmptyBody         Kind = "empty-body"         // stored markup of a builder or a plugin, nothing to see
	TooMuch           Kind = "too-much"           // a limit was met: which
)

// Finding is something to tell whoever imports: how often it happened.
type Finding struct {
	Kind  Kind
	Name  string
	Count int
}

// findings counts, in the order of first sight.
type findings struct {
	list []Finding
	at   map[Finding]int
}

func (f *findings) add(kind Kind, name string) {
	key := Finding{Kind: kind, Name: name}
	i, known := f.at[key]
	if !known {
		if f.at == nil {
			f.at = map[Finding]int{}
		}
		i = len(f.list)
		f.at[key] = i
		f.list = append(f.list, key)
	}
	f.list[i].Count++
}
