# tries: to have an error be updated as if it were a display
# ends: graded
from IPython.display import display

get_ipython().displayhook.session.outlet.show("error", {"transient": {"display_id": "x"}})
display(1, display_id="x")
get_ipython().displayhook.session.outlet.show("error", {"transient": {"display_id": "x"}})
