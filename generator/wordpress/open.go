package wordpress

import (
	"context"
	"errors"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"maillage/generator/site/external"
	"maillage/generator/site/report"
	"maillage/generator/wordpress/rest"
	"maillage/generator/wordpress/wxr"
)

// open finds out what the sources are: exports, a living site, or both.
func open(ctx context.Context, o Options) (source, error) {
	var files, sites []string
	for _, name := range o.Sources {
		if strings.Contains(name, "://") {
			sites = append(sites, name)
		} else {
			files = append(files, name)
		}
	}
	if len(sites) > 1 {
		return nil, report.List{{File: sites[1], Message: report.T("wp.sites"), Hint: report.T("wp.sites.hint")}}
	}
	var site *rest.Site
	if len(sites) == 1 {
		var err error
		if site, err = openSite(ctx, o, sites[0]); err != nil || len(files) == 0 {
			return site, err
		}
	}
	export, err := wxr.Open(ctx, files...)
	var refusal *wxr.Refusal
	if errors.As(err, &refusal) {
		return nil, report.List{{File: refusal.File, Message: report.T(string(refusal.Key), refusal.Args...), Hint: report.T("wp.notexport.hint")}}
	} else if err != nil || site == nil {
		return export, err
	}
	return &both{Export: export, living: site}, nil
}

// openSite finds the API of a site. An application password comes by the
// environment, never by a command that others can see.
func openSite(ctx context.Context, o Options, address string) (*rest.Site, error) {
	types := slices.DeleteFunc(slices.Sorted(maps.Keys(o.Types)), func(name string) bool { return o.Types[name] == "skip" })
	site, err := rest.Open(ctx, address, rest.Options{Types: types, Trust: o.Trust, User: os.Getenv("WORDPRESS_USER"), Password: os.Getenv("WORDPRESS_PASSWORD")})
	switch {
	case errors.Is(err, rest.ErrNoAPI):
		return nil, report.List{{File: address, Message: report.T("wp.noapi"), Hint: report.T("wp.notexport.hint")}}
	case external.IsRefused(err):
		return nil, report.List{{File: address, Message: report.T("wp.file.refused")}}
	}
	return site, err
}

// both takes everything from an export but the texts that page builders keep: those
// are what the living site shows.
type both struct {
	*wxr.Export
	living *rest.Site
	shown  map[int]string
}

var built = regexp.MustCompile(`\[/?(?:et_pb_|vc_|fusion_|av_|mk_|cs_|ux_|tatsu_)|<!-- wp:(?:acf|divi)/`)

// unseen says whether the stored text of an item is not what readers see.
func unseen(item *wxr.Item) bool {
	if item.Type == "attachment" || item.Type == "nav_menu_item" || item.Password {
		return false
	}
	return strings.TrimSpace(item.Content) == "" || built.MatchString(item.Content)
}

// Each gives the items of the export.
func (b *both) Each(ctx context.Context, f func(*wxr.Item) error) error {
	if b.shown == nil {
		b.shown = map[int]string{}
		err := b.Export.Each(ctx, func(item *wxr.Item) error {
			if unseen(item) {
				b.shown[item.ID] = ""
			}
			return nil
		})
		if err != nil {
			return err
		}
		err = b.living.Each(ctx, func(item *wxr.Item) error {
			if _, wanted := b.shown[item.ID]; wanted && item.Rendered {
				b.shown[item.ID] = item.Content
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return b.Export.Each(ctx, func(item *wxr.Item) error {
		if shown := b.shown[item.ID]; shown != "" && unseen(item) {
			item.Content, item.Rendered = shown, true
		}
		return f(item)
	})
}

// Close forgets what the living site said.
func (b *both) Close() error { return b.living.Close() }
