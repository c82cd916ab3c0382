package site

import (
	"io/fs"
	"os"
	"syscall"
)

// createFile writes a new file and tells when it was last changed, by no more
// system calls than that takes: os.File makes twice as many.
func createFile(full string, data []byte) (changed int64, err error) {
	changed, opened, err := fill(full, syscall.O_CREAT|syscall.O_EXCL, data)
	if opened && err != nil {
		_ = os.Remove(full) // half a page is worse than none
	}
	return changed, err
}

// overwriteFile writes a file that is there.
func overwriteFile(full string, data []byte) (changed int64, err error) {
	changed, _, err = fill(full, syscall.O_NOFOLLOW, data)
	return changed, err
}

// fill opens a file and gives it a content.
func fill(full string, flags int, data []byte) (changed int64, opened bool, err error) {
	file, err := uninterrupted(func() (int, error) { return syscall.Open(full, syscall.O_WRONLY|syscall.O_CLOEXEC|flags, 0o644) })
	if err != nil {
		return 0, false, &fs.PathError{Op: "open", Path: full, Err: err}
	}
	size := int64(len(data))
	for err == nil && len(data) > 0 {
		var n int
		n, err = uninterrupted(func() (int, error) { return syscall.Write(file, data) })
		data = data[max(n, 0):]
	}
	var info syscall.Stat_t
	if err == nil {
		err = syscall.Fstat(file, &info)
	}
	if err == nil && info.Size > size {
		if err = syscall.Ftruncate(file, size); err == nil {
			err = syscall.Fstat(file, &info)
		}
	}
	if failed := syscall.Close(file); err == nil {
		err = failed
	}
	if err != nil {
		return 0, true, &fs.PathError{Op: "write", Path: full, Err: err}
	}
	return info.Mtim.Nano(), true, nil
}

// uninterrupted makes a system call until no signal interrupts it.
func uninterrupted(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != syscall.EINTR {
			return n, err
		}
	}
}

// lookAt is the size of a file and when it was last changed, in nanoseconds.
func lookAt(full string) (size, changed int64, err error) {
	var info syscall.Stat_t
	_, err = uninterrupted(func() (int, error) { return 0, syscall.Lstat(full, &info) })
	return info.Size, info.Mtim.Nano(), err
}
