package webp

import (
	"bytes"
	"image"
	"image/color"
	"sync"
	"testing"

	"golang.org/x/image/webp"
)

func paint(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetNRGBA(x, y, color.NRGBA{uint8(x * 5), uint8(y * 3), uint8(x ^ y), uint8(255 - y)})
		}
	}
	return m
}

func TestLossless(t *testing.T) {
	want := paint(61, 37).SubImage(image.Rect(2, 3, 50, 30)).(*image.NRGBA)
	data, err := new(Encoder).Encode(want, Options{Lossless: true, Quality: 50, Method: 2})
	if err != nil {
		t.Fatal(err)
	}
	got, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for y := range 27 {
		for x := range 48 {
			if g, w := got.At(x, y), want.At(x+2, y+3); g != w {
				t.Fatalf("pixel %d,%d is %v, want %v", x, y, g, w)
			}
		}
	}
}

func TestLossy(t *testing.T) {
	var encoder Encoder
	var first []byte
	var once sync.Once
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			data, err := encoder.Encode(paint(200, 100), Options{Quality: 80, Method: 2})
			if err != nil {
				t.Error(err)
			}
			once.Do(func() { first = data })
			if !bytes.Equal(data, first) {
				t.Error("two encodings of one picture differ")
			}
		})
	}
	group.Wait()
	got, err := webp.Decode(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if size := got.Bounds().Size(); size != image.Pt(200, 100) {
		t.Errorf("size %v", size)
	}
}

func TestRefused(t *testing.T) {
	for _, size := range []image.Point{{}, {16384, 1}, {1, 16384}} {
		if data, err := new(Encoder).Encode(image.NewNRGBA(image.Rectangle{Max: size}), Options{}); err == nil {
			t.Errorf("%v: %d bytes, want an error", size, len(data))
		}
	}
}
