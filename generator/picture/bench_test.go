package picture

import (
	"bytes"
	"image/jpeg"
	"testing"
)

// BenchmarkPhotograph is one of 12 megapixels, step by step.
func BenchmarkPhotograph(b *testing.B) {
	size := Size{4000, 3000}
	data := toJPEG(b, photograph(size.Width, size.Height))
	source, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("scale", func(b *testing.B) {
		for b.Loop() {
			scaleAll(source, 1, size, widthsOf(size.Width))
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			if _, err := open(b, "").Variants(data, "a.jpg"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
