"""How long a customer waits: a model over the live queue that says a range, and how true its ranges are.

Everything here is a pure function of what is put in. A queue is read as *changes* (``changes``), from the log
(``log``), a simulated month (``simulated``) or the running hub, and folded into a *line* (``line``): who
waits, who is there, who has what. ``experience`` learns from each change how long things take; ``forecast``
says of everyone in line how long they will wait; ``calibration`` corrects that by how waits came out, so that
eight of ten end inside the range; ``shown`` is what a customer reads. ``replay`` and ``report`` hold it to a
log, beside the rules other systems use.
"""
