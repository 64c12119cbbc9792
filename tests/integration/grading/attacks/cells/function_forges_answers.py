# tries: to answer for a function with things that no function can return
# ends: graded
import builtins

answers = iter((1, float("nan"), True, "9", [9], {"t": "int", "v": "9"}))


def square(x):
    return next(answers)
