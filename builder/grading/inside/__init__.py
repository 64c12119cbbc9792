"""What runs within the sandbox: the zygote and its children. It may import nothing of the rest of `builder`, because
nothing of the rest is visible there; the worker outside shares `frames` and `plain` with it."""
