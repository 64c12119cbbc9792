# tries: a function that the tests call and that never answers
# ends: graded
def square(x):
    while True:
        pass
