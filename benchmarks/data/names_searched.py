"""The name that the benchmarks search for, separate from `names`, which loads the program."""

SEARCHED = "王伟"
