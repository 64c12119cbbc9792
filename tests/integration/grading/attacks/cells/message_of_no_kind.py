# tries: to send messages whose kind and content are of another type
# ends: flagged forged
outlet = get_ipython().displayhook.session.outlet
outlet.send(msg={"msg_type": ["stream"], "content": [{"name": "stdout"}]})
