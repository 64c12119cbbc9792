# tries: to hand out values that are no coded values
# ends: flagged tampered
outlet = get_ipython().displayhook.session.outlet
send = outlet.send
odd = {"value": [[]], "share": {"t": [], "v": {}}, "square": {"t": "call", "v": {"key": 1}}, "figure": None}
outlet.send = lambda **told: send(**({"values": odd} if "values" in told else told))
