// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ring's memory: single pages, the data's listed twice in a row, in one kernel
 * mapping that has the same order as what user space maps:
 *
 *   consumer | producer | data | the same data
 */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "driver.h"

struct ring_pages {
	void *base;			/* the kernel's mapping */
	unsigned long count;		/* distinct pages: consumer, producer, data */
	struct page *pages[];		/* count, then the data's again */
};

static void free_pages_of(struct ring_pages *ring)
{
	unsigned long i;

	for (i = 0; i < ring->count; i++)
		__free_page(ring->pages[i]);
	kvfree(ring);
}

int dsmil_ring_alloc(void *host, u64 data_size, struct dsmil_ring_memory *memory)
{
	unsigned long data_pages = data_size >> PAGE_SHIFT, mapped = 2 + 2 * data_pages, i;
	struct ring_pages *ring;

	BUILD_BUG_ON(DSMIL_MMAP_PRODUCER - DSMIL_MMAP_CONSUMER != PAGE_SIZE);
	BUILD_BUG_ON(DSMIL_MMAP_DATA != 2 * PAGE_SIZE);
	ring = kvzalloc(struct_size(ring, pages, mapped), GFP_KERNEL_ACCOUNT);
	if (!ring)
		return -ENOMEM;
	while (ring->count < 2 + data_pages) {
		struct page *page = NULL;

		/* Whoever asks for much and is killed meanwhile need not get it. */
		if (!fatal_signal_pending(current))
			page = alloc_page(GFP_KERNEL_ACCOUNT | __GFP_ZERO);
		if (!page)
			goto free;
		ring->pages[ring->count++] = page;
	}
	for (i = 0; i < data_pages; i++)
		ring->pages[2 + data_pages + i] = ring->pages[2 + i];
	/* VM_USERMAP: remap_vmalloc_range takes nothing else. */
	ring->base = vmap(ring->pages, mapped, VM_MAP | VM_USERMAP, PAGE_KERNEL);
	if (!ring->base)
		goto free;
	memory->consumer = ring->base;
	memory->producer = ring->base + PAGE_SIZE;
	memory->data = ring->base + 2 * PAGE_SIZE;
	memory->data_size = data_size;
	memory->host_private = ring;
	return 0;

free:
	free_pages_of(ring);
	return -ENOMEM;
}

/* The file is being released, so that no mapping of the pages is left. */
void dsmil_ring_free(void *host, struct dsmil_ring_memory *memory)
{
	struct ring_pages *ring = memory->host_private;

	vunmap(ring->base);
	free_pages_of(ring);
}

int dsmil_ring_map(const struct dsmil_ring_memory *memory, struct vm_area_struct *vma,
		   unsigned long first)
{
	const struct ring_pages *ring = memory->host_private;

	return remap_vmalloc_range(vma, ring->base, first);
}
