# tries: to show results that lack what a result has
# ends: flagged tampered
outlet = get_ipython().displayhook.session.outlet
send = outlet.send


def lacking(**told):
    if told.get("msg", {}).get("msg_type") == "execute_result":
        told = {"msg": {"msg_type": "execute_result"}}
    send(**told)


outlet.send = lacking
