package app_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"maillage/functions/table"
	"maillage/functions/table/tabletest"
)

// brokenTable changes what is written, once it is told how: what a bug looks like
// from below.
type brokenTable struct {
	table.Table
	become func([]table.Op) []table.Op
}

func (b *brokenTable) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
	if b.become == nil {
		return b.Table.Write(ctx, token, ops...)
	}
	if ops = b.become(slices.Clone(ops)); len(ops) == 0 {
		return nil
	}
	return b.Table.Write(ctx, token, ops...)
}

// without forgets the ops on partitions with a prefix.
func without(prefix string) func([]table.Op) []table.Op {
	return func(ops []table.Op) []table.Op {
		return slices.DeleteFunc(ops, func(op table.Op) bool { return strings.HasPrefix(op.Item.PK, prefix) })
	}
}

// spy is a test that may fail without failing.
type spy struct {
	testing.TB
	mu     sync.Mutex
	faults []string
}

func (s *spy) fault(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, text)
}

func (s *spy) Error(args ...any)                 { s.fault(fmt.Sprintln(args...)) }
func (s *spy) Errorf(format string, args ...any) { s.fault(fmt.Sprintf(format, args...)) }
func (s *spy) Fatal(args ...any)                 { s.Error(args...); runtime.Goexit() }
func (s *spy) Fatalf(format string, args ...any) { s.Errorf(format, args...); runtime.Goexit() }

// TestFaultsCanFail plants bugs that the checks of TestFaults must find.
func TestFaultsCanFail(t *testing.T) {
	site := readSite(t)
	for _, test := range []struct {
		name   string
		use    useCase
		become func([]table.Op) []table.Op
		call   int // that loses its reply; 0: none
	}{
		{"an outbox item is not written", useCases[0], without("outbox#"), 0},
		{"a sending is not remembered", useCases[0], without("idem#"), 2},
		{"an address is not kept", useCases[0], without("email#"), 0},
		{"the contact is not written", useCases[0], without("contact#"), 0},
		{"a number is not taken", useCases[1], without("number#"), 0},
		{"no session is written", useCases[2], without("session#"), 0},
		{"the token is not used up by signing in", useCases[2], without("token#"), 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			watcher, done := &spy{TB: t}, make(chan struct{})
			go func() {
				defer close(done)
				s := newStage(watcher, site, test.use.prepare)
				s.bug.become = test.become
				s.faulty.Replan(tabletest.At(test.call, tabletest.LoseReply))
				test.use.check(s, s.persist())
			}()
			<-done
			if len(watcher.faults) == 0 {
				t.Error("nothing is found wrong")
			}
		})
	}
}
