// Package picture turns the pictures of authors into the files that a site
// publishes, and draws the cards that accompany shared links.
//
//	cache, err := picture.Open(".build/pictures")
//	p, err := cache.Variants(data, "place.jpg")
//	p.Modern   // place-480-1B2C3D4E.webp, place-960-…, place-1440-…, place-1920-…
//	p.Fallback // place-960-5F6A7B8C.jpg, for browsers that know no WebP
//	card, err := cache.Card(picture.CardOptions{Title: "Rendez-vous place Carnot", Site: "Maillage"})
//
// # What is published
//
// A photograph becomes WebP files 480, 960, 1440 and 1920 pixels wide, none
// wider than itself, and one JPEG. A PNG of few colours, a plan or a screenshot,
// stays lossless: WebP files and one PNG. Another PNG is a photograph; where it
// is transparent its fallback stays PNG. What is small already (480 pixels wide
// or 20 kB), and every GIF, WebP, AVIF and SVG, is one file, with the same
// pixels. Nothing is ever enlarged.
//
// # Privacy and safety
//
// No published file says where, when, by whom or with what a picture was taken:
// EXIF, XMP, comments, previews and whatever follows the end are gone, also from
// files that are not encoded again, also from pictures inside a drawing. The
// orientation that EXIF gives a JPEG is applied first; a colour profile stays
// where it is a short one, of a kind and not of one screen. An SVG opens as a document of the site's own origin, so
// Clean keeps only what draws: see there. A picture over 100 megapixels is
// ErrTooLarge before anything is decoded.
//
// # Cache
//
// The key is the hash of the original and of the way it is treated, so a file is
// treated once in its life, wherever it lies and whatever its name. With a
// directory, that holds across builds: entries are written beside and renamed,
// carry a checksum and are made again when damaged. Names carry the hash of what
// is published: a file of a given name never changes. VariantsOf does not even
// read an original that looks untouched, and Prune forgets what nobody uses.
//
// The WebP encoder is started by the first picture that needs it. At most two
// pictures are decoded at a time, and a large one alone.
//
// The package does not choose pictures for pages, does not crop and does not
// write AVIF: at these sizes it saves a sixth of the bytes for ten times the
// computing.
package picture

import "errors"

// ErrNotImage is about a file that is no picture, or not of the kind its name
// says.
var ErrNotImage = errors.New("not a picture")

// ErrTooLarge is about a picture of more pixels than can be treated safely.
var ErrTooLarge = errors.New("more than 100 megapixels")

// ErrDamaged is about a picture that cannot be decoded or is not whole.
var ErrDamaged = errors.New("the picture is damaged or of a rare kind")

// ErrDrawing is about an SVG that Clean cannot judge.
var ErrDrawing = errors.New("the SVG cannot be made safe")

// maxPixels is the size from which a picture is ErrTooLarge.
const maxPixels = 100e6

// Size is a size in pixels, upright; 0 by 0 where a drawing tells none.
type Size struct{ Width, Height int }

// Picture is what to publish for an original.
type Picture struct {
	Width, Height int    // of the original, upright
	Files         []File // all of the files below, once each
	Fallback      File   // for src
	Modern        []File // WebP, ascending widths; none for what stays as it is
	Plain         []File // of the fallback's type, ascending widths
}

// File is a file to publish.
type File struct {
	Name          string // "place-640-3F2A9C41.webp"
	Type          string // "image/webp"
	Width, Height int
	Data          []byte
}
