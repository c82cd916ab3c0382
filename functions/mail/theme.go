package mail

// palette is one colour scheme. Words reach WCAG AA (4.5:1) on what they stand
// on, which a test computes: text, muted and link on card and box, label on
// accent.
type palette struct {
	page, card, box, line string // surfaces from the outside in, and rules
	text, muted, link     string
	accent, label         string // the button and its words
}

func schemes() (light, dark palette) {
	light = palette{
		page: "#f4f1ea", card: "#ffffff", box: "#f4f1ea", line: "#dcd6c8",
		text: "#1f1d2b", muted: "#5a566b", link: "#4a2c8f",
		accent: "#4a2c8f", label: "#ffffff",
	}
	dark = palette{
		page: "#15131c", card: "#211e2b", box: "#2d293a", line: "#443f55",
		text: "#f1eef8", muted: "#b9b3c9", link: "#cbb8ff",
		accent: "#cbb8ff", label: "#1d1033",
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
		".card{background-color:" + p.card + "!important;border-color:" + p.accent + "!important}" +
		".box{background-color:" + p.box + "!important;border-color:" + p.accent + "!important}" +
		".line{border-color:" + p.line + "!important}" +
		".text{color:" + p.text + "!important}" +
		".muted{color:" + p.muted + "!important}" +
		".link{color:" + p.link + "!important}" +
		".button{background-color:" + p.accent + "!important}" +
		".label{color:" + p.label + "!important}" +
		"}" +
		"@media (max-width:480px){.edge{padding-left:20px!important;padding-right:20px!important}.outer{padding:0!important}}"
}
