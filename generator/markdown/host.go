package markdown

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// host is where videos or posts are shown.
type host struct {
	id, name string // class and name of the host
	post     bool   // a post, not a video
	href     string // where readers go
	frame    string // what they may see here instead; "" for none
}

var (
	youtubeID   = regexp.MustCompile(`^[A-Za-z0-9_-]{11}$`)
	seconds     = regexp.MustCompile(`^(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?$`)
	vimeoPath   = regexp.MustCompile(`^/(?:video/)?(\d{4,12})(?:/([0-9a-f]{6,16}))?/?$`)
	motionPath  = regexp.MustCompile(`^/(?:embed/)?video/([A-Za-z0-9]{4,12})/?$`)
	shortMotion = regexp.MustCompile(`^/([A-Za-z0-9]{4,12})/?$`)
	tubePath    = regexp.MustCompile(`^/(?:w|videos/watch|videos/embed)/(?:[A-Za-z0-9]{20,24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?$`)
	statusPath  = regexp.MustCompile(`^/\w{1,20}/status/\d{4,24}(?:/|$)`)
	instaPath   = regexp.MustCompile(`^/(?:[\w.]{1,40}/)?(p|reel|tv)/[\w-]{5,40}/?$`)
	tiktokPath  = regexp.MustCompile(`^/@[\w.-]{1,40}/video/\d{5,24}/?$`)
	shortPath   = regexp.MustCompile(`^/[\w-]{5,24}/?$`)
	facebook    = regexp.MustCompile(`^/(?:watch/?$|reel/\d+|[\w.-]+/(videos|posts)/[\w./-]+)`)
)

// findHost knows the addresses of videos and posts. Only hosts that the pages'
// content security policy lets in have a frame.
func findHost(dest string) (host, bool) {
	if !strings.HasPrefix(dest, "https://") && !strings.HasPrefix(dest, "http://") {
		return host{}, false
	}
	u, err := url.Parse(dest)
	if err != nil || u.User != nil || u.Port() != "" {
		return host{}, false
	}
	name := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "m.", "mobile."} {
		name = strings.TrimPrefix(name, prefix)
	}
	u.Scheme = "https"
	h := host{href: u.String()}
	switch name {
	case "youtube.com", "youtu.be", "youtube-nocookie.com":
		return youtube(h, name, u)
	case "vimeo.com", "player.vimeo.com":
		return vimeo(h, u)
	case "dailymotion.com", "dai.ly":
		return dailymotion(h, name, u)
	case "x.com", "twitter.com":
		h.id, h.name, h.post = "x", "X", true
		return h, statusPath.MatchString(u.Path)
	case "instagram.com":
		found := instaPath.FindStringSubmatch(u.Path)
		h.id, h.name, h.post = "instagram", "Instagram", found != nil && found[1] == "p"
		return h, found != nil
	case "tiktok.com":
		h.id, h.name = "tiktok", "TikTok"
		return h, tiktokPath.MatchString(u.Path)
	case "vm.tiktok.com":
		h.id, h.name = "tiktok", "TikTok"
		return h, shortPath.MatchString(u.Path)
	case "facebook.com", "fb.watch":
		found := facebook.FindStringSubmatch(u.Path)
		h.id, h.name, h.post = "facebook", "Facebook", found != nil && found[1] == "posts"
		return h, found != nil || name == "fb.watch" && shortPath.MatchString(u.Path)
	}
	h.id, h.name = "peertube", name
	return h, strings.Contains(name, ".") && tubePath.MatchString(u.Path)
}

func youtube(h host, name string, u *url.URL) (host, bool) {
	id := u.Query().Get("v")
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch {
	case name == "youtu.be" && len(parts) == 1:
		id = parts[0]
	case len(parts) == 2 && (parts[0] == "shorts" || parts[0] == "live" || parts[0] == "embed"):
		id = parts[1]
	case parts[0] != "watch":
		return h, false
	}
	h.id, h.name = "youtube", "YouTube"
	h.href = "https://www.youtube.com/watch?v=" + id
	h.frame = "https://www.youtube-nocookie.com/embed/" + id
	if start := youtubeStart(u.Query()); start != "" {
		h.href += "&t=" + start + "s"
		h.frame += "?start=" + start
	}
	return h, youtubeID.MatchString(id)
}

// youtubeStart is the second at which a video is to start: 90, 90s or 1m30s.
func youtubeStart(query url.Values) string {
	at := query.Get("t")
	if at == "" {
		at = query.Get("start")
	}
	found := seconds.FindStringSubmatch(at)
	if found == nil || at == "" {
		return ""
	}
	total := 0
	for i, unit := range []int{3600, 60, 1} {
		n, _ := strconv.Atoi(found[i+1])
		total += n * unit
	}
	if total == 0 {
		return ""
	}
	return strconv.Itoa(total)
}

func vimeo(h host, u *url.URL) (host, bool) {
	found := vimeoPath.FindStringSubmatch(u.Path)
	if found == nil {
		return h, false
	}
	h.id, h.name = "vimeo", "Vimeo"
	h.href, h.frame = "https://vimeo.com/"+found[1], "https://player.vimeo.com/video/"+found[1]+"?dnt=1"
	if secret := found[2]; secret != "" {
		h.href += "/" + secret
		h.frame += "&h=" + secret
	}
	return h, true
}

func dailymotion(h host, name string, u *url.URL) (host, bool) {
	pattern := motionPath
	if name == "dai.ly" {
		pattern = shortMotion
	}
	found := pattern.FindStringSubmatch(u.Path)
	if found == nil {
		return h, false
	}
	h.id, h.name = "dailymotion", "Dailymotion"
	h.href, h.frame = "https://www.dailymotion.com/video/"+found[1], "https://geo.dailymotion.com/player.html?video="+found[1]
	return h, true
}
