package main

import (
	"context"
	"fmt"
	"time"
)

// pollInterval is how often await looks: short against the steps it waits for,
// long against the cost of one look.
const pollInterval = 25 * time.Millisecond

// await returns once condition returns nil. When the context ends first, the
// error says what was awaited and why it was not so.
func await(ctx context.Context, what string, condition func() error) error {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	started := time.Now()
	for {
		last := condition()
		if last == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waited %.0f s for %s: %w", time.Since(started).Seconds(), what, last)
		case <-ticker.C:
		}
	}
}
