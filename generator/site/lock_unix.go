//go:build unix

package site

import (
	"os"
	"syscall"
)

// lock takes a file for one program, or says that another has it. The system frees
// it when the program ends, however it does.
func lock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
