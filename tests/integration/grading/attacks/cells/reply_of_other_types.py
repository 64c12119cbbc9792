# tries: to reply to a cell with an error whose parts are of other types
# ends: graded
outlet = get_ipython().displayhook.session.outlet
send = outlet.send
odd = {"status": ["error"], "ename": {"a": 1}, "evalue": [2], "traceback": {"line": None}}
outlet.send = lambda **told: send(**({"reply": odd} if "reply" in told else told))
