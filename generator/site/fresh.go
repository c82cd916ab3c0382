package site

import (
	"debug/elf"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/zeebo/xxh3"

	"maillage/generator/site/report"
)

// nothingToDo reports whether no file that the sites are made from has changed
// since they were built, no moment has come at which they change by themselves,
// and no output has been touched.
func (e *Engine) nothingToDo(at time.Time) (Result, bool) {
	if e.store == nil || e.options.Fresh {
		return Result{}, false
	}
	start := e.options.Now()
	var sum uint64
	var settled bool
	var looking sync.WaitGroup
	looking.Go(func() { sum, settled = e.fingerprint() }) // while begin looks at what was written
	e.begin()
	looking.Wait()
	head := e.known
	e.store.inputs = 0
	if settled {
		e.store.inputs = sum
	}
	if !settled || sum != head.Inputs || at.Unix() < head.At || head.Next != 0 && at.Unix() >= head.Next {
		return Result{}, false
	}
	for _, o := range e.outputs {
		if !o.known {
			return Result{}, false
		}
	}
	result := head.Result
	result.Unchanged, result.Written, result.Removed, result.Slowest = len(e.outputs), 0, 0, nil
	result.Duration = e.options.Now().Sub(start)
	return result, true
}

// fingerprint tells the state of everything a build is made from, the program
// included.
func (e *Engine) fingerprint() (uint64, bool) {
	o := e.options
	d := (&digest{}).text(o.BaseURL).text(o.Theme).text(program())
	sum, ok := fingerprint(time.Now(), o.Content, o.Themes)
	return d.number(sum).sum(), ok
}

// program identifies the running program: another one may write other bytes. The
// linker leaves a hash in it; where it did not, all of it is hashed.
var program = sync.OnceValue(func() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	if linked, err := elf.Open(name); err == nil {
		defer linked.Close()
		if note := linked.Section(".note.go.buildid"); note != nil {
			if id, err := note.Data(); err == nil && len(id) > 40 {
				return string(id)
			}
		}
	}
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	hash := xxh3.New()
	if _, err := io.Copy(hash, file); err != nil {
		return ""
	}
	return strconv.FormatUint(hash.Sum64(), 36)
})

// world hashes what every page may be made from: the program, the themes, the
// data files.
func (e *Engine) world() uint64 {
	d := (&digest{}).text(program()).text(e.options.BaseURL).text(e.options.Theme)
	for _, folder := range []string{e.options.Themes, filepath.Join(e.options.Content, "theme"), filepath.Join(e.options.Content, "data")} {
		_ = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil
			case entry.IsDir() && entry.Name() == "admin":
				return filepath.SkipDir
			case entry.Type().IsRegular():
				data, _ := os.ReadFile(name) // one that cannot be read is told when it is needed
				d.text(name).number(xxh3.Hash(data))
			}
			return nil
		})
	}
	return d.sum()
}

// asProblems are the problems in an error, which names the output otherwise.
func asProblems(file string, err error) report.List {
	var problems report.List
	if err == nil {
		return nil
	}
	if errors.As(err, &problems) {
		return problems
	}
	return report.List{{File: filepath.ToSlash(file), Message: report.Raw(err.Error())}}
}
