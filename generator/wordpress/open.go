package wordpress

import (
	"context"
	"errors"
	"strings"

	"maillage/generator/site/report"
	"maillage/generator/wordpress/wxr"
)

// open finds out what the sources are.
func open(ctx context.Context, o Options) (source, error) {
	for _, name := range o.Sources {
		if strings.Contains(name, "://") {
			return nil, report.List{{File: name, Message: report.T("wp.url"), Hint: report.T("wp.url.hint")}}
		}
	}
	export, err := wxr.Open(ctx, o.Sources...)
	var refusal *wxr.Refusal
	if errors.As(err, &refusal) {
		return nil, report.List{{File: refusal.File, Message: report.T(string(refusal.Key), refusal.Args...), Hint: report.T("wp.notexport.hint")}}
	} else if err != nil {
		return nil, err
	}
	return export, nil
}
