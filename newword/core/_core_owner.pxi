# Who works on an object, and who looks at the work.

cdef class _Owner:
    """Lets one thread of one process at a time work on an object: `with owner`.

    `name` and `one` are for the messages."""
    cdef object _pid
    cdef object _lock
    cdef str _name
    cdef str _one

    def __cinit__(self, str name, str one):
        self._name, self._one = name, one
        self._pid = os.getpid()
        self._lock = threading.Lock()

    cdef check_process(self):
        if self._pid != os.getpid():
            raise RuntimeError(f"this {self._name} belongs to the parent process; make a new one after a fork")

    def __enter__(self):
        self.check_process()
        if not self._lock.acquire(blocking=False):
            raise RuntimeError(f"this {self._name} is busy in another thread; use {self._one} per thread")

    def __exit__(self, *_):
        self._lock.release()

    cdef Watch watch(self, tick) except *:
        """For work that ends before this object and `tick` go. Ctrl-C stops it within 50 ms."""
        return watch_of(<PyObject*>self, <PyObject*>tick, _look)


cdef int _look(PyObject* owner, PyObject* tick, uint64_t done, uint64_t total) except -1 with gil:
    PyErr_CheckSignals()
    (<_Owner>owner).check_process()
    if <object>tick is not None:
        (<object>tick)(done, total)
    return 0


cdef MemoryBudget _to_budget(memory, size_t outside, temp_dir) except *:
    """None: no bound. What is larger and read in order goes to unnamed files in `temp_dir`."""
    cdef MemoryBudget budget
    if memory is not None:
        budget.bytes = max(0, memory - outside)
        budget.outside_bytes = outside
    budget.temp_dir = os.fsencode(temp_dir or tempfile.gettempdir())
    return budget
