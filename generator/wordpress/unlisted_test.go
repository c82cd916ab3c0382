package wordpress_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// Pictures that no list has come along by the addresses that texts show: the original
// where there is one, else what the text shows.
func TestUnlistedFiles(t *testing.T) {
	var photo bytes.Buffer
	if err := png.Encode(&photo, image.NewGray(image.Rect(0, 0, 60, 40))); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path.Base(r.URL.Path) {
		case "grande.png", "petite-30x20.png":
			w.Write(photo.Bytes())
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	content := newContent(t)
	r := take(t, options(content, export(t, []item{{id: 1, title: "Un", path: "/2023/05/un/", body: `<img src="` + server.URL + `/a/grande-300x200.png?w=3" alt="Grande">

<img src="` + server.URL + `/a/petite-30x20.png" alt="Petite">

<img src="` + server.URL + `/a/absente.png" alt="Absente"> <a href="` + server.URL + `/a/grande.png">ailleurs</a> <img src="` + server.URL + `/image?id=3" alt="Sans nom">`}})))
	folder := "fr/nord/media/wp-content/uploads/" + strings.NewReplacer("http://", "", ":", "-").Replace(server.URL) + "/a/"
	for name, real := range map[string]bool{"grande.png": true, "petite.png": true, "absente.png": false} {
		data, err := os.ReadFile(filepath.Join(content, folder+name))
		if err != nil || bytes.Equal(data, photo.Bytes()) != real {
			t.Errorf("%s: %d bytes, %v; the real one: %t", name, len(data), err, real)
		}
	}
	if r.Fetched != 2 || len(r.Files) != 1 || r.Files[0].Why != "gone" {
		t.Errorf("fetched %d, missing %v", r.Fetched, r.Files)
	}
	text := read(t, content, "fr/nord/posts/2023-05-12-un.md")
	for _, want := range []string{"![Grande](", "![Petite](", "![Absente](", "[Sans nom](" + server.URL + "/image?id=3)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}
