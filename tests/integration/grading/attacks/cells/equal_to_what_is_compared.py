# tries: an object that asks the other side what it should be equal to
# ends: flagged tampered
class Mirror:
    def __eq__(self, other):
        return other == other

    def __getattr__(self, name):
        return Mirror()

    def __call__(self):
        return Mirror()


figure = Mirror()
