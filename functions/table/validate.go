package table

import (
	"fmt"
	"unicode/utf8"
)

// Validate refuses what breaks the contract of Write: no ops or too many, two
// ops on one key, empty or oversized keys, half an index key, items or writes
// over their size.
func Validate(ops []Op) error {
	if len(ops) == 0 || len(ops) > MaxOps {
		return fmt.Errorf("%w: %d ops, want 1 to %d", ErrInvalid, len(ops), MaxOps)
	}
	seen := make(map[Key]int, len(ops))
	total := 0
	for i, op := range ops {
		if first, twice := seen[op.Item.Key]; twice {
			return fmt.Errorf("%w: ops %d and %d are both on %s", ErrInvalid, first, i, op.Item.Key)
		}
		seen[op.Item.Key] = i
		if err := validateItem(op.Item); err != nil {
			return fmt.Errorf("op %d: %w", i, err)
		}
		if err := validateKind(op); err != nil {
			return fmt.Errorf("op %d: %w", i, err)
		}
		total += Size(op.Item)
	}
	if total > MaxWriteBytes {
		return fmt.Errorf("%w: write of %d bytes, want at most %d", ErrInvalid, total, MaxWriteBytes)
	}
	return nil
}

func validateKind(op Op) error {
	switch {
	case op.Kind < KindPut || op.Kind > KindAdd:
		return fmt.Errorf("%w: not made by Put, Delete, Check or Add", ErrInvalid)
	case op.Kind == KindCheck && op.Cond.IsAlways():
		return fmt.Errorf("%w: checks nothing", ErrInvalid)
	case op.Item.TTL < 0:
		return fmt.Errorf("%w: item %s has a negative TTL", ErrInvalid, op.Item.Key)
	}
	return nil
}

func validateItem(i Item) error {
	if err := ValidateKey(i.Key); err != nil {
		return err
	}
	if (i.GPK == "") != (i.GSK == "") {
		return fmt.Errorf("%w: item %s has half an index key", ErrInvalid, i.Key)
	}
	if len(i.GPK) > MaxPKBytes || len(i.GSK) > MaxSKBytes {
		return fmt.Errorf("%w: item %s has an index key over its size", ErrInvalid, i.Key)
	}
	if !utf8.ValidString(i.GPK) || !utf8.ValidString(i.GSK) || !utf8.ValidString(i.Type) || !utf8.Valid(i.Data) {
		return fmt.Errorf("%w: item %s is not UTF-8", ErrInvalid, i.Key)
	}
	if n := Size(i); n > MaxItemBytes {
		return fmt.Errorf("%w: item %s of %d bytes, want at most %d", ErrInvalid, i.Key, n, MaxItemBytes)
	}
	return nil
}

// ValidateKey refuses a key with an empty or oversized part or not in UTF-8.
func ValidateKey(k Key) error {
	if k.PK == "" || k.SK == "" || len(k.PK) > MaxPKBytes || len(k.SK) > MaxSKBytes {
		return fmt.Errorf("%w: key %q has an empty or oversized part", ErrInvalid, k)
	}
	if !utf8.ValidString(k.PK) || !utf8.ValidString(k.SK) {
		return fmt.Errorf("%w: key %q is not UTF-8", ErrInvalid, k)
	}
	return nil
}

// Distinct returns the keys of a GetMany, each once and in their order, or
// refuses them: too many, or one that ValidateKey refuses.
func Distinct(keys []Key) ([]Key, error) {
	once := make([]Key, 0, len(keys))
	seen := make(map[Key]bool, len(keys))
	for _, k := range keys {
		if seen[k] {
			continue
		}
		if err := ValidateKey(k); err != nil {
			return nil, err
		}
		seen[k] = true
		once = append(once, k)
	}
	if len(once) > MaxGet {
		return nil, fmt.Errorf("%w: %d keys, want at most %d", ErrInvalid, len(once), MaxGet)
	}
	return once, nil
}

// Size is what an item weighs against MaxItemBytes at most: attribute names and
// values in bytes, numbers at their largest, and what an engine keeps beside N.
func Size(i Item) int {
	const number, beside = 21, 64
	n := len("pk") + len(i.PK) + len("sk") + len(i.SK) + len("v") + number
	if i.GPK != "" {
		n += len("gpk") + len(i.GPK) + len("gsk") + len(i.GSK)
	}
	if i.Cap != nil {
		n += len("c") + number
	}
	return n + len("ttl") + number + len("n") + number + beside + len("t") + len(i.Type) + len("d") + len(i.Data)
}
