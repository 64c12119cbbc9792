# tries: an object that says it is of another class, by __class__ and by its type's answers
# ends: flagged not-plain
class Liar:
    __class__ = int
    corners = name = property(lambda self: self)
    __call__ = lambda self: self

    def __getattribute__(self, name):
        return int if name == "__class__" else object.__getattribute__(self, name)

    def __eq__(self, other):
        return True


value = figure = Liar()
