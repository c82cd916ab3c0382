package theme

import (
	"html/template"
	"slices"

	"maillage/generator/theme/compile"
)

// methods are those that templates call: named here, they are called without
// reflection.
func methods() []compile.Method {
	return slices.Concat(
		compile.Methods[*Page](), []compile.Method{compile.Text("Kind", (*Page).Kind), compile.HTML("Body", (*Page).Body, (*Page).appendBody)},
		compile.Returning[*Page, *Image](), compile.Returning[*Page, *Zone](), compile.Returning[*Page, *Event](),
		compile.Returning[*Page, *Person](), compile.Returning[*Page, *Proposal](), compile.Returning[*Page, *Form](),
		compile.Returning[*Page, *Petition](), compile.Returning[*Page, *File](), compile.Returning[*Page, []TermLink](),
		compile.Returning[*Page, *TermLink](), compile.Returning[*Page, *Pager](), compile.Returning[*Page, *Feeds](),
		compile.Returning[*Page, []Heading](),
		compile.Methods[*Zone](), compile.Returning[*Zone, *Page](), compile.Returning[*Zone, []*Page](), compile.Returning[*Zone, *Links](),
		compile.Returning[*Zone, []Link](), compile.Returning[*Zone, *Link](), compile.Returning[*Zone, Contact](), compile.Returning[*Zone, *Feeds](),
		compile.Returning[*Zone, *Legal](), compile.Returning[*Zone, []Block](), compile.Returning[*Zone, []TermLink](), compile.Returning[*Zone, *Map](),
		compile.Methods[TermLink](), compile.Methods[template.HTML]())
}
