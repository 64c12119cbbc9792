# tries: to show results whose data are a list
# ends: flagged tampered
outlet = get_ipython().displayhook.session.outlet
show = outlet.show
outlet.show = lambda kind, content: show(kind, {**content, "data": [1]} if kind == "execute_result" else content)
