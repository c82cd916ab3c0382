package wordpress

import (
	"context"
	"errors"
	"strings"

	"maillage/generator/site/report"
	"maillage/generator/wordpress/wxr"
)

// open finds out what the sources are.
func open(_ context.Context, o Options) (source, error) {
	for _, name := range o.Sources {
		if strings.Contains(name, "://") {
			return nil, report.List{{File: name, Message: report.T("wp.url"), Hint: report.T("wp.url.hint")}}
		}
	}
	export, err := wxr.Open(o.Sources...)
	if errors.Is(err, wxr.ErrNotExport) {
		return nil, report.List{{File: strings.Join(o.Sources, " "), Message: report.T("wp.notexport"), Hint: report.T("wp.notexport.hint")}}
	}
	return export, err
}
