// Package app puts the functions together: it gives each package its store, its
// poster and its secrets, and it holds the one table of entries, which is also
// what infra/template.yaml is tested against.
//
// An entry is what one Lambda resource runs, named by _HANDLER, and so a trust
// boundary: its role may do what Entry.Access says and nothing else.
// functions/main.go starts one entry on AWS; infra/local serves them all.
//
// The package names no adapter: which table, which mail service and where
// secrets come from is its caller's choice, in [Config].
package app

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"maillage/functions/admin"
	"maillage/functions/mail"
	"maillage/functions/membership"
	"maillage/functions/movement"
	"maillage/functions/newsletter"
	"maillage/functions/store"
	"maillage/functions/table"
	"maillage/functions/web"
)

// Config is what the functions run on; all of it is required.
type Config struct {
	Table   table.Table
	Sender  mail.Sender
	Secrets movement.SecretSource
	Now     func() time.Time
	Rand    io.Reader // safe for concurrent use
	Log     *slog.Logger

	Organisation string       // its name, as mails show it
	From         mail.Address // of account mail
	Origin       string       // of the sites, such as "https://example.org"
	AdminURL     string       // of the SPA, such as "https://admin.example.org/"
}

// App is the composed product.
type App struct {
	Store  *store.Store
	config Config
	pages  *web.Pages
}

// New composes the product.
func New(c Config) (*App, error) {
	texts, err := web.LoadTexts()
	if err != nil {
		return nil, fmt.Errorf("load texts: %w", err)
	}
	s := store.New(store.Config{Table: c.Table, Secrets: c.Secrets, Now: c.Now, Rand: c.Rand})
	return &App{Store: s, config: c, pages: &web.Pages{Published: s, Texts: texts}}, nil
}

// Handler is the http.Handler of an entry with routes.
func (a *App) Handler(e Entry) http.Handler {
	return web.New(web.Config{Routes: e.Routes(a), Actors: a.Store, Pages: a.pages, Cookies: a.cookies(),
		Now: a.config.Now, Log: a.config.Log})
}

// cookies are secure wherever the sites are.
func (a *App) cookies() web.Cookies {
	return web.Cookies{Secure: strings.HasPrefix(a.config.Origin, "https:")}
}

func (a *App) membership() *membership.Service {
	c := a.config
	return &membership.Service{Store: a.Store, Pages: a.pages, Decoder: web.NewDecoder(), Cookies: a.cookies(), AdminPath: a.adminPath(),
		Challenges: &web.Challenges{Secrets: c.Secrets, Now: c.Now, Rand: c.Rand}, Now: c.Now, Rand: c.Rand}
}

func (a *App) admin() *admin.Service { return &admin.Service{Store: a.Store, Now: a.config.Now} }

// Newsletter is the sender of owed mail.
func (a *App) Newsletter() *newsletter.Service {
	c := a.config
	return &newsletter.Service{Store: a.Store, Poster: poster{c.Sender, c.From, c.Now},
		Organisation: c.Organisation, Origin: c.Origin, AdminURL: c.AdminURL, Log: c.Log}
}
