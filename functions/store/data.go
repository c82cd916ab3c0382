package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// dataLife is how long the sites' data are kept in memory.
const dataLife = time.Minute

// data is what the generator told: the zones and the wordings. It is read with
// whatever is read next once it has become old, so that it costs no call of its
// own.
type data struct {
	mu       sync.Mutex
	zones    *movement.Zones
	wordings movement.Wordings
	read     time.Time

	moves     *movement.Moves // read where a page is missing, and nowhere else
	movesRead time.Time
}

var dataKeys = [...]string{"zones.json", "wordings.json"}

// wanted lists the keys to read again at now; none while the data are fresh.
func (d *data) wanted(now time.Time) []table.Key {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.zones != nil && now.Before(d.read.Add(dataLife)) && !now.Before(d.read) {
		return nil
	}
	return []table.Key{dataKey(dataKeys[0]), dataKey(dataKeys[1])}
}

// keep takes what was wanted out of the items read.
func (d *data) keep(items map[table.Key]table.Item, now time.Time) error {
	zonesItem, ok := items[dataKey(dataKeys[0])]
	if !ok {
		return nil
	}
	zones, err := movement.ParseZones(zonesItem.Data)
	if err != nil {
		return err
	}
	wordings := movement.Wordings{}
	if item, ok := items[dataKey(dataKeys[1])]; ok {
		if err := json.Unmarshal(item.Data, &wordings); err != nil {
			return fmt.Errorf("decode wordings: %w", err)
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.zones, d.wordings, d.read = zones, wordings, now
	return nil
}

func (d *data) known() (*movement.Zones, movement.Wordings, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.zones == nil {
		return nil, nil, &movement.Error{Kind: movement.Unavailable, Message: "busy",
			Err: errors.New("the table holds no zones yet: publish the sites' data first")}
	}
	return d.zones, d.wordings, nil
}

// readMany reads keys, and with them the sites' data when those are old.
func (s *Store) readMany(ctx context.Context, now time.Time, keys ...table.Key) (map[table.Key]table.Item, error) {
	items, err := s.table.GetMany(ctx, append(keys, s.data.wanted(now)...)...)
	if err != nil {
		return nil, err
	}
	return items, s.data.keep(items, now)
}

// Zones is the tree of zones as last published.
func (s *Store) Zones(ctx context.Context) (*movement.Zones, error) {
	now := s.now()
	if wanted := s.data.wanted(now); len(wanted) > 0 {
		items, err := s.table.GetMany(ctx, wanted...)
		if err != nil {
			return nil, fmt.Errorf("get zones: %w", err)
		}
		if err := s.data.keep(items, now); err != nil {
			return nil, err
		}
	}
	zones, _, err := s.data.known()
	return zones, err
}

// Moves are the redirections of the sites as last published. Like the zones they
// are kept for dataLife, and read together with those.
func (s *Store) Moves(ctx context.Context) (*movement.Moves, error) {
	now, key := s.now(), dataKey("redirects.json")
	s.data.mu.Lock()
	moves, read := s.data.moves, s.data.movesRead
	s.data.mu.Unlock()
	if moves != nil && now.Before(read.Add(dataLife)) && !now.Before(read) {
		return moves, nil
	}
	items, err := s.readMany(ctx, now, key)
	if err != nil {
		return nil, fmt.Errorf("get redirects: %w", err)
	}
	moves = &movement.Moves{}
	if item, ok := items[key]; ok {
		if moves, err = movement.ParseMoves(item.Data); err != nil {
			return nil, err
		}
	}
	s.data.mu.Lock()
	defer s.data.mu.Unlock()
	s.data.moves, s.data.movesRead = moves, now
	return moves, nil
}

// document wraps a published file, which need not be JSON.
type document struct {
	Text string `json:"text"`
}

// Document is one published file of dist/data by its name there, such as
// "shell/fr/ile-de-france.fr.html"; NotFound when there is none.
func (s *Store) Document(ctx context.Context, name string) (string, error) {
	var doc document
	_, ok, err := s.get(ctx, dataKey(name), &doc)
	if err == nil && !ok {
		err = &movement.Error{Kind: movement.NotFound, Message: "not-found", Err: fmt.Errorf("no document %s", name)}
	}
	return doc.Text, err
}

// SyncData publishes the files of dist/data that differ from what is published.
// infra calls it after every build.
func (s *Store) SyncData(ctx context.Context, files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return s.PutData(ctx, name, content)
	})
}

// PutData publishes one file of dist/data unless it is published already: JSON as
// it is, anything else as a document.
func (s *Store) PutData(ctx context.Context, name string, content []byte) error {
	item := table.Item{Key: dataKey(name), Type: "data/1", Data: content}
	if !json.Valid(content) {
		item = encode(dataKey(name), "document/1", document{Text: string(content)})
	}
	known, err := s.table.Get(ctx, item.Key)
	if err == nil && known.Type == item.Type && bytes.Equal(known.Data, item.Data) {
		return nil
	}
	if err != nil && !errors.Is(err, table.ErrNotFound) {
		return fmt.Errorf("get data %s: %w", name, err)
	}
	if err := s.write(ctx, s.now(), table.Put(item, table.Always)); err != nil {
		return fmt.Errorf("put data %s: %w", name, err)
	}
	s.data.mu.Lock()
	defer s.data.mu.Unlock()
	s.data.read, s.data.movesRead = time.Time{}, time.Time{}
	return nil
}
