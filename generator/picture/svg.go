package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// measureSVG finds the size of a drawing in its width and height, else in its
// viewBox.
func measureSVG(r io.Reader) (Size, error) {
	decoder := xml.NewDecoder(io.LimitReader(r, headBytes))
	decoder.Strict = false
	for {
		token, err := decoder.Token()
		var syntax *xml.SyntaxError
		if errors.Is(err, io.EOF) || errors.As(err, &syntax) {
			return Size{}, fmt.Errorf("%w: no SVG in it", ErrNotImage)
		}
		if err != nil {
			return Size{}, err
		}
		if svg, ok := token.(xml.StartElement); ok {
			if svg.Name.Local != "svg" {
				return Size{}, fmt.Errorf("%w: no SVG in it", ErrNotImage)
			}
			return svgSize(svg), nil
		}
	}
}

func svgSize(svg xml.StartElement) (size Size) {
	attributes := map[string]string{}
	for _, a := range svg.Attr {
		if a.Name.Space == "" {
			attributes[a.Name.Local] = a.Value
		}
	}
	size = Size{pixels(attributes["width"]), pixels(attributes["height"])}
	box := strings.FieldsFunc(attributes["viewBox"], func(r rune) bool { return strings.ContainsRune(" ,\t\r\n", r) })
	if (size.Width == 0 || size.Height == 0) && len(box) == 4 {
		size = Size{pixels(box[2]), pixels(box[3])}
	}
	if size.Width == 0 || size.Height == 0 {
		return Size{}
	}
	return size
}

func pixels(length string) int {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(length), "px"), 64)
	if err != nil || !(n > 0 && n < 1e5) {
		return 0
	}
	return max(1, int(n+.5))
}

const svgSpace = "http://www.w3.org/2000/svg"

// drawing lists the elements that Clean keeps.
const drawing = ` a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix
	feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood
	feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight
	feSpecularLighting feSpotLight feTile feTurbulence filter g image line linearGradient marker mask mpath path pattern
	polygon polyline radialGradient rect set stop style svg switch symbol text textPath title tspan use view `

// maxDepth is how deep the elements of a drawing may be nested.
const maxDepth = 200

// Clean writes a drawing anew with only what draws: the elements of SVG, their
// styles, and references inside the drawing. Left out are scripts, event
// handlers, HTML, metadata, comments, the private matter of drawing programs,
// and whatever would be fetched from elsewhere, which no browser does for a
// picture anyway; links keep addresses of the Web only. A picture inside the
// drawing loses its metadata. What is not well-formed, and style sheets written
// so that they cannot be judged, are ErrDrawing.
func Clean(svg []byte) ([]byte, error) {
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	decoder.Entity = map[string]string{} // what a document declares is not believed
	c := &cleaner{elements: strings.Fields(drawing)}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDrawing, err)
		}
		if err := c.token(token); err != nil {
			line, _ := decoder.InputPos()
			return nil, fmt.Errorf("%w: line %d: %w", ErrDrawing, line, err)
		}
	}
	if c.out.Len() == 0 {
		return nil, fmt.Errorf("%w: no SVG in it", ErrNotImage)
	}
	return c.out.Bytes(), nil
}
