"""Limits that a process which works on untrusted files gives itself."""


def confine(memory: int, seconds: int, *, writes: bool) -> None:
    """Limit this process as far as the platform can; where it can't, the parent's timer does."""
    try:
        import resource
    except ImportError:  # Windows
        return
    bounds = [
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ]
    if not writes:
        bounds.append((resource.RLIMIT_FSIZE, 0))
    for kind, most in bounds:
        _, ceiling = resource.getrlimit(kind)
        if ceiling != resource.RLIM_INFINITY:
            most = min(most, ceiling)
        resource.setrlimit(kind, (most, most))
