package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// clock is the product's clock: the machine's, moved ahead in development. How
// far is kept, so that data written in that future does not lie ahead of a
// restarted product.
type clock struct {
	ahead atomic.Int64 // time.Duration
	file  string       // empty: never moved
}

func openClock(dir string) (*clock, error) {
	c := &clock{file: filepath.Join(dir, "clock")}
	data, err := os.ReadFile(c.file)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(data)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.file, err)
	}
	c.ahead.Store(int64(ahead))
	return c, nil
}

// Now is the product's time.
func (c *clock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// advance moves the clock ahead, never back.
func (c *clock) advance(d time.Duration) error {
	if d < 0 {
		return errors.New("the clock only moves ahead")
	}
	ahead := time.Duration(c.ahead.Add(int64(d)))
	return os.WriteFile(c.file, []byte(ahead.String()+"\n"), 0o600)
}
