package main

import (
	"fmt"
	"os"
	"time"
)

// progress tells a person what is going on. It goes to standard error: standard
// output carries only results.
func progress(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
}

// took prints a finished step with its duration.
func took(step string, since time.Time) {
	progress("%-62s %6.1f s", step, time.Since(since).Seconds())
}
