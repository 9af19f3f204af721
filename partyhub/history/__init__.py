"""Who changed what, when, from what to what: written in the transaction of the change."""
