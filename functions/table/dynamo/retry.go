package dynamo

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"maillage/functions/table"
)

const (
	maxAttempts = 12
	firstPause  = 20 * time.Millisecond // at most, before the second attempt
	longest     = time.Second           // pause at most, before any attempt

	conditionFailed = "ConditionalCheckFailed" // the code of a cancellation reason
)

// patience is the one layer of retries, of one call. It stands in for the SDK's
// own policy inside the SDK's loop, because that loop sends a request's bytes
// again where a second call would write its maps in another order.
type patience struct {
	ended    func() error // of the call's context
	deadline time.Time    // zero: none
	rand     io.Reader
	pauses   int
	last     verdict
	unknown  bool // an attempt may have happened
}

func (t *Table) patience(ctx context.Context) *patience {
	deadline, _ := ctx.Deadline()
	return &patience{ended: ctx.Err, deadline: deadline, rand: t.rand}
}

func (p *patience) option(o *dynamodb.Options) { o.Retryer = p }

// verdict is what the error of one attempt says.
type verdict int

const (
	final     verdict = iota // another attempt would end the same
	contended                // nothing happened; try again
	unclear                  // it may have happened; try again
)

var (
	errPatience    = errors.New("no time for another attempt")
	errUnprocessed = errors.New("keys left unprocessed")
)

// outcome is the error of the call in the words of the contract.
func (p *patience) outcome(err error) error {
	var (
		api      smithy.APIError
		canceled *types.TransactionCanceledException
	)
	switch {
	case p.last == contended && !p.unknown:
		return fmt.Errorf("%w: %w", table.ErrBusy, err)
	case errors.As(err, &canceled) && has(canceled, "ValidationError"):
		return fmt.Errorf("%w: %w", table.ErrInvalid, err)
	case errors.As(err, &api) && (api.ErrorCode() == "ValidationException" || api.ErrorCode() == "IdempotentParameterMismatchException"):
		return fmt.Errorf("%w: %w", table.ErrInvalid, err)
	}
	return err
}

func judge(err error) verdict {
	var (
		canceled *types.TransactionCanceledException
		api      smithy.APIError
		response interface{ HTTPStatusCode() int }
	)
	if errors.As(err, &canceled) {
		if has(canceled, "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded") {
			return contended
		}
		return final
	}
	if errors.As(err, &api) {
		switch api.ErrorCode() {
		case "TransactionConflictException", "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded":
			return contended
		case "TransactionInProgressException":
			return unclear // an earlier attempt is at work
		}
	}
	if errors.As(err, &response) && response.HTTPStatusCode() != 0 && response.HTTPStatusCode() != http.StatusOK && response.HTTPStatusCode() < 500 {
		return final
	}
	return unclear
}

func has(canceled *types.TransactionCanceledException, codes ...string) bool {
	for _, reason := range canceled.CancellationReasons {
		for _, code := range codes {
			if aws.ToString(reason.Code) == code {
				return true
			}
		}
	}
	return false
}

// IsErrorRetryable is part of aws.Retryer.
func (p *patience) IsErrorRetryable(err error) bool {
	if p.ended() != nil {
		p.last = final
		return false
	}
	p.last = judge(err)
	p.unknown = p.unknown || p.last == unclear
	return p.last != final
}

// MaxAttempts is part of aws.Retryer.
func (p *patience) MaxAttempts() int { return maxAttempts }

// RetryDelay is part of aws.Retryer: a random part of a pause that doubles. The
// deadline is of the context, so it is held against real time, not the
// product's.
func (p *patience) RetryDelay(_ int, err error) (time.Duration, error) {
	most := min(longest, firstPause<<min(p.pauses, 10))
	p.pauses++
	var b [8]byte
	if _, err := io.ReadFull(p.rand, b[:]); err != nil {
		return 0, fmt.Errorf("draw pause: %w", err)
	}
	pause := time.Duration(binary.BigEndian.Uint64(b[:]) % uint64(most))
	if !p.deadline.IsZero() && time.Until(p.deadline) < pause+firstPause {
		return 0, fmt.Errorf("%w: %w", errPatience, err)
	}
	return pause, nil
}

// GetRetryToken is part of aws.Retryer. There is no quota of retries.
func (p *patience) GetRetryToken(context.Context, error) (func(error) error, error) {
	return func(error) error { return nil }, nil
}

// GetInitialToken is part of aws.Retryer.
func (p *patience) GetInitialToken() func(error) error {
	return func(error) error { return nil }
}

// pause waits as before a retry, for answers that are not errors.
func (p *patience) pause(ctx context.Context) error {
	if p.pauses >= maxAttempts {
		return table.ErrBusy
	}
	d, err := p.RetryDelay(0, errUnprocessed)
	if err != nil {
		return fmt.Errorf("%w: %w", table.ErrBusy, err)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
