// Package sqlite keeps the table in one SQLite file: the storage of a Maillage
// that runs on one machine.
//
//	t, err := sqlite.Open(ctx, sqlite.Config{Path: "maillage.db", Now: time.Now})
//	defer t.Close()
//
// A write that was answered is on the disk: the log is synchronised before each
// answer, and writes that arrive meanwhile share the next synchronisation. One
// goroutine writes; reads run beside it on their own connections and see every
// answered write. Other processes may open the same file, each waiting for the
// other's writes.
//
// Expired items are absent at once, and deleted when the host calls
// [Table.Sweep].
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the database/sql driver

	"maillage/functions/table"
)

// Memory is the Path of a table that is gone at Close, for tests.
const Memory = ":memory:"

const readers = 4

// Text is compared by its bytes, which is the order the contract asks for.
// Rows are small and mostly read in runs: WITHOUT ROWID keeps a run together.
const schema = `
CREATE TABLE IF NOT EXISTS item (
	pk  TEXT NOT NULL,
	sk  TEXT NOT NULL,
	gpk TEXT,
	gsk TEXT,
	v   INTEGER NOT NULL,
	ttl INTEGER NOT NULL,
	n   INTEGER NOT NULL,
	c   INTEGER,
	t   TEXT NOT NULL,
	d   TEXT NOT NULL,
	PRIMARY KEY (pk, sk)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS item_g ON item (gpk, gsk, pk, sk) WHERE gpk IS NOT NULL;
CREATE INDEX IF NOT EXISTS item_ttl ON item (ttl) WHERE ttl > 0;
CREATE TABLE IF NOT EXISTS token (
	token TEXT PRIMARY KEY,
	ops   BLOB NOT NULL,
	at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS token_at ON token (at);
`

// Config is what Open needs.
type Config struct {
	Path string           // of the file, made with mode 0600 where missing; or Memory
	Now  func() time.Time // the clock by which reads find items expired
}

// Table is a table.Table in a file.
type Table struct {
	now     func() time.Time
	reads   *statements
	writes  *writer
	dispose func() error
}

var _ table.Table = (*Table)(nil)

// Open opens the file, making it where there is none.
func Open(ctx context.Context, c Config) (*Table, error) {
	path, dispose, err := place(c.Path)
	if err != nil {
		return nil, fmt.Errorf("open table %s: %w", c.Path, err)
	}
	t := &Table{now: c.Now, dispose: dispose}
	if err := t.open(ctx, path, c.Path == Memory); err != nil {
		return nil, errors.Join(fmt.Errorf("open table %s: %w", c.Path, err), dispose())
	}
	return t, nil
}

// Close waits for the write under way and closes the file.
func (t *Table) Close() error {
	return errors.Join(t.writes.close(), t.reads.close(), t.dispose())
}

func (t *Table) open(ctx context.Context, path string, scratch bool) error {
	synchronous := "synchronous(FULL)"
	if scratch {
		synchronous = "synchronous(OFF)"
	}
	write, err := sql.Open("sqlite", dsn(path, "journal_mode(WAL)", synchronous, "cache_size(-16000)"))
	if err != nil {
		return err
	}
	if _, err := write.ExecContext(ctx, schema); err != nil {
		return errors.Join(err, write.Close())
	}
	if t.writes, err = newWriter(ctx, write, t.now); err != nil {
		return errors.Join(err, write.Close())
	}
	read, err := sql.Open("sqlite", dsn(path, "query_only(1)"))
	if err != nil {
		return errors.Join(err, t.writes.close())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	t.reads = newStatements(read)
	return nil
}

// place makes the file, readable by its owner alone, since SQLite would make it
// readable by all, and gives what removes it again.
func place(path string) (file string, dispose func() error, err error) {
	dispose = func() error { return nil }
	if path == Memory {
		dir, err := os.MkdirTemp("", "maillage-table-")
		if err != nil {
			return "", nil, err
		}
		path, dispose = filepath.Join(dir, "table.db"), func() error { return os.RemoveAll(dir) }
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", nil, errors.Join(err, dispose())
	}
	return path, dispose, f.Close()
}

func dsn(path string, pragmas ...string) string {
	q := url.Values{"_pragma": append(pragmas, "busy_timeout(5000)")}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}
