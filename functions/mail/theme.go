package mail

// palette is one colour scheme. Words reach WCAG AA (4.5:1) on what they stand
// on, which a test computes: text, muted and link on card and box, label on
// accent.
type palette struct {
	page, card, box, line string // surfaces from the outside in, and rules
	text, muted, link     string
	accent, label         string // the button and its words
	thread                string // the edge of the card and of a remark, mere ornament
}

// schemes are the colours of themes/default, in which a mail must look at home.
func schemes() (light, dark palette) {
	light = palette{
		page: "#f4f8f6", card: "#ffffff", box: "#f4f8f6", line: "#d5e0da",
		text: "#0b3328", muted: "#466258", link: "#b3164a",
		accent: "#0b3328", label: "#ffffff", thread: "#ff8fab",
	}
	dark = palette{
		page: "#04150f", card: "#06201a", box: "#0f3329", line: "#28493e",
		text: "#eaf4ee", muted: "#a7c3b7", link: "#ffabbf",
		accent: "#ff9db5", label: "#06201a", thread: "#ff8fab",
	}
	return light, dark
}

const (
	fonts     = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"
	codeFonts = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Courier New',monospace;"
)

// stylesheet is enhancement only: every mail stands on its inline styles, which
// is why the dark scheme needs !important to be heard over them.
func stylesheet() string {
	_, p := schemes()
	return ":root{color-scheme:light dark;supported-color-schemes:light dark}" +
		"@media (prefers-color-scheme:dark){" +
		".page{background-color:" + p.page + "!important}" +
		".card{background-color:" + p.card + "!important}" +
		".box{background-color:" + p.box + "!important}" +
		".line{border-color:" + p.line + "!important}" +
		".text{color:" + p.text + "!important}" +
		".muted{color:" + p.muted + "!important}" +
		".link{color:" + p.link + "!important}" +
		".button{background-color:" + p.accent + "!important}" +
		".label{color:" + p.label + "!important}" +
		"}" +
		"@media (max-width:480px){.edge{padding-left:20px!important;padding-right:20px!important}.outer{padding:0!important}}"
}
