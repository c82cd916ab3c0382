package wordpress

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"sync"
)

// ledgerFolder of a zone holds what imports remember; the generator does not look
// into it.
const ledgerFolder = ".wordpress"

// entry of a ledger is a file that an import wrote.
type ledgerEntry struct {
	ID     int    `json:"id"`
	File   string `json:"file"` // below the content folder
	Sum    string `json:"sum"`
	Before string `json:"before,omitempty"` // its sum until then: a run may end between ledger and file
}

// ledger knows every file that earlier imports of a site wrote, and with which
// bytes: a file that differs was edited by a person and is never touched. A line
// is added before its file is written, so that a run that was cut short can be
// run again.
type ledger struct {
	root *os.Root
	name string // of its file
	mu   sync.Mutex
	byID map[int]ledgerEntry
	log  *os.File

	folders map[string]*os.Root // that were written to: opening one is most of the work
}

func openLedger(root *os.Root, zone, name string) (*ledger, error) {
	l := &ledger{root: root, name: path.Join(zone, ledgerFolder, name+".jsonl"), byID: map[int]ledgerEntry{}, folders: map[string]*os.Root{}}
	data, err := root.ReadFile(l.name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read %s: %w", l.name, err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var entry ledgerEntry
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry.ID != 0 { // the last line may be cut short
			l.byID[entry.ID] = entry
		}
	}
	if err := root.MkdirAll(path.Dir(l.name), 0o755); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	l.log, err = root.OpenFile(l.name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	if len(data) > 0 && data[len(data)-1] != '\n' {
		_, err = l.log.WriteString("\n")
	}
	return l, err
}

// close writes the ledger anew, a line for each file in order.
func (l *ledger) close() error {
	var out bytes.Buffer
	for _, id := range slices.Sorted(maps.Keys(l.byID)) {
		entry := l.byID[id]
		entry.Before = ""
		line, err := json.Marshal(entry)
		if err != nil {
			return err
		}
		out.Write(append(line, '\n'))
	}
	for _, folder := range l.folders {
		folder.Close()
	}
	return errors.Join(l.log.Close(), replace(l.root, l.name, out.Bytes()))
}

// outcome is what became of a file.
type outcome string

const (
	created   outcome = "created"
	updated   outcome = "updated"
	unchanged outcome = "unchanged"
	edited    outcome = "edited"   // by a person; WordPress says what it said before
	conflict  outcome = "conflict" // by a person, and the text has changed in WordPress too
	removed   outcome = "removed"  // by a person
)

// write puts a text where it was or where it is wanted, unless a person decided
// otherwise. What WordPress says where a person has edited lies in the ledger's
// folder, to compare.
func (l *ledger) write(id int, file string, data []byte) (outcome, error) {
	l.mu.Lock()
	known, again := l.byID[id]
	l.mu.Unlock()
	sum := sumOf(data)
	if !again {
		return created, l.put(ledgerEntry{ID: id, File: file, Sum: sum}, data)
	}
	folder, err := l.folder(known.File)
	if err != nil {
		return "", err
	}
	there, err := folder.ReadFile(path.Base(known.File))
	if errors.Is(err, fs.ErrNotExist) && known.Before == "" {
		return removed, nil
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read %s: %w", known.File, err)
	}
	switch now := sumOf(there); {
	case err == nil && now == sum:
		return unchanged, l.note(ledgerEntry{ID: id, File: known.File, Sum: sum})
	case err == nil && now != known.Sum && now != known.Before && sum == known.Sum:
		return edited, nil
	case err == nil && now != known.Sum && now != known.Before:
		beside := path.Join(path.Dir(l.name), "conflicts", path.Base(known.File))
		if err := l.root.MkdirAll(path.Dir(beside), 0o755); err != nil {
			return "", err
		}
		return conflict, replace(l.root, beside, data)
	}
	before := known.Sum
	if err != nil {
		before = "-"
	}
	return updated, l.put(ledgerEntry{ID: id, File: known.File, Sum: sum, Before: before}, data)
}

func (l *ledger) put(entry ledgerEntry, data []byte) error {
	if entry.Before == "" {
		entry.Before = "-" // nothing was there
	}
	if err := l.note(entry); err != nil {
		return err
	}
	folder, err := l.folder(entry.File)
	if err != nil {
		return err
	}
	return overwrite(folder, path.Base(entry.File), data)
}

// folder is that of a file, made if need be.
func (l *ledger) folder(file string) (*os.Root, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	name := path.Dir(file)
	if folder := l.folders[name]; folder != nil {
		return folder, nil
	}
	if err := l.root.MkdirAll(name, 0o755); err != nil {
		return nil, fmt.Errorf("write %s: %w", file, err)
	}
	folder, err := l.root.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", file, err)
	}
	l.folders[name] = folder
	return folder, nil
}

// note adds a line.
func (l *ledger) note(entry ledgerEntry) error {
	line, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byID[entry.ID] = entry
	if _, err := l.log.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write %s: %w", l.name, err)
	}
	return nil
}

// fileOf is where an item was written before.
func (l *ledger) fileOf(id int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.byID[id].File
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// replace writes a file beside and renames it; one that is the same is left.
func replace(root *os.Root, file string, data []byte) error {
	if there, err := root.ReadFile(file); err == nil && bytes.Equal(there, data) {
		return nil
	}
	return overwrite(root, file, data)
}

func overwrite(root *os.Root, file string, data []byte) error {
	beside := path.Join(path.Dir(file), "."+path.Base(file)+".new")
	if err := root.WriteFile(beside, data, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	if err := root.Rename(beside, file); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}
