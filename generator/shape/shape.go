// Package shape reads content/map.svg, the map that leads to the territories: one
// outline a zone, by the zone's code.
//
//	<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1226 1170">
//	<desc>Carte : Une Telle, CC BY 4.0</desc>
//	<path id="frame" d="M8 8l176 0 0 176-176 0z"/>
//	<path id="d-75" d="M615 283l12-1z"/>
//	</svg>
//
// The file can be opened, and drawn, like any picture, but holds nothing besides
// paths and one desc: what the site shows is written by its theme, with links and names, and
// from here comes the geometry only. The path called frame, if there is one, is
// the boxes around what is drawn away from its place; it stands for no zone. The
// text of desc, if there is one, says whose work the map is: the site tells it.
//
// [Parse] is strict, since the outlines go into pages as they are: any other
// element, an id that is no code, or path data that no browser would draw is an
// [Error] with its line. Whether a code is a zone's is for the caller to say.
package shape

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Map is a file read without fault.
type Map struct {
	ViewBox string  // "0 0 1226 1170", in the units of the outlines
	Width   int     // of the ViewBox
	Height  int     // of the ViewBox
	Credit  string  // whose work it is, may be empty
	Frame   string  // path data of the boxes, may be empty
	Shapes  []Shape // in the order of the file
}

// Shape is the outline of a zone.
type Shape struct {
	Code string // of the zone, the last segment of its ID: "d-75"
	D    string // path data, of letters, digits, signs, points, commas and spaces
}

// Error is what is wrong with a file, told in French: the people who draw the map
// read it.
type Error struct {
	Line    int // from 1
	Message string
}

// Error is "ligne 3 : message".
func (e Error) Error() string { return fmt.Sprintf("ligne %d : %s", e.Line, e.Message) }

// frame is the id of the path that belongs to no zone.
const frame = "frame"

// Parse reads a map. The error is an [Error], the first fault of the file.
func Parse(svg []byte) (Map, error) {
	p := parser{decoder: xml.NewDecoder(bytes.NewReader(svg)), ids: map[string]bool{}}
	for {
		line, _ := p.decoder.InputPos()
		token, err := p.decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			return Map{}, Error{syntax.Line, "ce fichier n’est pas du SVG lisible : " + syntax.Msg}
		}
		if text, ok := token.(xml.CharData); ok { // begins on the line before
			line += bytes.Count(text[:len(text)-len(bytes.TrimLeft(text, " \t\r\n"))], []byte("\n"))
		}
		if err == nil {
			err = p.token(token)
		}
		if err != nil {
			return Map{}, Error{line, err.Error()}
		}
	}
	if len(p.read.Shapes) == 0 {
		return Map{}, Error{1, "cette carte ne contient aucun tracé"}
	}
	return p.read, nil
}

type parser struct {
	decoder *xml.Decoder
	read    Map
	depth   int  // of elements: 1 in svg, 2 in path
	credit  bool // inside desc
	ids     map[string]bool
}

func (p *parser) token(token xml.Token) error {
	switch token := token.(type) {
	case xml.StartElement:
		p.depth++
		switch {
		case p.depth == 1 && token.Name.Local == "svg" && p.read.ViewBox == "":
			return p.svg(token.Attr)
		case p.depth == 2 && token.Name.Local == "path":
			return p.path(token.Attr)
		case p.depth == 2 && token.Name.Local == "desc" && p.read.Credit == "":
			p.credit = true
			_, err := named(token.Attr)
			return err
		}
		return fmt.Errorf("<%s> n’a pas sa place ici ; un <svg> ne contient que des <path> et un <desc>, sans groupes ni styles", token.Name.Local)
	case xml.EndElement:
		p.depth--
		p.credit = false
	case xml.CharData:
		text := strings.Join(strings.Fields(string(token)), " ")
		if p.credit {
			p.read.Credit += text
			return nil
		}
		if text != "" {
			return fmt.Errorf("« %.20s » : il n’y a pas de texte dans la carte", text)
		}
	case xml.Directive:
		return errors.New("les déclarations <!…> ne sont pas admises")
	}
	return nil
}

func (p *parser) svg(attributes []xml.Attr) error {
	got, err := named(attributes, "xmlns", "viewBox", "fill", "stroke")
	if err != nil {
		return err
	}
	sides := strings.Fields(got["viewBox"])
	if len(sides) == 4 && sides[0] == "0" && sides[1] == "0" {
		p.read.Width, _ = strconv.Atoi(sides[2])
		p.read.Height, _ = strconv.Atoi(sides[3])
	}
	if p.read.Width <= 0 || p.read.Height <= 0 {
		return errors.New("écrivez viewBox=\"0 0 largeur hauteur\", en nombres entiers")
	}
	p.read.ViewBox = strings.Join(sides, " ")
	return nil
}

var code = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (p *parser) path(attributes []xml.Attr) error {
	got, err := named(attributes, "id", "d")
	if err != nil {
		return err
	}
	id, d := got["id"], strings.TrimSpace(got["d"])
	if !code.MatchString(id) {
		return fmt.Errorf("id « %s » : écrivez le code d’une zone de zones.yaml, comme d-75", id)
	}
	if p.ids[id] {
		return fmt.Errorf("id « %s » est déjà plus haut", id)
	}
	p.ids[id] = true
	if fault := check(d); fault != "" {
		return fmt.Errorf("le tracé de « %s » est faux : %s", id, fault)
	}
	if id == frame {
		p.read.Frame = d
		return nil
	}
	p.read.Shapes = append(p.read.Shapes, Shape{Code: id, D: d})
	return nil
}

// named are attributes by name, none but those that are known.
func named(attributes []xml.Attr, known ...string) (map[string]string, error) {
	got := map[string]string{}
	for _, attribute := range attributes {
		name := attribute.Name.Local
		if attribute.Name.Space != "" || !slices.Contains(known, name) {
			return nil, fmt.Errorf("attribut inconnu « %s » ; connus : %s", name, strings.Join(known, ", "))
		}
		got[name] = attribute.Value
	}
	return got, nil
}
