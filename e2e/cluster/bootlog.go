package main

import (
	"encoding/json"
	"io"
	"sync"
	"time"
)

// bootEvent is a line of what the supervisor tells about the start of a cluster:
// a finished step, or in the last line how it ended.
type bootEvent struct {
	Step    string        `json:",omitempty"`
	Took    time.Duration `json:",omitempty"`
	Ready   bool          `json:",omitempty"`
	Failure string        `json:",omitempty"`
}

func (e bootEvent) last() bool { return e.Ready || e.Failure != "" }

// bootLog keeps the events and hands them to any number of readers, from the
// first one on and as they come.
type bootLog struct {
	mu      sync.Mutex
	changed *sync.Cond
	events  []bootEvent
}

func newBootLog() *bootLog {
	b := &bootLog{}
	b.changed = sync.NewCond(&b.mu)
	return b
}

func (b *bootLog) add(step string, took time.Duration) {
	logf("%s: %.1f s", step, took.Seconds())
	b.append(bootEvent{Step: step, Took: took})
}

func (b *bootLog) finish(err error) {
	if err != nil {
		logf("the start failed: %v", err)
		b.append(bootEvent{Failure: err.Error()})
		return
	}
	logf("ready")
	b.append(bootEvent{Ready: true})
}

func (b *bootLog) append(event bootEvent) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, event)
	b.changed.Broadcast()
}

// follow writes the events as JSON lines until the last one is written.
func (b *bootLog) follow(to io.Writer, flush func()) error {
	encoder := json.NewEncoder(to)
	for next := 0; ; next++ {
		event := b.at(next)
		if err := encoder.Encode(event); err != nil {
			return err
		}
		flush()
		if event.last() {
			return nil
		}
	}
}

// at returns the event of an index, and waits until it is there.
func (b *bootLog) at(index int) bootEvent {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.events) <= index {
		b.changed.Wait()
	}
	return b.events[index]
}
