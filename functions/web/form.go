package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"
	"golang.org/x/net/idna"

	"maillage/functions/movement"
)

// Decoder reads forms into structs whose fields carry `form:"name"` and
// validator/v10's `validate` tags. Fields are strings or bools. It is strict:
// an unknown field, a field sent twice and text that is no text are refused.
type Decoder struct{ validate *validator.Validate }

// NewDecoder makes a Decoder with the house's own rules: "line" (one line of
// printable text), "name" (of a person), "postcode", "phone", "address" (of
// mail), "code" (eight digits, however spaced) and "ticked" (of a box).
func NewDecoder() *Decoder {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string { return f.Tag.Get("form") })
	rules := map[string]func(string) bool{"line": isLine, "postcode": isPostcode, "phone": isPhone, "address": isAddress, "code": isCode,
		"name": isName, "ticked": Ticked}
	for name, rule := range rules {
		err := v.RegisterValidation(name, func(f validator.FieldLevel) bool { return rule(f.Field().String()) })
		if err != nil {
			panic(err)
		}
	}
	return &Decoder{v}
}

// Decode reads the form that r posts, urlencoded, multipart or as a flat JSON
// object, into the struct that dst points to, spaces around texts taken off.
//
// Errors: Malformed or TooLarge when it cannot be read as a form of dst's
// fields; Invalid with the catalogue key "<field>.<rule>" for each field at
// fault.
func (d *Decoder) Decode(r *http.Request, dst any) error {
	values, err := Values(r)
	if err != nil {
		return err
	}
	if err := assign(values, reflect.ValueOf(dst).Elem()); err != nil {
		return &movement.Error{Kind: movement.Malformed, Message: "malformed", Err: err}
	}
	return d.check(dst)
}

func (d *Decoder) check(dst any) error {
	err := d.validate.Struct(dst)
	var faults validator.ValidationErrors
	if err == nil {
		return nil
	}
	if !errors.As(err, &faults) {
		return fmt.Errorf("validate %T: %w", dst, err)
	}
	fields := map[string]string{}
	for _, fault := range faults {
		if fields[fault.Field()] == "" {
			fields[fault.Field()] = fault.Field() + "." + fault.Tag()
		}
	}
	return &movement.Error{Kind: movement.Invalid, Message: "form.invalid", Fields: fields}
}

// Values are the fields that r posts; a query string is none of them. They are
// read once and kept with the request.
func Values(r *http.Request) (url.Values, error) {
	if r.PostForm != nil {
		return r.PostForm, nil
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && r.ContentLength != 0 {
		return nil, &movement.Error{Kind: movement.Malformed, Message: "malformed", Err: err}
	}
	switch kind {
	case "application/json":
		err = parseJSON(r)
	case "multipart/form-data":
		if err = r.ParseMultipartForm(MaxBody); err == nil && len(r.MultipartForm.File) > 0 {
			err = errors.New("no file is asked for")
		}
	case "", "application/x-www-form-urlencoded":
		err = r.ParseForm()
	default:
		err = fmt.Errorf("no form is written as %q", kind)
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &movement.Error{Kind: movement.TooLarge, Message: "too-large", Err: err}
	case err != nil:
		return nil, &movement.Error{Kind: movement.Malformed, Message: "malformed", Err: err}
	}
	return r.PostForm, nil
}

// parseJSON reads a flat object of texts and booleans as if it were a form, a
// name that comes twice included.
func parseJSON(r *http.Request) error {
	decoder := json.NewDecoder(r.Body)
	switch begin, err := decoder.Token(); {
	case err != nil:
		return err
	case begin != json.Delim('{'):
		return errors.New("not a JSON object")
	}
	values := url.Values{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		value, err := decoder.Token()
		if err != nil {
			return err
		}
		switch v := value.(type) {
		case string:
			values.Add(name.(string), v)
		case bool:
			values.Add(name.(string), map[bool]string{true: "true"}[v])
		default:
			return fmt.Errorf("field %q is neither text nor boolean", name)
		}
	}
	if _, err := decoder.Token(); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("more than one JSON value")
	}
	r.PostForm = values
	return nil
}

