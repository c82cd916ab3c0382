package site_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// row is a line of the table.
type row struct{ theme, what, bar, value, detail string }

// row notes a measure for the table and for the tools that read benchmarks.
func (c *contest) row(b *testing.B, theme, what, bar string, value float64, unit, detail string) {
	c.rows = append(c.rows, row{theme, what, bar, fmt.Sprintf("%.3g %s", value, unit), detail})
	name := strings.NewReplacer(" ", "-", ":", "", ",", "").Replace(theme + "/" + what + "/" + unit)
	b.ReportMetric(value, name)
	b.ReportMetric(0, "ns/op")
}

// fullRows are those of the builds of everything.
func (c *contest) fullRows(b *testing.B) {
	hugo := c.median("hugo")
	for _, theme := range c.themes {
		cold, warm, same := c.median(theme+" cold"), c.median(theme+" warm"), c.median(theme+" unchanged")
		against := func(what, bar string, mine, theirs float64, format string) {
			if theirs > 0 {
				c.row(b, theme, what, bar, mine/theirs, "x", fmt.Sprintf(format+", Hugo "+format, mine, theirs))
			} else {
				c.rows = append(c.rows, row{theme, what, bar, "-", fmt.Sprintf(format, mine)})
			}
		}
		against("cold full build against Hugo: CPU", "<= 0.2x", cold.cpu.Seconds(), hugo.cpu.Seconds(), "%.2f s")
		against("cold full build against Hugo: wall", "<= 0.2x", cold.wall.Seconds(), hugo.wall.Seconds(), "%.2f s")
		against("warm full build against Hugo: CPU", "<= 0.03x", warm.cpu.Seconds(), hugo.cpu.Seconds(), "%.2f s")
		against("warm full build against Hugo: wall", "<= 0.03x", warm.wall.Seconds(), hugo.wall.Seconds(), "%.2f s")
		against("peak memory against Hugo", "<= 0.2x", cold.memory, hugo.memory, "%.0f MB")
		c.row(b, theme, "nothing changed: wall", "<= 0.1 s", same.wall.Seconds(), "s", fmt.Sprintf("%.3f s of CPU", same.cpu.Seconds()))
	}
}

// noteFiles tells how much a contestant wrote.
func (c *contest) noteFiles(b *testing.B, name, out string) {
	files, size := count(b, out)
	detail := fmt.Sprintf("%d files, %.0f MB", files, float64(size)/1e6)
	if !slices.ContainsFunc(c.rows, func(r row) bool { return r.theme == name && r.what == "written" }) {
		c.rows = append(c.rows, row{name, "written", "", "", detail})
	}
}

// noteRewritten counts the files written again though they are the same.
func (c *contest) noteRewritten(b *testing.B, theme string, before, after map[string]os.FileInfo) {
	rewritten := 0
	for file, info := range after {
		if old := before[file]; old == nil || !old.ModTime().Equal(info.ModTime()) || !os.SameFile(old, info) {
			rewritten++
		}
	}
	const what = "unchanged output files rewritten"
	if !slices.ContainsFunc(c.rows, func(r row) bool { return r.theme == theme && r.what == what }) {
		c.row(b, theme, what, "0", float64(rewritten), "files", fmt.Sprintf("of %d, -fresh and again", len(after)))
	} else if rewritten > 0 {
		b.Errorf("%s: %d unchanged files were rewritten", theme, rewritten)
	}
}

// stamps are the files of the output, with their times.
func stamps(b *testing.B, out string) map[string]os.FileInfo {
	b.Helper()
	files := map[string]os.FileInfo{}
	err := filepath.WalkDir(filepath.Join(out, "public"), func(name string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			files[name], err = entry.Info()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return files
}

// median is the cost in the middle, each measure for itself.
func (c *contest) median(name string) cost {
	all := c.costs[name]
	if len(all) == 0 {
		return cost{}
	}
	middle := func(of func(cost) float64) float64 {
		values := make([]float64, len(all))
		for i, one := range all {
			values[i] = of(one)
		}
		slices.Sort(values)
		return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
	}
	return cost{
		wall:   time.Duration(middle(func(c cost) float64 { return float64(c.wall) })),
		cpu:    time.Duration(middle(func(c cost) float64 { return float64(c.cpu) })),
		memory: middle(func(c cost) float64 { return c.memory }),
	}
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

// table prints what was wanted and what was measured.
func (c *contest) table() {
	if len(c.rows) == 0 {
		return
	}
	slices.SortStableFunc(c.rows, func(a, b row) int { return cmp.Compare(a.theme, b.theme) })
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\ntheme\twhat\tbar\tmeasured\tdetail")
	for _, r := range c.rows {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", r.theme, r.what, r.bar, r.value, r.detail)
	}
	_ = out.Flush()
}
