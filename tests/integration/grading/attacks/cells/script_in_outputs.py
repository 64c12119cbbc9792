# tries: to have a script run where its outputs are read
# ends: graded
display({"text/html": "<script>alert(1)</script>", "text/plain": "<img src=x onerror=alert(1)>"}, raw=True)
print("</pre><script>alert(1)</script>")
raise ValueError("<svg onload=alert(1)>")
