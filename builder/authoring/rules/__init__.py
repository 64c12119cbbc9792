"""The rules that `check` applies: one small function each, from material to problems."""
