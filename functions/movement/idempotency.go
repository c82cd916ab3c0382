package movement

import "time"

// Idempotency names one sending of a form across its retries.
type Idempotency struct {
	Route string
	Key   string        // the sender's, or a hash of the body
	Hash  string        // of the payload: the same key with another is refused
	Life  time.Duration // how long the answer is remembered
}
