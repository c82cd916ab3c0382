package movement

import (
	"errors"
	"fmt"
)

// Kind says what went wrong in the terms of the product; functions/web alone
// translates it into an HTTP status.
type Kind int

// The kinds of error. The zero Kind is internal: it is logged and never shown.
const (
	Internal    Kind = iota
	Malformed        // the request cannot be read at all
	TooLarge         // the request is larger than anything sent in good faith
	Invalid          // what a person wrote is at fault; Fields says where
	NotFound         // there is no such thing, or it is out of the actor's scope
	Unsigned         // nobody is signed in, or no longer
	Forbidden        // signed in, but without the right
	Expired          // the link, code or form has had its time
	Conflict         // another change came first, or the key was used otherwise
	TooMany          // a rate limit
	Unavailable      // try again later; nothing was done
)

// Error is the one error type that crosses packages with a meaning for people.
// Message and the values of Fields are catalogue keys (see functions/web), never
// sentences, so that each reader gets them in their language.
type Error struct {
	Kind    Kind
	Message string            // catalogue key of the whole, such as "confirm.expired"
	Fields  map[string]string // form field -> catalogue key, such as "email": "email.invalid"
	Err     error             // the private cause
}

func (e *Error) Error() string {
	switch {
	case e.Err != nil:
		return fmt.Sprintf("%s: %v", e.Message, e.Err)
	case len(e.Fields) > 0:
		return fmt.Sprintf("%s: %v", e.Message, e.Fields)
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf is the Kind of the first *Error in err's chain, Internal without one.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
