package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

// sample has a field of every rule of the house.
type sample struct {
	Name     string `form:"name" validate:"required,max=10,line"`
	Email    string `form:"email" validate:"omitempty,address"`
	Postcode string `form:"postal_code" validate:"omitempty,postcode"`
	Phone    string `form:"phone" validate:"omitempty,phone"`
	Code     string `form:"code" validate:"omitempty,code"`
	Agreed   bool   `form:"agreed"`
	hidden   string
}

const (
	urlencoded = "application/x-www-form-urlencoded"
	jsonType   = "application/json"
)

func post(kind, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/api/sample?name=from-the-query", strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	r.Body = http.MaxBytesReader(httptest.NewRecorder(), r.Body, MaxBody)
	return r
}

// parts is a multipart body; a name that begins with "@" is a file's.
func parts(t testing.TB, fields ...string) (kind, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		if name, file := strings.CutPrefix(fields[i], "@"); file {
			part, err := w.CreateFormFile(name, "a.txt")
			if err != nil {
				t.Fatal(err)
			}
			_, _ = part.Write([]byte(fields[i+1]))
			continue
		}
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

func TestDecode(t *testing.T) {
	multi, body := parts(t, "name", " Zoé ", "agreed", "w-1")
	tests := []struct {
		name, kind, body string
		want             sample
	}{
		{"a form", urlencoded, "name=+Zo%C3%A9+&agreed=on&phone=06%2012%2034%2056%2078", sample{Name: "Zoé", Agreed: true, Phone: "06 12 34 56 78"}},
		{"with a charset", urlencoded + "; charset=UTF-8", "name=Zo%C3%A9", sample{Name: "Zoé"}},
		{"multipart", multi, body, sample{Name: "Zoé", Agreed: true}},
		{"JSON", jsonType, `{"name":"Zoé","agreed":true,"email":"a@b.fr"}`, sample{Name: "Zoé", Agreed: true, Email: "a@b.fr"}},
		{"JSON no", jsonType + ";charset=utf-8", ` {"name":"Zoé","agreed":false} ` + "\n", sample{Name: "Zoé"}},
		{"a box that says no", urlencoded, "name=Z&agreed=false", sample{Name: "Z"}},
		{"ten characters of four bytes", urlencoded, "name=" + strings.Repeat("🜁", 10), sample{Name: strings.Repeat("🜁", 10)}},
		{"other rules", urlencoded, "name=Z&postal_code=SW1A+1AA&code=1234+5678", sample{Name: "Z", Postcode: "SW1A 1AA", Code: "1234 5678"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got sample
			if err := NewDecoder().Decode(post(test.kind, test.body), &got); err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	withFile, fileBody := parts(t, "name", "Z", "@photo", "GIF")
	doubled, doubledBody := parts(t, "name", "Z", "name", "Y")
	long := strings.Repeat("a", MaxBody)
	tests := []struct {
		name, kind, body string
		want             movement.Kind
	}{
		{"an unknown field", urlencoded, "name=Z&role=admin", movement.Malformed},
		{"an unexported field", urlencoded, "name=Z&hidden=1", movement.Malformed},
		{"a field without a name", urlencoded, "name=Z&=1", movement.Malformed},
		{"a name in other case", urlencoded, "Name=Z", movement.Malformed},
		{"a field twice", urlencoded, "name=Z&name=Y", movement.Malformed},
		{"a field twice, the same", urlencoded, "name=Z&name=Z", movement.Malformed},
		{"a field twice in parts", doubled, doubledBody, movement.Malformed},
		{"a field twice in JSON", jsonType, `{"name":"Z","name":"Y"}`, movement.Malformed},
		{"no UTF-8", urlencoded, "name=%FF", movement.Malformed},
		{"a bad escape", urlencoded, "name=%zz", movement.Malformed},
		{"a semicolon", urlencoded, "name=Z;phone=1", movement.Malformed},
		{"a file", withFile, fileBody, movement.Malformed},
		{"parts without a boundary", "multipart/form-data", "name", movement.Malformed},
		{"parts cut off", withFile, fileBody[:len(fileBody)-20], movement.Malformed},
		{"JSON, a number", jsonType, `{"name":1}`, movement.Malformed},
		{"JSON, null", jsonType, `{"name":null}`, movement.Malformed},
		{"JSON, nested", jsonType, `{"name":{"first":"Z"}}`, movement.Malformed},
		{"JSON, a list in it", jsonType, `{"name":["Z"]}`, movement.Malformed},
		{"JSON, a list", jsonType, `[{"name":"Z"}]`, movement.Malformed},
		{"JSON, deep", jsonType, `{"name":` + strings.Repeat("[", 20_000), movement.Malformed},
		{"JSON, a text", jsonType, `"name"`, movement.Malformed},
		{"JSON, two values", jsonType, `{"name":"Z"}{"name":"Y"}`, movement.Malformed},
		{"JSON, cut off", jsonType, `{"name":"Z"`, movement.Malformed},
		{"JSON, nothing", jsonType, ``, movement.Malformed},
		{"no content type", "", "name=Z", movement.Malformed},
		{"a broken content type", "text/", "name=Z", movement.Malformed},
		{"text", "text/plain", "name=Z", movement.Malformed},
		{"nothing", urlencoded, "", movement.Invalid},
		{"too much", urlencoded, "name=" + long, movement.TooLarge},
		{"too much JSON", jsonType, `{"name":"` + long + `"}`, movement.TooLarge},
		{"too much in parts", withFile, fileBody[:len(fileBody)-20] + long, movement.TooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got sample
			err := NewDecoder().Decode(post(test.kind, test.body), &got)
			if err == nil || movement.KindOf(err) != test.want {
				t.Errorf("error %v of kind %d, want kind %d", err, movement.KindOf(err), test.want)
			}
		})
	}
}

func TestDecodeComplains(t *testing.T) {
	tests := []struct {
		name, body string
		want       map[string]string
	}{
		{"missing", "", map[string]string{"name": "name.required"}},
		{"blank", "name=+++", map[string]string{"name": "name.required"}},
		{"too long", "name=" + strings.Repeat("é", 11), map[string]string{"name": "name.max"}},
		{"two lines", "name=a%0Ab", map[string]string{"name": "name.line"}},
		{"a null", "name=a%00b", map[string]string{"name": "name.line"}},
		{"a line separator", "name=a%E2%80%A8b", map[string]string{"name": "name.line"}},
		{"turned around", "name=a%E2%80%AEb", map[string]string{"name": "name.line"}},
		{"isolated", "name=a%E2%81%A6b", map[string]string{"name": "name.line"}},
		{"a right-to-left mark", "name=a%E2%80%8Fb", map[string]string{"name": "name.line"}},
		{"a delete", "name=a%7Fb", map[string]string{"name": "name.line"}},
		{"several", "name=Z&email=a&phone=1&code=1&postal_code=%3C", map[string]string{"email": "email.address", "phone": "phone.phone", "code": "code.code", "postal_code": "postal_code.postcode"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got sample
			err := NewDecoder().Decode(post(urlencoded, test.body), &got)
			want := &movement.Error{Kind: movement.Invalid, Message: "form.invalid", Fields: test.want}
			if diff := cmp.Diff(error(want), err); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRules(t *testing.T) {
	tests := []struct {
		rule      string
		is        func(string) bool
		good, bad []string
	}{
		{"line", isLine, []string{"", "Ngọc", "d’Ormesson", "李小龍", "O'Brien-Łukasz", "مریم\u200cخانم"}, []string{"\t", "a\rb", "\u0085", "\u2029", "\u202d", "\u061c"}},
		{"name", isName, []string{"Zoé", "Ngọc", "d’Ormesson", "李", "O'Brien-Łukasz", "مریم\u200cخانم", "J. R. 3"},
			[]string{"", "3", "--", "a\nb", "http://evil.example", "a/b", "a@b", "<b>", "{{x}}", "a\u200bb", "\u3164", "\u2800a", "a\ufeff", "a|b"}},
		{"postcode", isPostcode, []string{"", "75011", "SW1A 1AA", "L-1009"}, []string{"75011\n", "<75>", "７５０１１", "é", strings.Repeat("1", 40)}},
		{"phone", isPhone, []string{"0612345678", "+33 6 12 34 56 78", "06.12.34.56.78", "(0033) 6-12-34-56-78", "06\u00a012\u202f34 56 78"},
			[]string{"", "12345", "+", "06 12 34 56 78 x", "0612+345678", "1234567890123456", "06123456７8", "06\n12345678"}},
		{"code", isCode, []string{"12345678", "1234 5678", "1234-5678", " 1 2 3 4 5 6 7 8 "}, []string{"", "1234567", "123456789", "１２３４５６７８", "12345678" + strings.Repeat(" ", 20)}},
	}
	for _, test := range tests {
		for _, s := range test.good {
			if !test.is(s) {
				t.Errorf("%s refuses %q", test.rule, s)
			}
		}
		for _, s := range test.bad {
			if test.is(s) {
				t.Errorf("%s accepts %q", test.rule, s)
			}
		}
	}
	for _, no := range []string{"", "0", "false", "no", "NON", "off", "Off"} {
		if Ticked(no) {
			t.Errorf("%q ticks a box", no)
		}
	}
	if !Ticked("on") || !Ticked("w-123456789abc") || Digits("1 2\u202f3-４5") != "1235" {
		t.Error("a tick or digits are not read")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(urlencoded, "name=Z&agreed=on&email=a%40b.fr")
	f.Add(jsonType, `{"name":"Z","agreed":true,"phone":"061234567"}`)
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nZ\r\n--x--\r\n")
	f.Add("multipart/form-data; boundary=\"\"", "--\r\n")
	f.Add("text/plain; a", "\x00")
	f.Add("", "")
	decoder := NewDecoder()
	f.Fuzz(func(t *testing.T, kind, body string) {
		var got sample
		err := decoder.Decode(post(kind, body), &got)
		switch movement.KindOf(err) {
		case movement.Malformed, movement.TooLarge, movement.Invalid:
			return
		}
		if err != nil {
			t.Fatalf("%q %q: error %v of a kind that is our fault", kind, body, err)
		}
		if got.Name == "" || !isLine(got.Name) || got.Name != strings.TrimSpace(got.Name) || got.hidden != "" {
			t.Errorf("%q %q is taken for %+v", kind, body, got)
		}
		again := url.Values{"name": {got.Name}, "email": {got.Email}, "phone": {got.Phone}, "code": {got.Code}, "postal_code": {got.Postcode}, "agreed": {fmt.Sprint(got.Agreed)}}
		var back sample
		if err := decoder.Decode(post(urlencoded, again.Encode()), &back); err != nil || back != got {
			t.Errorf("%+v comes back as %+v, error %v", got, back, err)
		}
	})
}
