package report

// Nearest is the candidate that differs from word by the fewest letters, if it
// is near enough to be what was meant; else "". The first of equals wins.
func Nearest(word string, candidates []string) string {
	best, least := "", len([]rune(word))/3+2
	for _, c := range candidates {
		if d := distance([]rune(word), []rune(c), least); d < least {
			best, least = c, d
		}
	}
	return best
}

// NearestHint is the hint "did you mean …?" for word, or no hint.
func NearestHint(word string, candidates []string) Text {
	if near := Nearest(word, candidates); near != "" {
		return T("hint.nearest", near)
	}
	return Text{}
}

// distance is the number of letters to insert, delete, replace or swap with
// their neighbour to turn a into b; it gives up at limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row := rows[(i+2)%3], rows[i%3], rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return rows[(len(a)+1)%3][len(b)]
}

// Alone says whether no other candidate is as near to word as the one that was
// found.
func Alone(word, found string, candidates []string) bool {
	least := distance([]rune(word), []rune(found), len([]rune(word))+len([]rune(found)))
	for _, c := range candidates {
		if c != found && distance([]rune(word), []rune(c), least+1) <= least {
			return false
		}
	}
	return true
}