func assign(values url.Values, dst reflect.Value) error {
	places := map[string]reflect.Value{}
	for i := range dst.NumField() {
		places[dst.Type().Field(i).Tag.Get("form")] = dst.Field(i)
	}
	for name, sent := range values {
		place, known := places[name]
		if !known || name == "" {
			return fmt.Errorf("unknown field %q", name)
		}
		if len(sent) != 1 || !utf8.ValidString(sent[0]) {
			return fmt.Errorf("field %q: want one text", name)
		}
		text := strings.TrimSpace(sent[0])
		if place.Kind() == reflect.Bool {
			place.SetBool(Ticked(text))
		} else {
			place.SetString(text)
		}
	}
	return nil
}

// Ticked reports whether a box's value means yes: anything but nothing and the
// usual words for no.
func Ticked(value string) bool {
	switch strings.ToLower(value) {
	case "", "0", "false", "no", "non", "off":
		return false
	}
	return true
}

// isName accepts what a person may be called: a line with a letter in it and
// nothing that makes a link or an invisible name of it.
func isName(s string) bool {
	invisible := func(c rune) bool {
		return unicode.Is(unicode.Cf, c) && c != '\u200c' && c != '\u200d' || c == '\u3164' || c == '\u2800'
	}
	return isLine(s) && !strings.ContainsFunc(s, invisible) && !strings.ContainsAny(s, `/\@<>{}[]|`) && strings.ContainsFunc(s, unicode.IsLetter)
}

// isLine accepts one line of text without control or invisible characters.
func isLine(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool {
		return unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || unicode.Is(unicode.Bidi_Control, c)
	})
}

// isPostcode accepts what any country writes as a postal code.
func isPostcode(s string) bool {
	return len(s) <= 16 && !strings.ContainsFunc(s, func(c rune) bool { return !isAlphanumeric(c) && c != ' ' && c != '-' })
}

// isPhone accepts 6 to 15 digits with the usual punctuation.
func isPhone(s string) bool {
	n := 0
	for i, c := range s {
		switch {
		case '0' <= c && c <= '9':
			n++
		case c == '+' && i == 0, strings.ContainsRune(" .-()/\u00a0\u202f", c):
		default:
			return false
		}
	}
	return n >= 6 && n <= 15
}

// Digits are the digits of a text, for codes that people copy with spaces.
func Digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}

func isCode(s string) bool { return len(Digits(s)) == 8 && len(s) <= 24 }

// isAddress accepts a mail address that SES can write to: a local part in ASCII
// and a domain that has an ASCII form.
func isAddress(s string) bool {
	_, err := ParseEmail(s)
	return err == nil
}

// ParseEmail is the address as the movement keeps it: the local part as written,
// the domain in lower-case ASCII (punycode).
func ParseEmail(s string) (movement.Email, error) {
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > 64 || len(s) > 254 || !utf8.ValidString(s) {
		return "", errors.New("not a mail address")
	}
	local, domain := s[:at], s[at+1:]
	ascii, err := idna.Lookup.ToASCII(domain)
	labels := strings.Split(ascii, ".")
	if err != nil || len(labels) < 2 || at+1+len(ascii) > 254 ||
		slices.ContainsFunc(labels, func(l string) bool { return l == "" || len(l) > 63 }) {
		return "", errors.New("not a mail domain")
	}
	for _, part := range strings.Split(local, ".") {
		if part == "" || strings.ContainsFunc(part, func(c rune) bool {
			return !isAlphanumeric(c) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", c)
		}) {
			return "", errors.New("not a mail address")
		}
	}
	return movement.Email(local + "@" + strings.ToLower(ascii)), nil
}
