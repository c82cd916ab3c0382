package site_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"maillage/generator/site"
)

// BenchmarkContest builds the same articles with Maillage and, where it is
// installed, with Hugo: whole commands in turn, each into a folder of its own,
// which is deleted only at the end. It prints a table of what is wanted and what
// was measured; MAILLAGE_BENCH=large adds 50,000 articles.
//
//	go test ./generator/site -run '^$' -bench Contest -timeout 1h
func BenchmarkContest(b *testing.B) {
	c := &contest{dir: b.TempDir(), corpus: newCorpus(1), costs: map[string][]cost{}}
	c.prepare(b)
	const articles, rounds = 10_000, 3
	b.Run("full", func(b *testing.B) { c.full(b, articles, rounds) })
	b.Run("zones", func(b *testing.B) { c.sites(b, articles) })
	b.Run("growth", func(b *testing.B) { c.growth(b) })
	for _, theme := range c.themes {
		b.Run("resident/"+theme, func(b *testing.B) { c.resident(b, theme, articles, 200) })
	}
	c.table()
}

// contest is what the contestants share.
type contest struct {
	dir       string
	corpus    *corpus
	generator string   // the program
	hugo      string   // the program; "" is not installed
	themes    []string // of Maillage
	costs     map[string][]cost
	rows      []row
	made      int // output folders
}

// cost is what a command took.
type cost struct {
	wall, cpu time.Duration
	memory    float64 // MB at most
}

// prepare builds the program and copies the themes, without the administration,
// which is no part of the contest.
func (c *contest) prepare(b *testing.B) {
	b.Helper()
	c.generator = filepath.Join(c.dir, "generator")
	if out, err := exec.Command("go", "build", "-o", c.generator, "maillage/generator").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	for _, name := range []string{"default", "campaign"} {
		if _, err := os.Stat(filepath.Join("../../themes", name, "theme.yaml")); err == nil {
			copyTree(b, filepath.Join("../../themes", name), filepath.Join(c.dir, "themes", name))
			c.themes = append(c.themes, name)
		}
	}
	if found, err := exec.LookPath("hugo"); err == nil {
		c.hugo = found
	}
	copyTree(b, "testdata/hugo", filepath.Join(c.dir, "hugo-themes/hugo"))
}

// fresh is an output folder that never was.
func (c *contest) fresh() string {
	c.made++
	return filepath.Join(c.dir, fmt.Sprint("out-", c.made))
}

// run measures a command and notes it under a name.
func (c *contest) run(b *testing.B, name, program string, args ...string) {
	b.Helper()
	c.costs[name] = append(c.costs[name], c.measure(b, program, args...))
}

func (c *contest) measure(b *testing.B, program string, args ...string) cost {
	b.Helper()
	command := exec.Command(program, args...)
	command.Env = append(os.Environ(), "LC_ALL=en", "HUGO_CACHEDIR="+filepath.Join(c.dir, "hugo-cache"))
	start := time.Now()
	out, err := command.CombinedOutput()
	if err != nil {
		b.Fatalf("%s %s: %v\n%.2000s", filepath.Base(program), strings.Join(args, " "), err, out)
	}
	spent := cost{wall: time.Since(start), cpu: command.ProcessState.UserTime() + command.ProcessState.SystemTime()}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		spent.memory = float64(usage.Maxrss) / 1024
	}
	return spent
}

// maillageArgs are the arguments of a build.
func (c *contest) maillageArgs(content, theme, out string, more ...string) []string {
	return append([]string{"build", "-content", content, "-themes", filepath.Join(c.dir, "themes"), "-theme", theme, "-out", out,
		"-base", "https://demain.example"}, more...)
}

func (c *contest) hugoArgs(site, out string) []string {
	return []string{"--source", site, "--themesDir", filepath.Join(c.dir, "hugo-themes"), "--destination", out, "--noBuildLock", "--quiet"}
}

