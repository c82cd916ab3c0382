package theme

import (
	"html/template"
	"time"

	"maillage/generator/theme/compile"
)

// methods are those that templates call most: named here, they are called without
// reflection.
func methods() []compile.Method {
	return []compile.Method{
		compile.Getter[*Page, Kind]("Kind", (*Page).Kind), compile.Getter[*Page, string]("Title", (*Page).Title),
		compile.Getter[*Page, string]("URL", (*Page).URL), compile.Getter[*Page, string]("Description", (*Page).Description),
		compile.Getter[*Page, string]("Permalink", (*Page).Permalink), compile.Getter[*Page, time.Time]("Date", (*Page).Date),
		compile.Getter[*Page, time.Time]("Updated", (*Page).Updated), compile.Getter[*Page, string]("Lang", (*Page).Lang),
		compile.Getter[*Page, *Image]("Image", (*Page).Image), compile.Getter[*Page, *Image]("Share", (*Page).Share),
		compile.Getter[*Page, template.HTML]("Body", (*Page).Body), compile.Getter[*Page, *Zone]("Zone", (*Page).Zone),
		compile.Getter[*Page, string]("Author", (*Page).Author), compile.Getter[*Page, bool]("NoIndex", (*Page).NoIndex),
		compile.Getter[*Page, []TermLink]("Tags", (*Page).Tags), compile.Getter[*Page, []*Page]("Related", (*Page).Related),
		compile.Getter[*Page, []*Page]("Translations", (*Page).Translations), compile.Getter[*Page, *Event]("Event", (*Page).Event),
		compile.Getter[*Page, *Page]("Prev", (*Page).Prev), compile.Getter[*Page, *Page]("Next", (*Page).Next),
		compile.Getter[*Page, []*Page]("Items", (*Page).Items), compile.Getter[*Page, []Heading]("TOC", (*Page).TOC),
		compile.Getter[*Page, *Page]("Parent", (*Page).Parent), compile.Getter[*Page, int]("ReadingMinutes", (*Page).ReadingMinutes),
		compile.Getter[*Page, *TermLink]("Series", (*Page).Series), compile.Getter[*Page, *TermLink]("Category", (*Page).Category),
		compile.Getter[*Page, *TermLink]("AuthorLink", (*Page).AuthorLink), compile.Getter[*Page, Feeds]("Feeds", (*Page).Feeds),
		compile.Getter[*Zone, string]("Name", (*Zone).Name), compile.Getter[*Zone, string]("URL", (*Zone).URL),
		compile.Getter[*Zone, Links]("Links", (*Zone).Links), compile.Getter[*Zone, []Link]("Menu", (*Zone).Menu),
		compile.Getter[*Zone, Contact]("Contact", (*Zone).Contact), compile.Getter[*Zone, []Link]("Social", (*Zone).Social),
		compile.Getter[*Zone, Feeds]("Feeds", (*Zone).Feeds), compile.Getter[*Zone, *Zone]("Parent", (*Zone).Parent),
		compile.Getter[*Zone, []*Zone]("Ancestors", (*Zone).Ancestors), compile.Getter[*Zone, string]("Tagline", (*Zone).Tagline),
		compile.Getter[*Zone, *Legal]("Legal", (*Zone).Legal),
		compile.Getter[TermLink, string]("URL", TermLink.URL),
	}
}
