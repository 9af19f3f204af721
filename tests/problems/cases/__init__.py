"""For each rule, records that keep it, that just keep it, and that break it."""
