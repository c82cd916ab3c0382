package picture

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMeasure(t *testing.T) {
	photo := toJPEG(t, photograph(120, 80))
	animated := riff(riffChunk("VP8X", "\x02\x00\x00\x00\x3F\x01\x00\xEF\x00\x00"))
	tests := []struct {
		name, ext string
		data      []byte
		want      Size
	}{
		{"jpeg", ".jpg", photo, Size{120, 80}},
		{"upright", "JPEG", taken(photo, 1), Size{120, 80}},
		{"turned", ".jpeg", taken(photo, 6), Size{80, 120}},
		{"progressive", ".jpg", flatJPEG(600, 40, true, 128), Size{600, 40}},
		{"png", "png", toPNG(t, plan(30, 20)), Size{30, 20}},
		{"gif", ".gif", toGIF(t, 31, 21), Size{31, 21}},
		{"webp", ".webp", toWebP(t, photograph(33, 23)), Size{33, 23}},
		{"extended webp", ".webp", animated, Size{320, 240}},
		{"webp with alpha", ".webp", toWebP(t, plan(35, 25)), Size{35, 25}},
		{"avif", ".avif", toAVIF(640, 480, false), Size{640, 480}},
		{"turned avif", ".avif", toAVIF(640, 480, true), Size{480, 640}},
		{"svg", ".svg", []byte(`<svg width="12.6px" height="8" viewBox="0 0 1 1"/>`), Size{13, 8}},
		{"svg with a box", ".svg", []byte(`<?xml version="1.0"?><!-- x --><svg width="100%" viewBox="0,0 24, 16"/>`), Size{24, 16}},
		{"svg without a size", ".svg", []byte(`<svg width="2em"/>`), Size{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Measure(bytes.NewReader(test.data), test.ext)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMeasureRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"a.txt": "GIF89a", "a": "", "b.jpg": "", "c.jpg": "\xFF\xD8\xFF\xE1\xFF\xFF", "d.png": "GIF89a\x01\x00\x01\x00",
		"e.gif": "GIF89a\x00\x00\x00\x00", "f.webp": "RIFF\x00\x00\x00\x00WEBPVP9 ", "g.avif": "\x00\x00\x00\x08ftyp",
		"h.svg": "<html/>", "i.svg": "text", "j.svg": "",
	} {
		if size, err := Measure(bytes.NewReader([]byte(data)), name[1:]); !errors.Is(err, ErrNotImage) {
			t.Errorf("%s: %v, %v, want %v", name, size, err, ErrNotImage)
		}
	}
}

func TestMeasureReports(t *testing.T) {
	failed := errors.New("the disk is gone")
	for _, ext := range []string{"jpg", "svg", "avif"} {
		if _, err := Measure(failing{failed}, ext); !errors.Is(err, failed) {
			t.Errorf("%s: %v, want %v", ext, err, failed)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzMeasure(f *testing.F) {
	photo := taken(toJPEG(f, photograph(16, 8)), 6)
	for ext, data := range map[string][]byte{
		"jpg": photo, "png": toPNG(f, plan(9, 9)), "gif": toGIF(f, 8, 8), "webp": toWebP(f, plan(9, 9)),
		"avif": toAVIF(64, 48, true), "svg": []byte(`<svg viewBox="0 0 2 3"/>`),
	} {
		f.Add(data, ext)
	}
	f.Fuzz(func(t *testing.T, data []byte, ext string) {
		size, err := Measure(bytes.NewReader(data), ext)
		if size.Width < 0 || size.Height < 0 || err != nil && size != (Size{}) {
			t.Errorf("%v, %v", size, err)
		}
	})
}
