// SPDX-License-Identifier: GPL-2.0-only
/* A ring's memory for the tests: three mappings, with the kernel's guard pages between. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../../test/unit/c/core/ring_memory.h"

struct memory {
	unsigned long count;		/* pages: consumer, producer, data */
	struct page *pages[];		/* count, then the data's again */
};

static void release(struct memory *pages, struct dsmil_ring_memory *memory)
{
	unsigned long i;

	vunmap(memory->consumer);
	vunmap(memory->producer);
	vunmap(memory->data);
	for (i = 0; i < pages->count; i++)
		__free_page(pages->pages[i]);
	kvfree(pages);
	memset(memory, 0, sizeof(*memory));
}

int ring_memory_alloc(u64 data_size, struct dsmil_ring_memory *memory)
{
	unsigned long data = data_size >> PAGE_SHIFT, i;
	struct memory *pages = kvzalloc(struct_size(pages, pages, 2 + 2 * data), GFP_KERNEL);

	memset(memory, 0, sizeof(*memory));
	if (!pages)
		return -ENOMEM;
	for (; pages->count < 2 + data; pages->count++) {
		pages->pages[pages->count] = alloc_page(GFP_KERNEL | __GFP_ZERO);
		if (!pages->pages[pages->count])
			goto release;
	}
	for (i = 0; i < data; i++)
		pages->pages[2 + data + i] = pages->pages[2 + i];
	memory->consumer = vmap(pages->pages, 1, VM_MAP, PAGE_KERNEL);
	memory->producer = vmap(pages->pages + 1, 1, VM_MAP, PAGE_KERNEL);
	memory->data = vmap(pages->pages + 2, 2 * data, VM_MAP, PAGE_KERNEL);
	if (!memory->consumer || !memory->producer || !memory->data)
		goto release;
	memory->data_size = data_size;
	memory->host_private = pages;
	return 0;

release:
	release(pages, memory);
	return -ENOMEM;
}

void ring_memory_free(struct dsmil_ring_memory *memory)
{
	release(memory->host_private, memory);
}
