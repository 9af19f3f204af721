"""The name that the benchmarks search for; apart from `names`, which loads the program."""

SEARCHED = "王伟"
