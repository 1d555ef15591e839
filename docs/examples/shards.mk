# Counts CORPUS in SHARDS parts, as many at once as -j says, and adds them up:
#
#     make -j4 -f shards.mk CORPUS=corpus SHARDS=16
#
# After a failure, or when the corpus has changed, run the same line again.
CORPUS ?= corpus
SHARDS ?= 16
OUT ?= counts

PARTS := $(foreach n,$(shell seq $(SHARDS)),$(OUT)/$(n)-of-$(SHARDS).nwc)

$(OUT)/corpus.nwc: $(PARTS)
	newword merge $(PARTS) -o $@

# Always asked for: newword knows which are done, and leaves those as they are. Exit code 3 is a shard
# that was counted, but for inputs that could not be read, each named.
$(PARTS): $(OUT)/%-of-$(SHARDS).nwc: FORCE | $(OUT)
	newword count $(CORPUS) --shard $*/$(SHARDS) -o $@ --keep-text --threads 1 || [ $$? -eq 3 ]

$(OUT):
	mkdir -p $@

FORCE:
.PHONY: FORCE
