# tries: to write over what the instructor reads, through the name of a type
# ends: flagged not-plain
value = type("\x1b[2J\x1b[1;1Hall well\r\n\u202egnp" * 1000, (), {})()
