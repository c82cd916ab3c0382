package membership

import (
	"net/http"
	"time"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// claimForm is what somebody brings back from a mail: the link's token, or the
// address and the code.
type claimForm struct {
	Token    string `form:"token" validate:"max=100"`
	Email    string `form:"email" validate:"required_without=Token,omitempty,address"`
	Code     string `form:"code" validate:"required_without=Token,omitempty,code"`
	Language string `form:"lang" validate:"omitempty,oneof=fr en"`
	Source   string `form:"source" validate:"max=300,line"`
}

// claim is what the form claims. The link's token is stronger: it is tried
// alone where it is there.
func (f claimForm) claim(r *http.Request) (movement.Claim, error) {
	if f.Token != "" {
		return movement.Claim{Link: f.Token}, nil
	}
	email, err := web.ParseEmail(f.Email)
	claim := movement.Claim{Email: email, Code: web.Digits(f.Code)}
	if network, ok := web.ClientNetwork(r); ok {
		claim.Limits = []movement.Limit{{Name: "code.network", Key: network, Max: 60, Per: 10 * time.Minute}}
	}
	return claim, err
}

// confirm makes a member of whoever presses the button of the mailed page, and
// welcomes them on the site of their own zone.
func (s *Service) confirm(w http.ResponseWriter, r *http.Request) error {
	var form claimForm
	if err := s.Decoder.Decode(r, &form); err != nil {
		return err
	}
	claim, err := form.claim(r)
	if err != nil {
		return err
	}
	member, err := s.Store.Confirm(r.Context(), claim)
	if err != nil {
		return err
	}
	if web.WantsJSON(r) {
		return web.JSON(w, http.StatusAccepted, status{"confirmed"})
	}
	home, err := s.Pages.Home(r, member.Zone)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, home.Page("welcome"))
}
