# tries: to have a function show, when the test calls it from elsewhere, something that is no stream
# ends: graded
import sys

outlet = get_ipython().displayhook.session.outlet


def square(x):
    if sys._getframe(1).f_code.co_name == "_call":
        outlet.send(msg={"msg_type": "stream"})
        outlet.send(msg={"msg_type": "stream", "content": 7})
    return x * x
