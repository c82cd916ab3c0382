package compile

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"strings"
	texttemplate "text/template"
	"text/template/parse"
)

var errStop = errors.New("escaped")

// stop refuses the first byte, so that an execution ends soon after escaping.
type stop struct{}

func (stop) Write([]byte) (int, error) { return 0, errStop }

// escape has html/template escape the set, which it does before executing.
// Without data and without a place to write to, nothing much is executed: at
// most functions with constants before the first text.
func escape(set *template.Template, name string) (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("html/template cannot escape %q: %v", name, e)
		}
	}()
	err = set.ExecuteTemplate(stop{}, name, nil)
	var executing texttemplate.ExecError
	if errors.Is(err, errStop) || errors.As(err, &executing) {
		return nil
	}
	return err
}

// trees reads escaped parse trees.
type trees struct {
	set  *template.Template
	text reflect.Value // map[string]*texttemplate.Template, not to be called
	mode missingKey
}

// missingKey is what the set does with a key that a map lacks.
type missingKey int64

const (
	missingInvalid missingKey = iota
	missingZero
	missingError
)

// newTrees looks into html/template for what it does not tell: the copies of
// templates it made for other contexts than text, and the option missingkey.
func newTrees(set *template.Template) (t *trees, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("html/template of this Go has other fields than expected: %v", e)
		}
	}()
	common := reflect.ValueOf(set).Elem().FieldByName("text").Elem().FieldByName("common").Elem()
	return &trees{
		set:  set,
		text: common.FieldByName("tmpl"),
		mode: missingKey(common.FieldByName("option").FieldByName("missingKey").Int()),
	}, nil
}

// find finds the escaped tree of a template, and the tree that tells places
// in its file.
func (t *trees) find(name string) (root *parse.ListNode, tree *parse.Tree, ok bool) {
	if found := t.set.Lookup(name); found != nil && found.Tree != nil {
		return found.Tree.Root, found.Tree, true
	}
	origin, _, _ := strings.Cut(name, "$htmltemplate_")
	derived := t.text.MapIndex(reflect.ValueOf(name))
	found := t.set.Lookup(origin)
	if !derived.IsValid() || found == nil {
		return nil, nil, false
	}
	list := derived.Elem().FieldByName("Tree").Elem().FieldByName("Root")
	return replica(list).Interface().(*parse.ListNode), found.Tree, true
}

// replica copies a value that reflection may read but not hand out, without the
// unexported fields: nodes point to their tree there.
func replica(v reflect.Value) reflect.Value {
	fresh := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			break
		}
		if v.Kind() == reflect.Interface {
			fresh.Set(replica(v.Elem()))
			break
		}
		fresh.Set(reflect.New(v.Type().Elem()))
		fresh.Elem().Set(replica(v.Elem()))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fresh.Field(i).Set(replica(v.Field(i)))
			}
		}
	case reflect.Slice:
		fresh.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			fresh.Index(i).Set(replica(v.Index(i)))
		}
	case reflect.String:
		fresh.SetString(v.String())
	case reflect.Bool:
		fresh.SetBool(v.Bool())
	case reflect.Float64:
		fresh.SetFloat(v.Float())
	case reflect.Complex128:
		fresh.SetComplex(v.Complex())
	case reflect.Uint8, reflect.Uint64:
		fresh.SetUint(v.Uint())
	default:
		fresh.SetInt(v.Int())
	}
	return fresh
}
