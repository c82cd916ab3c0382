package membership

import (
	"net/http"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// signInForm asks for a sign-in mail.
type signInForm struct {
	Email    string `form:"email" validate:"required,address"`
	Language string `form:"lang" validate:"omitempty,oneof=fr en"`
}

// requestSignIn owes a sign-in mail to the organizer with the address, and
// answers the same whether or not there is one.
func (s *Service) requestSignIn(w http.ResponseWriter, r *http.Request) error {
	var form signInForm
	if err := s.Decoder.Decode(r, &form); err != nil {
		return err
	}
	email, err := web.ParseEmail(form.Email)
	if err != nil {
		return err
	}
	network, _ := web.ClientNetwork(r)
	request := movement.SignIn{Email: email, Language: web.Language(r), Network: network, Limits: networkLimits(r, "sign-in")}
	if err := s.Store.RequestSignIn(r.Context(), request); err != nil {
		return err
	}
	if web.WantsJSON(r) {
		return web.JSON(w, http.StatusAccepted, status{"sent"})
	}
	return web.SeeOther(w, r, s.AdminPath+"#/sign-in")
}

// signIn opens a session for whoever brings back a link or a code. It takes the
// place of the one the browser had.
func (s *Service) signIn(w http.ResponseWriter, r *http.Request) error {
	var form claimForm
	if err := s.Decoder.Decode(r, &form); err != nil {
		return err
	}
	claim, err := form.claim(r)
	if err != nil {
		return err
	}
	ticket, _, err := s.Store.SignIn(r.Context(), claim)
	if err != nil {
		return err
	}
	if before, ok := s.Cookies.Ticket(r); ok {
		if err := s.Store.SignOut(r.Context(), before); err != nil {
			return err
		}
	}
	s.Cookies.Set(w, ticket)
	if web.WantsJSON(r) {
		return web.JSON(w, http.StatusOK, status{"signed-in"})
	}
	return web.SeeOther(w, r, s.AdminPath)
}

// signOut ends the session at once, whether or not there was one.
func (s *Service) signOut(w http.ResponseWriter, r *http.Request) error {
	if ticket, ok := s.Cookies.Ticket(r); ok {
		if err := s.Store.SignOut(r.Context(), ticket); err != nil {
			return err
		}
	}
	s.Cookies.Clear(w)
	if web.WantsJSON(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return web.SeeOther(w, r, "/")
}
