package shape

import (
	"fmt"
	"regexp"
	"strings"
)

// numbers is how many a command of path data takes, again and again.
var numbers = map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 's': 4, 'q': 4, 't': 2, 'a': 7, 'z': 0}

var (
	gap    = regexp.MustCompile(`^[ \t\r\n]*,?[ \t\r\n]*`)
	number = regexp.MustCompile(`^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?`)
)

// check says what is wrong with path data, or nothing.
func check(d string) string {
	if d == "" || d[0] != 'M' && d[0] != 'm' {
		return "il commence par M"
	}
	for d != "" {
		name := d[0]
		takes, ok := numbers[name|0x20]
		if !ok {
			return fmt.Sprintf("« %.20s »", d)
		}
		rest, count := arguments(strings.TrimLeft(d[1:], " \t\r\n"))
		if takes == 0 && count > 0 || takes > 0 && (count == 0 || count%takes != 0) {
			return fmt.Sprintf("%c ne va pas avec %d nombres, dans « %.20s »", name, count, d)
		}
		d = rest
	}
	return ""
}

// arguments counts the numbers ahead and answers what is behind them.
func arguments(d string) (string, int) {
	for count := 0; ; count++ {
		size := len(number.FindString(d))
		if size == 0 {
			return d, count
		}
		d = d[size:]
		d = d[len(gap.FindString(d)):]
	}
}
