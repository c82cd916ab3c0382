package body

import (
	"regexp"
	"strings"
)

// providers are the shortcodes that show something from elsewhere, each with the
// public address of what a number or a name stands for; without one they take
// whole addresses only.
var providers = map[string]string{
	"embed": "", "facebook": "", "googlemaps": "", "google_maps": "", "soundcloud": "", "iframe": "", "umap": "", "flickr": "", "helloasso": "", "framaforms": "",
	"su_audio": "", "su_video": "", "vc_video": "", "av_video": "", "et_pb_video": "", "et_pb_audio": "", "et_pb_video_slider_item": "", "fusion_soundcloud": "",
	"youtube":        "https://www.youtube.com/watch?v=",
	"embedyt":        "https://www.youtube.com/watch?v=",
	"su_youtube":     "https://www.youtube.com/watch?v=",
	"fusion_youtube": "https://www.youtube.com/watch?v=",
	"vimeo":          "https://vimeo.com/",
	"su_vimeo":       "https://vimeo.com/",
	"fusion_vimeo":   "https://vimeo.com/",
	"dailymotion":    "https://www.dailymotion.com/video/",
	"wpvideo":        "https://videopress.com/v/",
	"videopress":     "https://videopress.com/v/",
	"gist":           "https://gist.github.com/",
	"tweet":          "https://twitter.com/i/status/",
	"instagram":      "https://www.instagram.com/p/",
	"spotify":        "https://open.spotify.com/",
	"mixcloud":       "https://www.mixcloud.com/",
	"ted":            "https://www.ted.com/talks/",
	"slideshare":     "https://www.slideshare.net/slideshow/embed_code/",
	"scribd":         "https://www.scribd.com/document/",
	"bandcamp":       "https://bandcamp.com/EmbeddedPlayer/",
}

func isProvider(name string) bool {
	_, ok := providers[name]
	return ok
}

var (
	webAddress = regexp.MustCompile(`^(?:https?:)?//[^\s<>"]+$`)
	idWord     = regexp.MustCompile(`^[\w:./=-]{1,100}$`)
)

// provider writes the embed of a shortcode that shows something from elsewhere.
func (e *expander) provider(m mark, a attributes) {
	words := append([]string{stripTags(e.inner(m))}, a.list...) // editors make links of addresses
	for _, name := range []string{"url", "src", "href", "link", "id", "guid", "tweet", "video", "video_id", "audio", "uri"} {
		words = append(words, a.get(name))
	}
	for _, kind := range []string{"track", "album"} { // of Bandcamp
		if id := a.get(kind); id != "" {
			words = append(words, kind+"="+id)
		}
	}
	for _, word := range words {
		if address := providerAddress(m.name, plain(strings.TrimPrefix(word, "="))); address != "" {
			e.embed(address, "")
			return
		}
	}
	e.findings.add(UnknownShortcode, m.name)
	e.fragment(e.inner(m))
}

// providerAddress makes an address of a word of a shortcode, "" if it means none.
func providerAddress(name, word string) string {
	if name == "youtube" || name == "dailymotion" { // [youtube=https://…&w=640]
		word = cutSize(word)
	}
	if strings.HasPrefix(word, "www.") {
		word = "https://" + word
	}
	switch base := providers[name]; {
	case webAddress.MatchString(word):
		return word
	case base == "" || !idWord.MatchString(word):
		return ""
	case name == "spotify":
		return base + strings.ReplaceAll(strings.TrimPrefix(word, "spotify:"), ":", "/")
	default:
		return base + strings.Trim(word, "/")
	}
}

// cutSize takes the measures off an address, which old shortcodes append to it.
func cutSize(s string) string {
	for _, mark := range []string{"&w=", "&h=", "&rel=", "&hl=", "&fs="} {
		s, _, _ = strings.Cut(s, mark)
	}
	return s
}
