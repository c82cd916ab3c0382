package picture

import (
	"fmt"
	"io/fs"
	"path"
	"time"
)

// VariantsOf is Variants for a file, and faster on the next build: where name,
// size and date are as they were, the original is not read. To read and hash the
// photographs of a large site would take longer than all the rest. A file that
// changed a moment ago, or has no date, is always read.
func (c *Cache) VariantsOf(files fs.FS, name string) (Picture, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return Picture{}, err
	}
	const moment = 2 * time.Second // the coarsest clock of a file system
	seen := keyOf([]byte("seen "+version), []byte(name), fmt.Append(nil, info.Size(), info.ModTime().UnixNano()))
	trusted := c.dir != "" && !info.ModTime().IsZero() && c.now().Sub(info.ModTime()) > moment
	if note, ok := c.load(seen); trusted && ok && len(note) == 1 {
		if entry, ok := c.load(note[0].Name); ok {
			return assemble(entry, name), nil
		}
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return Picture{}, err
	}
	p, err := c.Variants(data, name)
	if k, ok := kindOf(path.Ext(name)); err == nil && ok && trusted {
		err = c.save(seen, []File{{Name: variantsKey(k, data)}})
	}
	return p, err
}
