package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"maillage/functions/table"
)

// maxBatch is the most jobs that share one commit.
const maxBatch = 64

var errClosed = errors.New("table is closed")

// writer owns the one connection that changes the file. It takes the jobs that
// wait, runs them one after the other in one transaction, and answers them once
// that is committed: many concurrent writes pay for one synchronisation.
type writer struct {
	db   *sql.DB
	conn *sql.Conn
	now  func() time.Time
	stmt struct{ begin, commit, rollback, get, put, count, remove, token, remember, forget, sweep *sql.Stmt }

	jobs   chan *job
	end    sync.Once
	quit   chan struct{}
	gone   chan struct{}
	forgot int64 // when tokens were last forgotten, Unix seconds
}

// A job changes the file within the transaction of its batch. Its answer is for
// the caller; an answer that refuses must have changed nothing. An error
// undoes the whole batch.
type job struct {
	run    func() (answer, err error)
	answer error
	done   chan error
}

func newWriter(ctx context.Context, db *sql.DB, now func() time.Time) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{db: db, conn: conn, now: now, jobs: make(chan *job, maxBatch), quit: make(chan struct{}), gone: make(chan struct{})}
	for text, stmt := range map[string]**sql.Stmt{
		"BEGIN IMMEDIATE": &w.stmt.begin,
		"COMMIT":          &w.stmt.commit,
		"ROLLBACK":        &w.stmt.rollback,
		getItem:           &w.stmt.get,
		putItem:           &w.stmt.put,
		countItem:         &w.stmt.count,
		removeItem:        &w.stmt.remove,
		findToken:         &w.stmt.token,
		rememberToken:     &w.stmt.remember,
		forgetTokens:      &w.stmt.forget,
		sweepItems:        &w.stmt.sweep,
	} {
		if *stmt, err = conn.PrepareContext(ctx, text); err != nil {
			return nil, errors.Join(fmt.Errorf("prepare %q: %w", text, err), conn.Close())
		}
	}
	go w.loop()
	return w, nil
}

// do has the job run and waits for its answer. When ctx ends first, the job may
// still be done.
func (w *writer) do(ctx context.Context, run func() (answer, err error)) error {
	j := &job{done: make(chan error, 1)}
	j.run = func() (answer, err error) {
		if ctx.Err() != nil {
			return context.Cause(ctx), nil
		}
		return run()
	}
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-w.gone:
		return errClosed
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-w.gone:
	}
	select {
	case err := <-j.done:
		return err
	default:
		return errClosed
	}
}

func (w *writer) close() error {
	w.end.Do(func() { close(w.quit) })
	<-w.gone
	return errors.Join(w.conn.Close(), w.db.Close())
}

func (w *writer) loop() {
	defer close(w.gone)
	for {
		select {
		case <-w.quit:
			return
		case first := <-w.jobs:
			batch := w.gather(first)
			err := w.transact(batch)
			for _, j := range batch {
				if err != nil {
					j.answer = err
				}
				j.done <- j.answer
			}
		}
	}
}

func (w *writer) gather(first *job) []*job {
	batch := []*job{first}
	for len(batch) < maxBatch {
		select {
		case j := <-w.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// transact commits a batch. It runs apart from the callers' contexts: one that
// gives up must not undo the others' work.
func (w *writer) transact(batch []*job) error {
	ctx := context.Background()
	if _, err := w.stmt.begin.ExecContext(ctx); err != nil {
		return busy(err)
	}
	err := w.forgetTokens()
	for _, j := range batch {
		if err == nil {
			j.answer, err = j.run()
		}
	}
	if err == nil {
		_, err = w.stmt.commit.ExecContext(ctx)
	}
	if err != nil {
		// SQLite has already rolled back after some errors: a failure to do it
		// again says nothing.
		_, _ = w.stmt.rollback.ExecContext(ctx)
	}
	return err
}

// busy tells another process's long write from a broken file.
func busy(err error) error {
	var e *driver.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY {
		return fmt.Errorf("%w: %w", table.ErrBusy, err)
	}
	return err
}
