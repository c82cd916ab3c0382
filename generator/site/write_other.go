//go:build !linux

package site

import (
	"errors"
	"os"
)

// createFile writes a new file and tells when it was last changed.
func createFile(full string, data []byte) (changed int64, err error) {
	file, err := os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	if changed, err = fill(file, data); err != nil {
		_ = os.Remove(full) // half a page is worse than none
	}
	return changed, err
}

// overwriteFile writes a file that is there.
func overwriteFile(full string, data []byte) (changed int64, err error) {
	file, err := os.OpenFile(full, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return 0, err
	}
	return fill(file, data)
}

func fill(file *os.File, data []byte) (changed int64, err error) {
	_, err = file.Write(data)
	info, failed := file.Stat()
	if err = errors.Join(err, failed, file.Close()); err != nil {
		return 0, err
	}
	return info.ModTime().UnixNano(), nil
}

// lookAt is the size of a file and when it was last changed, in nanoseconds.
func lookAt(full string) (size, changed int64, err error) {
	info, err := os.Lstat(full)
	if err != nil {
		return 0, 0, err
	}
	return info.Size(), info.ModTime().UnixNano(), nil
}
