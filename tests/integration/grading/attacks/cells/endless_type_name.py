# tries: to hold up the one who looks at a value's type
# ends: ungraded
class Slow(type):
    @property
    def __name__(cls):
        while True:
            pass


class Value(metaclass=Slow):
    pass


value = Value()
