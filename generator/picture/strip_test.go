package picture

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/gif"
	"image/jpeg"
	"slices"
	"strings"
	"testing"
)

// private gives small files that are full of metadata, by extension.
func private(t testing.TB) map[string][]byte {
	photo := taken(toJPEG(t, photograph(40, 30)), 1)
	still := toWebP(t, plan(40, 30))
	frame := riffChunk("ANMF", string(make([]byte, 6))+"\x27\x00\x00\x1D\x00\x00\x0A\x00\x00\x00"+
		string(riffChunk("JUNK", secret))+string(toWebP(t, photograph(40, 30))[12:]))
	animation := toGIF(t, 40, 30)
	const afterLoop = 13 + 19
	comment := "\x21\xFE\x10" + secret + "\x00"
	xmp := "\x21\xFF\x0BXMP DataXMP" + "\x10" + secret + "\x00"
	return map[string][]byte{
		"jpg":  photo,
		"jpeg": taken(toJPEG(t, photograph(40, 30)), 5),
		"png": append(withChunks(toPNG(t, plan(40, 30)), pngChunk("tEXt", "Comment\x00"+secret), pngChunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secret),
			pngChunk("eXIf", exif(1)[6:]), pngChunk("tIME", secret), pngChunk("prIv", secret)), secret...),
		"gif":  slices.Concat(animation[:afterLoop], []byte(comment+xmp), animation[afterLoop:], []byte(secret)),
		"webp": append(riff(riffChunk("VP8X", "\x1C\x00\x00\x00\x27\x00\x00\x1D\x00\x00"), still[30:], riffChunk("EXIF", exif(1)), riffChunk("XMP ", secret+"!")), secret...),
		"WEBP": riff(riffChunk("VP8X", "\x0E\x00\x00\x00\x27\x00\x00\x1D\x00\x00"), riffChunk("ANIM", "\x00\x00\x00\x00\x00\x00"), frame, riffChunk("EXIF", exif(1))),
		"avif": toAVIF(40, 30, false),
		"svg": []byte(`<?xml version="1.0"?><!DOCTYPE svg><!-- ` + secret + ` --><svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" xmlns:i="x" i:path="` + secret +
			`"><metadata>` + secret + `</metadata><image href="data:image/jpeg;base64,` + base64.StdEncoding.EncodeToString(photo) + `"/></svg>`),
	}
}

func TestPrivacy(t *testing.T) {
	for ext, data := range private(t) {
		t.Run(ext, func(t *testing.T) {
			if !bytes.Contains(data, []byte(secret)) && ext != "jpeg" {
				t.Fatal("the original is not private")
			}
			p := variants(t, data, "a."+ext)
			if len(p.Files) != 1 {
				t.Errorf("%d files", len(p.Files))
			}
			for _, f := range p.Files {
				for _, word := range []string{secret, "Exif", "EXIF", "xmpmeta", "XMP", "MPF", "Photoshop"} {
					if bytes.Contains(f.Data, []byte(word)) {
						t.Errorf("%s holds %q", f.Name, word)
					}
				}
				if f.Type != "image/webp" || ext == "webp" { // the library reads no animation
					checkFile(t, f)
				}
				checkEmbedded(t, f)
			}
		})
	}
}

// checkEmbedded looks into the picture inside a drawing.
func checkEmbedded(t *testing.T, f File) {
	t.Helper()
	_, packed, found := strings.Cut(string(f.Data), "base64,")
	if !found {
		return
	}
	packed, _, _ = strings.Cut(packed, `"`)
	data, err := base64.StdEncoding.DecodeString(packed)
	if err != nil || bytes.Contains(data, []byte(secret)) {
		t.Errorf("the picture in the drawing: %q, %v", data, err)
	}
	if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
		t.Error(err)
	}
}

// TestKept proves that what is stripped shows the same.
func TestKept(t *testing.T) {
	files := private(t)
	frames, err := gif.DecodeAll(bytes.NewReader(variants(t, files["gif"], "a.gif").Fallback.Data))
	if err != nil {
		t.Fatal(err)
	}
	if len(frames.Image) != 2 || frames.LoopCount != 3 || frames.Delay[1] != 20 {
		t.Errorf("animation of %d frames, loop %d, delays %v", len(frames.Image), frames.LoopCount, frames.Delay)
	}
	webp := variants(t, files["webp"], "a.webp").Fallback.Data
	if got := webp[20]; got != 0x10 {
		t.Errorf("flags of the WebP are %#x, want alpha only", got)
	}
	photo, _ := jpeg.Decode(bytes.NewReader(files["jpg"]))
	kept, _ := jpeg.Decode(bytes.NewReader(variants(t, files["jpg"], "a.jpg").Fallback.Data))
	if !bytes.Equal(photo.(*image.YCbCr).Y, kept.(*image.YCbCr).Y) {
		t.Error("the pixels of the JPEG changed")
	}
}

// TestHidden refuses an AVIF whose metadata cannot be found.
func TestHidden(t *testing.T) {
	data := toAVIF(40, 30, false)
	at := bytes.Index(data, []byte("iloc")) + 4
	data[at+7] = 1 // one place of two
	copy(data[at+8:], []byte{0, 3, 0, 2})
	if _, err := strip(avifKind, data); err == nil {
		t.Error("an item that is made of others was taken for blank")
	}
}

func TestProfile(t *testing.T) {
	wide := strings.Repeat("\x00", 16) + "RGB XYZ " + strings.Repeat("P3", 200)
	tests := []struct {
		name, profile string
		kept          bool
	}{
		{"wide", wide, true},
		{"sRGB", wide + "sRGB IEC", false},
		{"of a printer", strings.Replace(wide, "RGB ", "CMYK", 1), false},
		{"of a screen", wide + strings.Repeat("x", 2000), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			photo := toJPEG(t, photograph(500, 110))
			photo = slices.Concat(photo[:2], segment(0xE2, iccMarker+"\x01\x01"+test.profile), photo[2:])
			clear := photograph(500, 110)
			clear.Pix[3] = 9
			scan := toPNG(t, clear)
			scan = withChunks(scan, profileChunk([]byte(test.profile)))
			for name, data := range map[string][]byte{"a.jpg": photo, "a.png": scan} {
				p := variants(t, data, name)
				for _, f := range p.Files {
					checkFile(t, f)
					if got := hasProfile(f, test.profile); got != test.kept {
						t.Errorf("%s has the profile: %v", f.Name, got)
					}
				}
			}
		})
	}
}

func hasProfile(f File, profile string) bool {
	if f.Type == "image/png" {
		return string(pngProfile(f.Data)) == profile
	}
	return bytes.Contains(f.Data, []byte(profile))
}

func FuzzStrip(f *testing.F) {
	for ext, data := range private(f) {
		f.Add(data, ext)
	}
	f.Fuzz(func(t *testing.T, data []byte, ext string) {
		k, ok := kindOf(ext)
		if !ok || k == svgKind {
			return
		}
		once, err := strip(k, data)
		if err != nil {
			return
		}
		if twice, err := strip(k, once); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("stripped twice: %v\n%q\n%q", err, once, twice)
		}
	})
}