// full builds everything cold, warm and unchanged.
func (c *contest) full(b *testing.B, articles, rounds int) {
	content, site := filepath.Join(c.dir, "content"), filepath.Join(c.dir, "site")
	c.corpus.maillage(b, content, articles)
	if c.hugo != "" {
		c.corpus.hugo(b, site, articles, true)
	}
	time.Sleep(time.Second) // files changed just now are read again, whatever is known of them
	var last string
	for b.Loop() {
		for range rounds {
			if c.hugo != "" {
				last = c.fresh()
				c.run(b, "hugo", c.hugo, c.hugoArgs(site, last)...)
			}
			for _, theme := range c.themes {
				out := c.fresh()
				c.run(b, theme+" cold", c.generator, c.maillageArgs(content, theme, out)...)
				before := stamps(b, out)
				c.run(b, theme+" warm", c.generator, c.maillageArgs(content, theme, out, "-fresh")...)
				c.run(b, theme+" unchanged", c.generator, c.maillageArgs(content, theme, out)...)
				c.noteRewritten(b, theme, before, stamps(b, out))
				c.noteFiles(b, theme, out)
			}
		}
	}
	if c.hugo != "" {
		c.noteFiles(b, "Hugo", last)
	}
	c.fullRows(b)
}

// sites builds a site for each zone.
func (c *contest) sites(b *testing.B, articles int) {
	if c.hugo == "" {
		b.Skip("hugo is not installed")
	}
	sites := c.corpus.hugo(b, filepath.Join(c.dir, "sites"), articles, false)
	content := filepath.Join(c.dir, "content")
	for b.Loop() {
		for range 2 {
			c.costs["hugo zones"] = append(c.costs["hugo zones"], c.twoAtATime(b, sites))
			for _, theme := range c.themes {
				c.run(b, theme+" zones", c.generator, c.maillageArgs(content, theme, c.fresh())...)
			}
		}
	}
	for _, theme := range c.themes {
		mine, theirs := c.median(theme+" zones"), c.median("hugo zones")
		c.row(b, theme, "120 zone sites against 120 Hugo runs: wall", "<= 0.25x", ratio(mine.wall, theirs.wall), "x",
			fmt.Sprintf("%.2f s, Hugo %.2f s", mine.wall.Seconds(), theirs.wall.Seconds()))
	}
}

// twoAtATime builds sites of Hugo on two cores.
func (c *contest) twoAtATime(b *testing.B, sites []string) cost {
	queue := make(chan []string, len(sites))
	for _, site := range sites {
		queue <- c.hugoArgs(site, c.fresh())
	}
	close(queue)
	var wait sync.WaitGroup
	var mu sync.Mutex
	var sum cost
	start := time.Now()
	for range 2 {
		wait.Go(func() {
			for args := range queue {
				spent := c.measure(b, c.hugo, args...)
				mu.Lock()
				sum.cpu += spent.cpu
				sum.memory = max(sum.memory, spent.memory)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	sum.wall = time.Since(start)
	return sum
}

// growth builds more and more articles.
func (c *contest) growth(b *testing.B) {
	sizes := []int{1000, 10_000}
	if os.Getenv("MAILLAGE_BENCH") == "large" {
		sizes = append(sizes, 50_000)
	}
	theme := c.themes[0]
	for b.Loop() {
		for _, size := range sizes {
			content := filepath.Join(c.dir, fmt.Sprint("content-", size))
			if _, err := os.Stat(content); err != nil {
				c.corpus.maillage(b, content, size)
			}
			for range 2 {
				c.run(b, fmt.Sprint("growth ", size), c.generator, c.maillageArgs(content, theme, c.fresh())...)
			}
		}
	}
	last := sizes[len(sizes)-1]
	small, large := c.median(fmt.Sprint("growth ", sizes[0])), c.median(fmt.Sprint("growth ", last))
	c.row(b, theme, fmt.Sprintf("growth from %d to %d articles: CPU of each", sizes[0], last), "<= 1.1x",
		ratio(large.cpu, small.cpu)*float64(sizes[0])/float64(last), "x",
		fmt.Sprintf("%.0f and %.0f µs, %.0f MB", small.cpu.Seconds()*1e6/float64(sizes[0]), large.cpu.Seconds()*1e6/float64(last), large.memory))
}

// BenchmarkBuild builds articles cold, then anew with their texts kept. Its profile
// tells the compiler what builds do most (make profile).
func BenchmarkBuild(b *testing.B) {
	c := &contest{dir: b.TempDir(), corpus: newCorpus(1)}
	c.prepare(b)
	content := filepath.Join(c.dir, "content")
	c.corpus.maillage(b, content, 10_000)
	for b.Loop() {
		o := site.Options{Content: content, Themes: filepath.Join(c.dir, "themes"), Out: c.fresh(), BaseURL: "https://demain.example", At: at}
		for _, o.Fresh = range []bool{false, true} {
			if _, err := site.Build(b.Context(), o); err != nil {
				b.Fatal(err)
			}
		}
	}
}
